"""What people typed outlives what happens to the entry or to their sign-in."""

import pytest
from django.test import Client

from accounts.models import User
from catalogue import records
from catalogue.models import EntryStatus, Tool
from contributions import actions
from contributions.actions import Why
from contributions.models import Draft, Suggestion
from contributions.submissions import Submission
from organizations.models import Organization
from tests.browsing import page, words
from tests.contributions.test_entry_form import (
    fields,
    fields_of,
    messages_beside,
    row,
    send,
)
from tests.factories import OrganizationFactory, ToolFactory, link, text

pytestmark = pytest.mark.django_db
ADD = "/en/tools/add/"
EDIT = "/en/tools/decidim/edit/"
NOBODY = Why(by=None)


@pytest.fixture
def signed_in(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def test_edit_of_an_entry_that_was_renamed_meanwhile_is_taken(
    signed_in: Client,
) -> None:
    tool = ToolFactory(name="Decidim")
    mine = fields(signed_in, EDIT)
    actions.edit(tool, {"name": "Decidim Two"}, NOBODY)

    signed_in.post(EDIT, {**mine, "website": "https://decidim.org"})

    tool.refresh_from_db()
    assert (tool.name, tool.website) == ("Decidim Two", "https://decidim.org")


def test_edit_of_an_entry_that_was_hidden_meanwhile_is_given_back(
    signed_in: Client,
) -> None:
    tool = ToolFactory(name="Decidim")
    mine = fields(signed_in, EDIT)
    actions.set_status(tool, EntryStatus.HIDDEN, NOBODY)

    response = signed_in.post(EDIT, {**mine, "summary": "Words of mine."})

    assert response.status_code == 404
    assert "Words of mine." in response.content.decode()
    assert "Send again" not in response.content.decode()


def test_expired_sign_in_makes_no_suggestion_unasked(signed_in: Client) -> None:
    ToolFactory(name="Decidim")
    mine = fields(signed_in, EDIT)
    signed_in.logout()

    response = signed_in.post(EDIT, {**mine, "summary": "Words of mine."})

    assert response.status_code == 403
    assert "You were signed out meanwhile." in response.content.decode()
    assert fields_of(response.content)["summary"] == "Words of mine."
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("address", ["/en/tools/add/", EDIT])
def test_form_offers_the_draft_that_was_left_in_it(
    signed_in: Client, contributor: User, address: str
) -> None:
    tool = ToolFactory(name="Decidim")
    entry = tool if address == EDIT else None
    draft = Draft.objects.create(
        kind="tool", person=contributor, entry=entry, name="Half", values={}
    )

    soup = page(signed_in, address)

    assert soup.select_one(f'main a[href*="draft={draft.pk}"]')


def test_form_offers_no_draft_of_another_entry(
    signed_in: Client, contributor: User
) -> None:
    ToolFactory(name="Decidim")
    Draft.objects.create(kind="tool", person=contributor, name="Half", values={})

    assert not page(signed_in, EDIT).select_one('main a[href*="draft="]')


def test_edit_that_takes_the_name_of_another_is_asked_about(
    signed_in: Client,
) -> None:
    other, tool = ToolFactory(name="Consul"), ToolFactory(name="Decidim")

    answer = send(signed_in, EDIT, name="Consul")
    given = fields_of(answer.content)

    assert answer.status_code == 409
    signed_in.post(EDIT, given)
    tool.refresh_from_db()
    assert (tool.name, other.name) == ("Consul", "Consul")


def test_form_of_an_entry_is_about_one_text(signed_in: Client) -> None:
    tool = ToolFactory(name="Decidim", texts={"en": text("In English.")})

    soup = page(signed_in, EDIT)

    assert soup.select_one("input[type=hidden][name=text_language]")
    send(signed_in, EDIT, licence="MIT")
    assert list(tool.texts.values_list("language", flat=True)) == ["en"]


def test_creation_of_what_is_here_drops_nothing_silently(signed_in: Client) -> None:
    OrganizationFactory(name="mySociety")

    response = send(
        signed_in,
        "/en/tools/add/",
        name="Alaveteli",
        summary="Asks for documents.",
        **{
            row(0, "text"): "MySociety",
            row(0, "create"): "on",
            row(0, "new_country"): "Peru",
        },
    )

    assert response.status_code == 422
    assert "is here already" in messages_beside(response, "links-0-text")
    assert Organization.objects.count() == 1
    assert not Tool.objects.exists()


def test_emptied_row_removes_its_link(signed_in: Client) -> None:
    maker = OrganizationFactory()
    tool = ToolFactory(name="Decidim", links=[link("developed_by", maker)])

    send(signed_in, EDIT, **{row(0, "text"): ""})

    assert not tool.links_from.exists()


def test_missing_rows_are_told_in_plain_words(signed_in: Client) -> None:
    response = signed_in.post(
        "/en/tools/add/", {"name": "Decidim", "summary": "S.", "version": "0"}
    )

    assert response.status_code == 422
    assert "did not arrive whole" in response.content.decode()


def clash(client: Client) -> dict[str, str]:
    tool = ToolFactory(name="Decidim", website="https://old.example")
    mine = fields(client, EDIT)
    actions.edit(tool, {"website": "https://theirs.org"}, NOBODY)
    return fields_of(client.post(EDIT, {**mine, "website": "https://m.org"}).content)


def test_clash_sent_without_a_choice_asks_for_one(signed_in: Client) -> None:
    given = clash(signed_in)

    answer = signed_in.post(EDIT, given)

    assert answer.status_code == 409
    assert "Choose for each field" in answer.content.decode()
    assert "<title>Error:" in answer.content.decode()


def test_choice_for_a_version_to_come_does_not_hold(signed_in: Client) -> None:
    given = clash(signed_in)
    tool = Tool.objects.get()
    actions.edit(tool, {"website": "https://third.org"}, NOBODY)

    signed_in.post(EDIT, {**given, "settle-website": "mine", "settled_at": "99"})

    tool.refresh_from_db()
    assert tool.website == "https://third.org"


def test_settled_clash_is_told_as_it_is(signed_in: Client) -> None:
    given = clash(signed_in)

    answer = signed_in.post(EDIT, {**given, "settle-website": "mine"}, follow=True)

    assert "Saved as you chose." in answer.content.decode()


def test_page_of_a_change_leads_to_its_report(client: Client) -> None:
    change = ToolFactory().changes.get()

    soup = page(client, f"/en/changes/{change.pk}/")

    assert soup.select_one(f'a[href="/en/changes/{change.pk}/report/"]')
    assert words(soup.select_one("h1"))


@pytest.mark.parametrize("address", ["/en/profile/", "/en/tools/add/"])
def test_personal_page_is_kept_by_nobody_else(signed_in: Client, address: str) -> None:
    assert "private" in signed_in.get(address)["Cache-Control"]


def test_failed_token_gives_no_button_for_the_profile(contributor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(contributor)

    answer = client.post("/en/profile/edit/", {"display_name": "Evil"})

    assert answer.status_code == 403
    assert "Send again" not in answer.content.decode()


@pytest.mark.parametrize(
    ("decision", "status"), [("accept", "accepted"), ("decline", "declined")]
)
def test_moderator_decides_on_suggestions_in_the_admin(
    client: Client, moderator: User, decision: str, status: str
) -> None:
    client.force_login(moderator)
    record = records.complete("tool", {"name": "New"})
    suggestion = actions.suggest(Submission("tool", record), NOBODY)

    client.post(
        "/admin/queue/decide/",
        {
            **{"do": decision, "item": f"suggestion:{suggestion.pk}"},
            **{"confirmed": "1", "reason": "no source"},
        },
    )

    suggestion.refresh_from_db()
    assert suggestion.status == status
    assert Client().get(suggestion.get_absolute_url()).status_code == 200
    assert Tool.objects.filter(name="New").exists() == (status == "accepted")


def test_new_entry_sent_again_after_others_changed_it_shows_the_clash(
    signed_in: Client,
) -> None:
    typed = {**fields(signed_in, ADD), "name": "Consul", "website": "https://one.org"}
    signed_in.post(ADD, typed)
    tool = Tool.objects.get()
    actions.edit(tool, {"website": "https://theirs.org"}, NOBODY)

    answer = signed_in.post(ADD, {**typed, "website": "https://mine.org"})

    assert answer.status_code == 409
    assert "https://theirs.org" in answer.content.decode()
