"""A moderator decides on one thing of the queue after the other."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue.models import Entry, EntryStatus, Tag, Tool
from contributions import actions
from contributions.actions import Why
from contributions.models import Change, Report, Suggestion
from contributions.submissions import CreatedInPlace
from organizations.models import Organization
from tests.contributions.test_suggestions import NOBODY, of_a_tool, of_an_edit
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UserFactory,
    link,
    text,
)
from tests.threads import overlapping

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderated(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def address(suggestion: Suggestion) -> str:
    return f"/admin/queue/suggestion/{suggestion.pk}/"


def accept(
    client: Client, suggestion: Suggestion, *fields: str, **sent: Any
) -> HttpResponse:
    data = {"do": "accept", "field": fields, **sent}
    return client.post(address(suggestion), data)


@pytest.fixture
def tool() -> Tool:
    tool = ToolFactory(name="Decidim", summary="Votes.", licence="MIT")
    return Tool.objects.for_records().get(pk=tool.pk)


@pytest.mark.parametrize("do", ["", "x"])
def test_nothing_is_accepted_unless_somebody_says_so(
    moderated: Client, do: str
) -> None:
    new = actions.suggest(of_a_tool("New"), NOBODY)

    response = moderated.post(address(new), {"do": do})

    assert response.status_code == 422
    assert not Tool.objects.filter(name="New").exists()


@pytest.fixture
def rich(tool: Tool) -> Suggestion:
    """A change to words, a code, tags and links, one of them to a new entry."""
    city, maps = OrganizationFactory(name="City"), TagFactory(name="Maps")
    new = CreatedInPlace("organization", {"name": "Brand new"})
    other = CreatedInPlace("organization", {"name": "Other new"})
    submission = of_an_edit(
        tool,
        licence="ISC",
        website="https://decidim.org",
        texts={"en": text("Votes and more.")},
        tags=[maps.pk],
        links=[
            link("funded_by", city),
            {"role": "provided_by", "object": -1},
            {"role": "developed_by", "object": -2},
        ],
    )
    submission.created = [new, other]
    submission.new_tags = ["pot holes"]
    return actions.suggest(submission, NOBODY, email="priya@example.org")


def test_review_page_shows_both_sides_and_who(
    moderated: Client, rich: Suggestion
) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = moderated.get(address(rich)).content.decode()

    for words in (
        *("<del>MIT</del>", "<ins>ISC</ins>", "Votes<ins> and more</ins>."),
        *("<ins>Maps</ins>", "pot holes (new)", "<ins>City</ins>"),
        *("Brand new (new organization)", "I work with it.", "https://decidim.org"),
    ):
        assert words in page
    assert page.count('name="field"') == 7
    assert len(asked) <= 15


def test_only_ticked_fields_are_published(
    moderated: Client, rich: Suggestion, tool: Tool
) -> None:
    response = accept(moderated, rich, "licence", "links.provided_by")

    record = Tool.objects.for_records().get(pk=tool.pk).record()
    brand_new = Organization.objects.get(name="Brand new")
    assert response.status_code == 302
    assert (record["licence"], record["website"]) == ("ISC", "")
    assert record["texts"]["en"]["summary"] == "Votes."
    assert record["tags"] == []
    assert [one["object"] for one in record["links"]] == [brand_new.pk]
    assert not Organization.objects.filter(name="Other new").exists()
    assert not Tag.objects.filter(name="pot holes").exists()


def test_ticking_everything_publishes_all_of_it(
    moderated: Client, rich: Suggestion, tool: Tool
) -> None:
    accept(
        moderated,
        rich,
        *("licence", "website", "texts.en.summary", "tags"),
        *("links.funded_by", "links.provided_by", "links.developed_by"),
    )

    record = Tool.objects.for_records().get(pk=tool.pk).record()
    assert record["texts"]["en"]["summary"] == "Votes and more."
    assert record["texts"]["en"]["is_original"]
    assert (len(record["tags"]), len(record["links"])) == (2, 3)


def test_reworded_fields_are_published_as_the_moderator_left_them(
    moderated: Client, rich: Suggestion, tool: Tool
) -> None:
    words = {
        "words:texts.en.summary": " Counts votes.\r\nSafely. ",
        "words:licence": "0BSD",
    }

    accept(moderated, rich, "texts.en.summary", **words)

    record = Tool.objects.for_records().get(pk=tool.pk).record()
    assert record["texts"]["en"]["summary"] == "Counts votes.\nSafely."
    assert record["licence"] == "MIT"


def test_refused_words_are_said_and_nothing_is_decided(
    moderated: Client, rich: Suggestion
) -> None:
    response = accept(moderated, rich, "website", **{"words:website": "no address"})

    assert response.status_code == 422
    assert 'class="errors' in response.content.decode()
    assert Suggestion.objects.waiting().count() == 1


def test_nothing_ticked_is_no_decision(moderated: Client, rich: Suggestion) -> None:
    response = accept(moderated, rich)

    assert response.status_code == 422
    assert "Tick at least one field" in response.content.decode()


def test_new_entry_needs_its_name_alone(moderated: Client) -> None:
    suggestion = actions.suggest(of_a_tool("Loomio", licence="MIT"), NOBODY)

    assert 'type="hidden" name="field" value="name"' in (
        moderated.get(address(suggestion)).content.decode()
    )
    accept(moderated, suggestion, "name")

    entry = Tool.objects.get(name="Loomio")
    assert (entry.licence, entry.texts.count()) == ("", 0)


def test_what_changed_since_is_marked_and_yields_when_ticked(
    moderated: Client, tool: Tool
) -> None:
    suggestion = actions.suggest(of_an_edit(tool, licence="ISC"), NOBODY)
    actions.edit(tool, {"licence": "Apache-2.0"}, NOBODY)

    page = moderated.get(address(suggestion)).content.decode()
    assert "Changed since this was suggested" in page
    assert "The entry changed once since" in page
    accept(moderated, suggestion, "licence", seen="2")

    assert Tool.objects.get(pk=tool.pk).licence == "ISC"


def test_what_the_moderator_has_not_seen_does_not_yield(
    moderated: Client, tool: Tool
) -> None:
    suggestion = actions.suggest(of_an_edit(tool, licence="ISC"), NOBODY)
    actions.edit(tool, {"licence": "Apache-2.0"}, NOBODY)

    response = accept(moderated, suggestion, "licence", seen="1")

    assert response.status_code == 409
    assert "Look again" in response.content.decode()
    assert Tool.objects.get(pk=tool.pk).licence == "Apache-2.0"


def test_new_entry_that_is_here_is_shown_before_it_is_doubled(
    moderated: Client,
) -> None:
    suggestion = actions.suggest(of_a_tool("Loomio"), NOBODY)
    here = ToolFactory(name="Loomio")

    response = accept(moderated, suggestion, "name")
    assert response.status_code == 409
    assert here.get_absolute_url() in response.content.decode()
    accept(moderated, suggestion, "name", different=f"{here.pk},")

    assert Tool.objects.filter(name="Loomio").count() == 2


def test_declining_takes_a_reason(moderated: Client, rich: Suggestion) -> None:
    response = moderated.post(address(rich), {"do": "decline"})

    assert response.status_code == 422
    assert "Choose a reason." in response.content.decode()


def test_decline_reaches_the_person_with_its_message(
    moderated: Client,
    client: Client,
    rich: Suggestion,
    django_capture_on_commit_callbacks: Any,
) -> None:
    sent = {"do": "decline", "reason": "wrong", "message": "The site says MIT."}

    with django_capture_on_commit_callbacks(execute=True):
        response = moderated.post(address(rich), sent)

    assert response.status_code == 302
    assert "The site says MIT." in mail.outbox[-1].body
    assert (
        "The site says MIT." in Client().get(rich.get_absolute_url()).content.decode()
    )


def test_decision_leads_on_to_the_next_that_waits(moderated: Client) -> None:
    first, second, third = (
        actions.suggest(of_a_tool(f"Number {n}"), NOBODY) for n in range(3)
    )

    page = moderated.get(address(second)).content.decode()
    assert "2 of 3 waiting" in page
    assert (address(first) in page, address(third) in page) == (True, True)
    assert accept(moderated, second, "name").url == address(third)
    assert accept(moderated, third, "name").url == address(first)
    assert accept(moderated, first, "name").url == "/admin/queue/"


def test_second_moderator_is_told_who_decided(
    moderated: Client, rich: Suggestion
) -> None:
    actions.decline(rich, UserFactory(display_name="Ada"), "wrong")

    read = moderated.get(address(rich))
    late = accept(moderated, rich, "licence")

    assert (read.status_code, late.status_code) == (200, 409)
    assert "Ada has declined this." in late.content.decode()
    assert Change.objects.filter(entry=rich.entry).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_decide_once() -> None:
    moderators = [UserFactory(moderator=True, display_name=name) for name in "AB"]
    suggestion = actions.suggest(of_a_tool("Loomio"), NOBODY)

    def act(moderator: User, **sent: str) -> HttpResponse:
        client = Client()
        client.force_login(moderator)
        return client.post(address(suggestion), {"field": "name", **sent})

    first, second = overlapping(
        lambda: act(moderators[0], do="accept"),
        lambda: act(moderators[1], do="decline", reason="wrong"),
    )

    assert (first.status_code, second.status_code) == (302, 409)
    assert "A has accepted this." in second.content.decode()
    assert Tool.objects.filter(name="Loomio").count() == 1


def test_report_is_handled_with_a_note_once(
    moderated: Client, moderator: User, tool: Tool
) -> None:
    change = actions.edit(tool, {"licence": "ISC"}, NOBODY)
    report = actions.report(tool, reason="spam", message="Look.", change=change)
    page = f"/admin/queue/report/{report.pk}/"

    with CaptureQueriesContext(connection) as asked:
        shown = moderated.get(page).content.decode()
    handled = moderated.post(page, {"note": "It is fine."})
    again = moderated.post(page, {"note": "It is not."})

    assert ("Look." in shown, "<ins>ISC</ins>" in shown) == (True, True)
    assert len(asked) <= 15
    assert (handled.status_code, again.status_code) == (302, 409)
    assert Report.objects.get().note == "It is fine."
    assert Report.objects.get().handled_by == moderator


def test_held_entry_is_published(moderated: Client) -> None:
    held = ToolFactory(name="Odd", held=True)
    page = f"/admin/queue/entry/{held.pk}/"

    with CaptureQueriesContext(connection) as asked:
        assert "Publish it" in moderated.get(page).content.decode()
    response = moderated.post(page, {"do": "publish", "seen": "held"})

    assert len(asked) <= 15
    assert response.status_code == 302
    assert Entry.objects.get(pk=held.pk).is_published


def test_hiding_takes_a_reason_that_the_history_keeps(moderated: Client) -> None:
    held = ToolFactory(name="Odd", held=True)
    page = f"/admin/queue/entry/{held.pk}/"

    bare = moderated.post(page, {"do": "hide", "seen": "held"})
    done = moderated.post(page, {"do": "hide", "seen": "held", "reason": "Not a tool."})

    assert (bare.status_code, done.status_code) == (422, 302)
    assert Entry.objects.get(pk=held.pk).status == EntryStatus.HIDDEN
    assert Change.objects.latest("pk").comment == "Not a tool."


def test_second_moderator_of_a_held_entry_is_told(moderated: Client) -> None:
    held = ToolFactory(name="Odd", held=True)
    ada = UserFactory(display_name="Ada")
    actions.set_status(held, EntryStatus.PUBLISHED, Why(by=ada))

    response = moderated.post(
        f"/admin/queue/entry/{held.pk}/",
        {"do": "hide", "seen": "held", "reason": "No."},
    )

    assert response.status_code == 409
    assert "Ada has decided this already." in response.content.decode()
    assert Entry.objects.get(pk=held.pk).is_published
