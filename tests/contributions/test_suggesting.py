"""The entry's form without an account, and the pages of suggestions."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue.models import Entry
from contributions import actions
from contributions.actions import Why
from contributions.models import Suggestion
from tests.browsing import page, words
from tests.contributions.test_suggestions import NOBODY, of_a_tool, of_an_edit
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UserFactory,
    link,
    text,
)
from tests.forms import fields, fields_of, messages_beside, row, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def typed_at_once(settings: Any) -> None:
    settings.SHORTEST_TYPING = timedelta(0)


@pytest.fixture
def suggestion() -> Suggestion:
    return actions.suggest(of_a_tool(), NOBODY, email="me@example.org")


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def text_of(client: Client, address: str) -> str:
    return words(page(client, address).select_one("main"))


def test_visitor_suggests_an_entry_and_follows_it(client: Client) -> None:
    response = send(
        client,
        "/en/tools/add/",
        name="Decidim",
        summary="Votes.",
        email="me@example.org",
        comment="I work with it.",
    )

    suggestion = Suggestion.objects.get()
    assert response["Location"] == f"/en/suggestions/{suggestion.pk}/"
    assert not Entry.objects.exists()
    assert (suggestion.email, suggestion.person) == ("me@example.org", None)
    shown = text_of(client, response["Location"])
    for part in ("Decidim", "Votes.", "I work with it.", "Waiting"):
        assert part in shown
    assert "me@example.org" not in shown


def test_visitor_suggests_a_change(client: Client) -> None:
    tool = ToolFactory(name="Decidim")

    send(client, "/en/tools/decidim/edit/", licence="MIT")

    suggestion = Suggestion.objects.get()
    assert (suggestion.entry_id, tool.changes.count()) == (tool.pk, 1)
    assert suggestion.content["record"]["licence"] == "MIT"


def test_visitor_suggests_a_use_of_a_tool(client: Client) -> None:
    tool = ToolFactory(name="Decidim")

    send(client, "/en/tools/decidim/use/", name="A vote", since="2016")

    suggestion = Suggestion.objects.get()
    [found] = suggestion.content["record"]["links"]
    assert (suggestion.kind, found["object"]) == ("use_case", tool.pk)


def test_visitor_is_told_before_typing(client: Client) -> None:
    shown = text_of(client, "/en/tools/add/")

    assert "You are not signed in: a moderator looks at what you suggest" in shown
    assert "Send the suggestion" in shown


def test_contributor_is_asked_for_no_address(client: Client, contributor: User) -> None:
    client.force_login(contributor)

    assert "email" not in fields(client, "/en/tools/add/")


def test_form_of_visitors_is_never_kept(client: Client) -> None:
    first, second = fields(client, "/en/tools/add/"), fields(Client(), "/en/tools/add/")

    assert first["draft"] != second["draft"]


@pytest.mark.parametrize(
    ("name", "typed", "status"),
    [
        ("email", "not an address", 422),
        ("email", "a" * 300 + "@example.org", 422),
        ("email", "a\0@example.org", 422),
        ("opened", "forged", 422),
        ("opened", "\0", 422),
        ("subject", "x", 422),
        ("subject", "\0", 422),
        ("draft", "no uuid", 422),
        ("version", "7", 302),
    ],
)
def test_bad_input_of_visitors_is_told_and_kept(
    client: Client, name: str, typed: str, status: int
) -> None:
    response = send(
        client,
        "/en/tools/add/",
        **{"name": "Decidim", "summary": "Votes.", name: typed},
    )

    assert response.status_code == status
    assert Suggestion.objects.exists() == (status == 302)
    if status == 422:
        assert fields_of(response.content)["summary"] == "Votes."


def test_message_about_the_address_stands_beside_it(client: Client) -> None:
    response = send(
        client, "/en/tools/add/", name="Decidim", summary="Votes.", email="me"
    )

    assert "valid email address" in messages_beside(response, "email")


def test_entry_that_is_here_is_shown_to_visitors(client: Client) -> None:
    tool = ToolFactory(name="Decidim")
    offer = send(client, "/en/tools/add/", name="Decidim", summary="My words.")
    form = BeautifulSoup(offer.content, "html.parser").select_one("main form")

    response = client.post(form["action"], fields_of(offer.content))

    assert (offer.status_code, response.status_code) == (409, 302)
    suggestion = Suggestion.objects.get()
    assert suggestion.entry_id == tool.pk
    assert "My words." in text_of(client, suggestion.get_absolute_url())


def test_visitor_who_changed_nothing_is_told(client: Client) -> None:
    ToolFactory(name="Decidim")

    response = send(client, "/en/tools/decidim/edit/")

    assert response.status_code == 422
    assert "You have not changed anything yet" in response.content.decode()


def test_hidden_entry_has_no_form_for_visitors(client: Client) -> None:
    ToolFactory(name="Decidim", hidden=True)

    assert client.get("/en/tools/decidim/edit/").status_code == 404


def test_sent_twice_it_is_one_suggestion(client: Client) -> None:
    sent = {**fields(client, "/en/tools/add/"), "name": "Decidim", "summary": "Votes."}

    answers = [client.post("/en/tools/add/", sent) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]


def test_suggested_fields_stand_in_words(client: Client) -> None:
    maker = OrganizationFactory(name="Barcelona")
    tool = ToolFactory(
        name="Decidim",
        form="software",
        platforms=["web"],
        tags=[TagFactory(name="Old tag")],
        links=[link("developed_by", maker)],
        texts={"en": text("Old.")},
    )
    send(
        client,
        "/en/tools/decidim/edit/",
        form="online service",
        licence="AGPL-3.0-or-later",
        interface_languages="fr",
        summary="New.",
        tags="Quadratic voting",
        **{
            row(0, "DELETE"): "on",
            row(2, "key"): "links:funded_by:organization",
            row(2, "text"): "mySociety",
            row(2, "create"): "on",
            row(2, "new_type"): "civil society",
            row(2, "new_country"): "GB",
            row(2, "since"): "2016",
        },
    )

    shown = text_of(client, Suggestion.objects.get().get_absolute_url())

    for part in (
        "AGPL-3.0 or later",
        "French",
        "Summary (English)",
        "Old. New.",
        "Old tag Quadratic voting (new)",
        "Developed by Barcelona",
        "mySociety (new organization: civil society, United Kingdom) (from 2016)",
    ):
        assert part in shown
    assert tool.changes.count() == 1


def test_fitting_translation_can_be_suggested_and_accepted(
    client: Client, moderator: User
) -> None:
    french = text("Vote.", is_original=False, outdated=True)
    tool = ToolFactory(name="Decidim", texts={"en": text("Votes."), "fr": french})

    send(client, "/en/tools/decidim/edit/?language=fr", fits="on")

    suggestion = Suggestion.objects.get()
    assert "Outdated (French) yes no" in text_of(client, suggestion.get_absolute_url())
    client.force_login(moderator)
    address = f"/admin/queue/suggestion/{suggestion.pk}/"
    key = "texts.fr.outdated"
    assert page(client, address).select_one(f'input[name=field][value="{key}"]')
    client.post(address, {"do": "accept", "field": [key]})
    assert not tool.texts.get(language="fr").outdated


def test_link_from_the_other_side_stands_in_words(client: Client) -> None:
    OrganizationFactory(name="mySociety")
    ToolFactory(name="Alaveteli")
    send(
        client,
        "/en/organizations/mysociety/edit/",
        **{row(0, "key"): "linked:developed_by:tool", row(0, "text"): "Alaveteli"},
    )

    shown = text_of(client, Suggestion.objects.get().get_absolute_url())

    assert "Makes Nothing Alaveteli" in shown


def test_name_of_a_hidden_entry_is_not_told(client: Client) -> None:
    hidden = OrganizationFactory(name="Secret maker")
    submission = of_a_tool(links=[link("developed_by", hidden)])
    suggestion = actions.suggest(submission, NOBODY)
    actions.set_status(hidden, "hidden", NOBODY)

    shown = text_of(client, suggestion.get_absolute_url())

    assert "Secret maker" not in shown
    assert "an entry that is not shown" in shown


def test_tracking_page_is_private(client: Client, suggestion: Suggestion) -> None:
    response = client.get(suggestion.get_absolute_url())

    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex"
    assert b'name="robots" content="noindex"' in response.content
    assert b"me@example.org" not in response.content


def test_unknown_suggestion_is_not_found(client: Client) -> None:
    address = "/en/suggestions/00000000-0000-4000-8000-000000000000/"

    assert client.get(address).status_code == 404


def test_tracking_page_tells_the_decision(
    client: Client, suggestion: Suggestion, moderator: User
) -> None:
    actions.decline(suggestion, moderator, "no source", "Which page says so?")

    shown = text_of(client, suggestion.get_absolute_url())

    assert "A moderator declined it" in shown
    assert "We write to your e-mail address" not in shown
    assert "The reason: No source shows it." in shown
    assert "Which page says so?" in shown
    assert "moderator" not in shown.replace("A moderator", "").replace(
        "a moderator", ""
    )


def test_tracking_page_leads_to_what_was_published(
    client: Client, suggestion: Suggestion, moderator: User
) -> None:
    actions.accept(suggestion, moderator)

    found = page(client, suggestion.get_absolute_url())

    assert found.select_one('main a[href="/en/tools/decidim/"]')


@pytest.mark.parametrize("role", ["visitor", "contributor", "moderator"])
def test_pages_of_suggestions_are_open_to_all(
    client: Client, suggestion: Suggestion, role: str
) -> None:
    if role != "visitor":
        client.force_login(UserFactory(moderator=role == "moderator"))

    for address in (suggestion.get_absolute_url(), "/en/suggestions/"):
        assert client.get(address).status_code == 200


def test_list_tells_what_was_decided(
    client: Client, suggestion: Suggestion, moderator: User
) -> None:
    actions.accept(suggestion, moderator)
    declined = actions.suggest(of_a_tool("Other tool"), NOBODY)
    actions.decline(declined, moderator, "off topic", "A private word.")
    actions.suggest(of_a_tool("Waiting tool"), NOBODY)

    shown = text_of(client, "/en/suggestions/")

    assert "Decidim Accepted" in shown
    assert "Other tool Declined: It does not belong in this catalogue" in shown
    for hidden in ("Waiting tool", "me@example.org", "A private word.", "decided_by"):
        assert hidden not in shown
    assert str(suggestion.pk) not in client.get("/en/suggestions/").content.decode()


def test_advertising_gets_no_place_in_the_list(client: Client, moderator: User) -> None:
    spam = actions.suggest(of_a_tool("Buy pills"), NOBODY)
    actions.decline(spam, moderator, "spam")

    assert "Buy pills" not in text_of(client, "/en/suggestions/")


def test_entry_hidden_later_is_not_named_in_the_list(
    client: Client, suggestion: Suggestion, moderator: User
) -> None:
    accepted = actions.accept(suggestion, moderator)
    actions.set_status(accepted.entry, "hidden", NOBODY)

    assert "Decidim" not in text_of(client, "/en/suggestions/")


@pytest.mark.parametrize("is_public", [True, False])
def test_list_names_those_who_are_public(
    client: Client, moderator: User, is_public: bool
) -> None:
    person = UserFactory(display_name="Ada", is_public=is_public)
    held = actions.suggest(of_a_tool(), Why(by=person), held_because="New")
    actions.accept(held, moderator)

    assert ("by Ada" in text_of(client, "/en/suggestions/")) == is_public


def test_decision_shows_in_a_list_that_was_kept(
    client: Client, suggestion: Suggestion, moderator: User
) -> None:
    client.get("/en/suggestions/")

    actions.decline(suggestion, moderator, "wrong")

    assert "Decidim" in text_of(client, "/en/suggestions/")


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999"])
def test_list_has_an_answer_to_any_page(client: Client, number: str) -> None:
    assert client.get(f"/en/suggestions/?page={number}").status_code == 200


@pytest.mark.parametrize("many", [1, 12])
def test_pages_of_suggestions_ask_seldom(
    client: Client, moderator: User, many: int
) -> None:
    for _number in range(many):
        tool = ToolFactory(texts={"en": text("Old.")})
        makers = [link("developed_by", OrganizationFactory()) for _ in range(many)]
        changed = of_an_edit(tool, links=makers, tags=[TagFactory().pk])
        last = actions.suggest(changed, NOBODY)
        actions.accept(last, moderator)

    assert queries_of(client, "/en/suggestions/") <= 5
    assert queries_of(client, last.get_absolute_url()) <= 9
