"""What several people send at the same moment, through the pages."""

from typing import Any

import pytest
from django.test import Client

from catalogue import search
from catalogue.models import Entry, SearchRow, Tag, Tool
from contributions import history
from contributions.models import Change
from organizations.models import Organization
from tests.factories import TagFactory, ToolFactory, UserFactory
from tests.forms import fields, fields_of, row
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def somebody() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def all_at_once(address: str, *sent: dict[str, Any]) -> list[Any]:
    """Each form is opened first, then all are sent at the same moment."""
    people = [somebody() for _ in sent]
    opened = [fields(person, address) for person in people]
    return at_once(
        *[
            lambda person=person, form=form, typed=typed: person.post(
                address, {**form, **typed}
            )
            for person, form, typed in zip(people, opened, sent, strict=True)
        ]
    )


def assert_nothing_is_stale() -> None:
    """The log folds to the records, and a reindex changes nothing."""
    for entry in Entry.objects.all():
        own = getattr(entry, entry.kind.replace("_", ""))
        assert history.record_at(entry, entry.version) == own.record()
        assert entry.changes.count() == entry.version
    written = list(SearchRow.objects.order_by("pk").values())
    search.rebuild()
    assert list(SearchRow.objects.order_by("pk").values()) == written


def test_same_new_name_is_added_once() -> None:
    answers = all_at_once(
        "/en/tools/add/",
        *[{"name": "Decidim", "summary": f"Words of {n}."} for n in range(6)],
    )

    assert sorted(a.status_code for a in answers) == [302, *[409] * 5]
    assert Tool.objects.count() == 1
    assert_nothing_is_stale()


def test_loser_of_a_name_keeps_every_word() -> None:
    answers = all_at_once(
        "/en/tools/add/",
        {"name": "Decidim", "summary": "Words of one.", "comment": "first"},
        {"name": "Decidim", "summary": "Words of two.", "comment": "second"},
    )

    [lost] = [answer for answer in answers if answer.status_code == 409]
    given = fields_of(lost.content)
    assert given["summary"].startswith("Words of ")
    assert given["comment"] in {"first", "second"}


def test_same_organization_created_in_place_is_there_once() -> None:
    answers = all_at_once(
        "/en/tools/add/",
        *[
            {
                "name": f"Tool {n}",
                "summary": "One.",
                row(0, "text"): "mySociety",
                row(0, "create"): "on",
            }
            for n in range(5)
        ],
    )

    late = [answer for answer in answers if answer.status_code == 422]
    assert {answer.status_code for answer in answers} <= {302, 422}
    assert all("This name is here already" in a.content.decode() for a in late)
    assert Organization.objects.count() == 1
    assert Organization.objects.get().links_to.count() == 5 - len(late)
    assert_nothing_is_stale()


def test_same_field_is_won_by_one_and_shown_to_the_others() -> None:
    tool = ToolFactory(name="Decidim", summary="Old.")

    answers = all_at_once(
        "/en/tools/decidim/edit/",
        *[{"website": f"https://site{n}.org"} for n in range(5)],
    )

    assert sorted(a.status_code for a in answers) == [302, *[409] * 4]
    assert tool.changes.count() == 2
    assert_nothing_is_stale()


def test_different_fields_all_stand() -> None:
    tool = ToolFactory(name="Decidim", summary="Old.")
    typed = {
        "website": "https://decidim.org",
        "repository": "https://code.org/decidim",
        "licence": "MIT",
        "state": "active",
        "form": "software",
    }

    answers = all_at_once(
        "/en/tools/decidim/edit/", *[{name: typed[name]} for name in typed]
    )

    tool.refresh_from_db()
    assert {answer.status_code for answer in answers} == {302}
    assert {name: getattr(tool, name) for name in typed} == typed
    assert tool.changes.count() == 6
    assert_nothing_is_stale()


def test_tags_of_all_come_together() -> None:
    tool = ToolFactory(name="Decidim", tags=[TagFactory(name="Voting")])

    answers = all_at_once(
        "/en/tools/decidim/edit/",
        *[{"tags": f"Voting, Subject {n}"} for n in range(4)],
        {"tags": ""},
    )

    names = {str(tag) for tag in tool.tags.all()}
    assert {answer.status_code for answer in answers} == {302}
    assert names == {f"Subject {n}" for n in range(4)}
    assert_nothing_is_stale()


def test_same_new_tag_is_added_once() -> None:
    all_at_once(
        "/en/tools/add/",
        *[
            {"name": f"Tool {n}", "summary": "S.", "tags": "Sortition"}
            for n in range(5)
        ],
    )

    assert Tag.objects.count() == 1
    assert_nothing_is_stale()


def test_one_draft_sent_by_two_clicks_makes_one_change() -> None:
    person = somebody()
    sent = fields(person, "/en/tools/add/") | {"name": "Decidim", "summary": "One."}
    twin = Client()
    twin.cookies = person.cookies

    answers = at_once(
        lambda: person.post("/en/tools/add/", sent),
        lambda: twin.post("/en/tools/add/", sent),
    )

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Change.objects.count() == 1


def test_thirty_people_add_and_link_without_a_deadlock() -> None:
    maker = "mySociety"
    answers = all_at_once(
        "/en/tools/add/",
        *[
            {
                "name": f"Tool {n}",
                "summary": "One.",
                "tags": f"Subject {n % 3}",
                row(0, "text"): f"{maker} {n % 4}",
                row(0, "create"): "on",
            }
            for n in range(30)
        ],
    )

    assert {answer.status_code for answer in answers} == {302}
    assert Tool.objects.count() == 30
    assert Organization.objects.count() == 4
    assert_nothing_is_stale()
