"""The history of the whole site, its feed, and taking changes back on its pages."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from catalogue.models import Entry, EntryStatus, Tool
from contributions import actions
from contributions.actions import Why
from contributions.models import Batch, Change
from tests.browsing import page, words
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOBODY = Why(by=None)
CHANGES = "/en/changes/"
FEED = "/en/changes/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"
HUGE = "9" * 21
TAG = f"tag:{urlsplit(settings.SITE_URL).hostname},2026"


@pytest.fixture
def signed_in(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def edit(entry: Entry, why: Why = NOBODY, **values: object) -> Change:
    change = actions.edit(entry, values, why)
    assert change is not None
    return change


def names(client: Client, address: str) -> list[str]:
    """The entries whose changes a page lists, newest first."""
    return [words(name) for name in page(client, address).select(".log > li b")]


def atom(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def ids(feed: ElementTree.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}id", "") for entry in feed.iter(f"{ATOM}entry")]


def test_changes_of_all_entries_are_listed_newest_first(client):
    tool = ToolFactory(name="Decidim")
    OrganizationFactory(name="Barcelona")
    edit(tool, licence="MIT")

    assert names(client, CHANGES) == ["Decidim", "Barcelona", "Decidim"]


def test_changes_of_unpublished_entries_are_for_moderators(client, moderator):
    tool = ToolFactory(name="Spam", hidden=True)
    address = f"{CHANGES}{tool.changes.first().pk}/"

    assert names(client, CHANGES) == []
    assert client.get(address).status_code == 404
    assert ids(atom(client, FEED)) == []
    client.force_login(moderator)
    assert names(client, CHANGES) == ["Spam", "Spam"]
    assert client.get(address).status_code == 200


def test_changes_are_filtered_by_kind_person_tag_and_batch(client):
    person = UserFactory(username="ada", display_name="Ada Lovelace")
    batch = Batch.objects.create(kind="import", label="Spring import")
    tag = TagFactory(name="Voting", slug="voting")
    ToolFactory(name="Decidim", tags=[tag])
    UseCaseFactory(name="Budget", by=person)
    edit(OrganizationFactory(name="Barcelona"), Why(by=None, batch=batch), country="ES")

    found = {
        query: names(client, f"{CHANGES}?{query}")
        for query in ("kind=tool", "person=ada", "tag=voting", f"batch={batch.pk}")
    }

    assert list(found.values()) == [["Decidim"], ["Budget"], ["Decidim"], ["Barcelona"]]


def test_filters_that_are_on_can_be_removed(client):
    ToolFactory(tags=[TagFactory(name="Voting", slug="voting")])

    chips = page(client, f"{CHANGES}?kind=tool&tag=voting").select(".chip")

    assert {words(chip): chip["href"] for chip in chips} == {
        "Remove filter Kind: Tool": f"{CHANGES}?tag=voting",
        "Remove filter Tag: Voting": f"{CHANGES}?kind=tool",
    }


@pytest.mark.parametrize(
    ("sent", "understood"),
    [
        ("person=ada+LOVELACE", "?person=ada"),
        ("tag=Voting", "?tag=voting"),
        ("kind=&person=&tag=", ""),
        ("kind=spaceship", ""),
        ("batch=x&before=x", ""),
        (f"before={HUGE}&batch={HUGE}", ""),
        ("before=0&batch=-1", ""),
        ("person=%00", ""),
        ("since=nonsense", ""),
        ("since=2016-02-31T00:00:00Z", ""),
        ("since=0001-01-01T00:00:00%2B14:00", ""),
        ("since=9999-12-31T23:59:59-14:00", ""),
        (
            "since=9999-12-31T23:59:59Z&kind=x",
            "?since=9999-12-31T23%3A59%3A59%2B00%3A00",
        ),
        ("since=2016-02-03T01:00:00Z", "?since=2016-02-03T01%3A00%3A00%2B00%3A00"),
        ("unknown=1&kind=tool", "?kind=tool"),
        ("kind=tool&kind=tool", "?kind=tool"),
    ],
)
def test_address_says_what_was_understood(client, sent, understood):
    UserFactory(username="ada", display_name="Ada Lovelace")
    TagFactory(name="Voting", slug="voting")

    response = client.get(f"{CHANGES}?{sent}")

    assert (response.status_code, response["Location"]) == (302, CHANGES + understood)


@pytest.mark.parametrize(
    "query", ["person=nobody", "tag=nothing", "batch=9", "before=1"]
)
def test_what_is_not_there_matches_nothing(client, query):
    ToolFactory()

    assert "No change fits." in words(page(client, f"{CHANGES}?{query}"))


@pytest.mark.parametrize("private", [{"is_public": False}, {"is_active": False}])
def test_people_who_are_not_public_cannot_be_asked_for(client, private):
    person = UserFactory(username="ada", **private)
    ToolFactory(by=person)

    assert names(client, f"{CHANGES}?person=ada") == []


def test_older_changes_are_on_pages_of_their_own(client):
    for number in range(25):
        ToolFactory(name=f"T{number}")

    first = page(client, f"{CHANGES}?kind=tool")
    older = first.select_one("a[rel=next]")["href"]

    assert names(client, older) == ["T4", "T3", "T2", "T1", "T0"]
    second = page(client, older)
    assert second.select_one(".pager a")["href"] == f"{CHANGES}?kind=tool"
    assert not second.select("a[rel=next]")


def test_home_and_footer_lead_to_the_changes(client):
    ToolFactory()

    shown = page(client, "/en/")

    assert [
        part.name
        for part in (shown.main, shown.footer)
        if part.select(f'a[href="{CHANGES}"]')
    ] == ["main", "footer"]


def test_feed_is_atom_with_stable_ids_dates_and_authors(client, contributor):
    tool = ToolFactory(name="A & B\x0b <i>", by=contributor)
    change = tool.changes.get()

    feed = atom(client, FEED)
    [entry] = feed.iter(f"{ATOM}entry")

    assert feed.findtext(f"{ATOM}id") == f"{TAG}:changes"
    assert feed.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")
    assert entry.findtext(f"{ATOM}id") == f"{TAG}:change:{change.pk}"
    assert entry.findtext(f"{ATOM}updated").startswith(f"{change.created_at:%Y-%m-%d}")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "contributor"
    assert entry.findtext(f"{ATOM}title") == "A & B <i>: Tool added"
    links = [link.get("href") for link in entry.iter(f"{ATOM}link")]
    assert links == [f"{settings.SITE_URL}{CHANGES}{change.pk}/"]


def test_feed_has_the_same_filters(client):
    tool = ToolFactory()
    OrganizationFactory()

    feed = atom(client, f"{FEED}?kind=tool")
    shown = page(client, f"{CHANGES}?kind=tool").select_one("link[rel=alternate][type]")

    assert ids(feed) == [f"{TAG}:change:{tool.changes.get().pk}"]
    assert shown["href"] == f"{FEED}?kind=tool"
    assert client.get(f"{FEED}?a=b")["Location"] == FEED


def test_entry_has_a_feed_of_its_own(client):
    tool = ToolFactory(name="Decidim")
    ToolFactory()
    changes = [tool.changes.get(), edit(tool, licence="MIT")]
    address = "/en/tools/decidim/history/feed/"

    feed = atom(client, address)
    shown = page(client, "/en/tools/decidim/history/").select_one("[type*=atom]")

    assert [one.rpartition(":")[2] for one in ids(feed)] == [
        str(change.pk) for change in reversed(changes)
    ]
    assert shown["href"] == address


def test_change_tells_what_takes_it_back(client):
    tool = ToolFactory(licence="MIT")
    change = edit(tool, licence="ISC")
    taken_back = actions.revert(change, NOBODY).change

    said = words(page(client, f"{CHANGES}{change.pk}/").main)

    assert f"Taken back by change {taken_back.pk}" in said


def test_change_that_is_not_there_is_not_found(client):
    assert client.get(f"{CHANGES}{HUGE}/").status_code == 404


def test_revert_shows_what_would_change_and_what_stays(signed_in):
    tool = ToolFactory(licence="MIT", state="active")
    change = edit(tool, licence="ISC", state="ended")
    later = edit(tool, licence="0BSD")

    shown = page(signed_in, f"{CHANGES}{change.pk}/revert/")

    assert words(shown.select_one("tbody tr")) == "State Ended Active"
    stays = words(shown.select_one("#stays ~ ul li"))
    assert stays.startswith("Licence: 0BSD. It was changed again on")
    assert stays.endswith(f"with change {later.pk}.")


def test_revert_is_a_change_with_a_comment(signed_in, contributor):
    tool = ToolFactory(name="Decidim", licence="MIT")
    change = edit(tool, licence="ISC")
    address = f"{CHANGES}{change.pk}/revert/"

    response = signed_in.post(address, {"comment": ""}, follow=True)

    made = tool.changes.get(version=3)
    assert (made.person, made.reverts) == (contributor, change)
    assert made.comment == f"Takes change {change.pk} back"
    assert response.redirect_chain == [("/en/tools/decidim/history/", 302)]
    assert "Put back." in response.content.decode()


def test_revert_says_when_nothing_is_left_to_put_back(signed_in):
    tool = ToolFactory(licence="MIT")
    change = edit(tool, licence="ISC")
    address = f"{CHANGES}{change.pk}/revert/"
    signed_in.post(address)

    shown, again = page(signed_in, address), signed_in.post(address, follow=True)

    assert "Nothing: the entry says so already." in words(shown)
    assert not shown.select("main form[method=post]")
    assert "There was nothing left to put back." in again.content.decode()
    assert tool.changes.count() == 3


def test_revert_does_not_say_that_nothing_is_left_where_later_changes_stay(signed_in):
    tool = ToolFactory(licence="MIT")
    change = edit(tool, licence="ISC")
    edit(tool, licence="0BSD")

    shown = page(signed_in, f"{CHANGES}{change.pk}/revert/")

    assert "Nothing: what is listed above stays." in words(shown)
    assert "the entry says so already" not in words(shown)


def test_revert_that_contradicts_says_why(signed_in):
    case = UseCaseFactory(since="2015", until="2016")
    change = edit(case, since="", until="")
    edit(case, since="2020")

    response = signed_in.post(f"{CHANGES}{change.pk}/revert/", {"comment": "Wrong."})

    assert response.status_code == 422
    assert "The end lies before the start." in response.content.decode()
    assert 'value="Wrong."' in response.content.decode()


@pytest.mark.parametrize("comment", ["x" * 501, "a\0b", "a\u202eb", "a\x07b"])
def test_comment_that_does_not_fit_is_told_beside_the_field(signed_in, comment):
    tool = ToolFactory(licence="MIT")
    change = edit(tool, licence="ISC")

    response = signed_in.post(f"{CHANGES}{change.pk}/revert/", {"comment": comment})

    assert response.status_code == 422
    assert b'class="field bad"' in response.content
    assert tool.changes.count() == 2


def test_creation_has_no_page_to_take_it_back(signed_in):
    change = ToolFactory().changes.get()

    assert signed_in.post(f"{CHANGES}{change.pk}/revert/").status_code == 404
    assert not page(signed_in, f"{CHANGES}{change.pk}/").select("a[href*=revert]")


def test_status_is_taken_back_by_moderators_only(client, contributor, moderator):
    tool = ToolFactory(held=True)
    change = actions.set_status(tool, EntryStatus.PUBLISHED, NOBODY)
    address = f"{CHANGES}{change.pk}/revert/"

    client.force_login(contributor)
    assert client.post(address).status_code == 403
    client.force_login(moderator)
    assert client.post(address).status_code == 302
    assert Entry.objects.get(pk=tool.pk).status == EntryStatus.HELD


def test_version_comes_back_from_its_page(signed_in, contributor):
    tool = ToolFactory(name="Decidim", licence="MIT")
    edit(tool, licence="ISC")
    address = "/en/tools/decidim/history/1/restore/"

    shown = page(signed_in, address)
    seen = shown.select_one("[name=seen]")["value"]
    signed_in.post(address, {"seen": seen, "comment": ""})

    assert words(shown.select_one("tbody tr")) == "Licence ISC MIT"
    assert Tool.objects.get().licence == "MIT"
    made = tool.changes.get(version=3)
    assert (made.person, made.comment) == (contributor, "Back to version 1")


def test_version_is_shown_again_when_somebody_was_faster(signed_in):
    tool = ToolFactory(name="Decidim", licence="MIT")
    edit(tool, licence="ISC")

    response = signed_in.post("/en/tools/decidim/history/1/restore/", {"seen": "1"})

    assert response.status_code == 409
    assert "Somebody changed this entry meanwhile." in response.content.decode()
    assert Tool.objects.get().licence == "ISC"
