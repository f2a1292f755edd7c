"""The history of an entry, its versions, and where its facts come from."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.utils.formats import date_format

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
    UserFactory,
    link,
    text,
)

pytestmark = pytest.mark.django_db
NOBODY = Why(by=None)
HISTORY = "/en/tools/decidim/history/"
FACTS = "/en/tools/decidim/facts/"
HUGE = "9" * 21


@pytest.fixture
def tool() -> Tool:
    return ToolFactory(name="Decidim", licence="MIT")


@pytest.fixture
def signed_in(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def edit(entry: Entry, why: Why = NOBODY, **values: object) -> Change:
    change = actions.edit(entry, values, why)
    assert change is not None
    return change


def made_at(change: Change, moment: datetime) -> None:
    """As if the change had been made then."""
    Change.objects.filter(pk=change.pk).update(created_at=moment)


def test_history_tells_who_when_why_and_from_which_source(client, tool, contributor):
    batch = Batch.objects.create(kind="import", label="Spring import")
    why = Why(by=contributor, comment="It moved.", source="its site", batch=batch)
    made_at(edit(tool, why, licence="ISC"), datetime(2026, 11, 12, 13, 5, tzinfo=UTC))

    newest = page(client, HISTORY).select_one(".log li")

    said = words(newest)
    assert said.startswith("Licence changed contributor 12 November 2026, 1:05 p.m.")
    for part in ("It moved.", "Source: its site", "Batch: Spring import"):
        assert part in said


def test_history_marks_the_words_that_changed(client):
    tool = ToolFactory(name="Decidim", texts={"en": text("Votes for cities.")})
    edit(tool, texts={"en": text("Budgets for cities.")})

    row = page(client, HISTORY).select_one(".log li .diff tbody tr")

    assert words(row.th) == "Summary (English)"
    assert [words(tag) for tag in row.select("del, ins")] == ["Votes", "Budgets"]
    assert words(row.select_one(".now")) == "Budgets for cities."


def test_history_names_tags_roles_and_linked_entries(client, tool):
    tag = TagFactory(name="Voting")
    maker = OrganizationFactory(name="City of Barcelona")
    edit(tool, tags=[tag.pk], links=[link("developed_by", maker, since="2016-12")])

    rows = page(client, HISTORY).select(".log li:first-child .diff tbody tr")

    assert [(words(row.th), words(row.select_one(".now"))) for row in rows] == [
        ("Tags", "Voting"),
        ("Developed by", "City of Barcelona (from December 2016)"),
    ]


def test_history_does_not_name_hidden_entries(client, tool):
    maker = OrganizationFactory(name="Secret", hidden=True)
    edit(tool, links=[link("developed_by", maker)])

    said = words(page(client, HISTORY))

    assert "Secret" not in said
    assert "an entry that is not shown" in said


def test_history_is_paged_newest_first(client, tool):
    for number in range(24):
        edit(tool, website=f"https://{number}.example")

    first, second = page(client, HISTORY), page(client, f"{HISTORY}?page=2")

    assert len(first.select(".log > li")) == 20
    assert "https://23.example" in words(first.select_one(".log > li"))
    assert words(second.select(".log > li")[-1]).startswith("Tool added")
    assert len(second.select(".log > li")) == 5


@pytest.mark.parametrize(
    "query", ["page=1", f"page={HUGE}", "page=x", "page=%00", "a=b"]
)
def test_history_drops_what_it_does_not_understand(client, tool, query):
    response = client.get(f"{HISTORY}?{query}")

    assert (response.status_code, response["Location"]) == (302, HISTORY)


def test_history_has_no_page_beyond_its_end(client, tool):
    assert client.get(f"{HISTORY}?page=2").status_code == 404


@pytest.mark.parametrize(
    "below",
    ["history/", "history/feed/", "history/1/", "history/on/2999-01-01/", "facts/"],
)
def test_pages_of_an_old_address_redirect(client, tool, below):
    edit(tool, name="Consul")

    response = client.get(f"/en/tools/decidim/{below}?a=1")

    assert response.status_code == 301
    assert response["Location"] == f"/en/tools/consul/{below}?a=1"


@pytest.mark.parametrize("status", [EntryStatus.HIDDEN, EntryStatus.HELD])
@pytest.mark.parametrize(
    "below",
    ["history/", "history/feed/", "history/1/", "history/on/2999-01-01/", "facts/"],
)
def test_pages_of_an_unpublished_entry_are_for_moderators(
    client, moderator, tool, status, below
):
    actions.set_status(tool, status, NOBODY)
    address = f"/en/tools/decidim/{below}"

    assert client.get(address).status_code == 404
    client.force_login(moderator)
    assert client.get(address).status_code in (200, 302)


def test_version_shows_the_entry_as_it_was(client, tool):
    tag, maker = TagFactory(name="Voting"), OrganizationFactory(name="Barcelona")
    links = [link("developed_by", maker)]
    texts = {"en": text("Votes.", description="In *cities*.")}
    then = edit(tool, tags=[tag.pk], links=links, texts=texts)
    made_at(then, datetime(2026, 11, 12, tzinfo=UTC))
    edit(tool, tags=[], links=[], texts={}, licence="ISC", name="Consul")

    response = client.get("/en/tools/consul/history/2/")
    shown = response.content.decode()

    for part in (
        "This is how the entry was on 12 November 2026.",
        "<h1>Decidim</h1>",
        "Votes.",
        "<em>cities</em>",
        "Voting",
        "Barcelona",
        "MIT",
        '<meta name="robots" content="noindex">',
        f'rel="canonical" href="{settings.SITE_URL}/en/tools/consul/"',
    ):
        assert part in shown, part
    assert "ISC" not in shown


@pytest.mark.parametrize("version", ["0", "3", HUGE])
def test_version_that_never_was_is_not_found(client, tool, version):
    edit(tool, licence="ISC")

    assert client.get(f"{HISTORY}{version}/").status_code == 404


def _path(address: str | None) -> str | None:
    return address and address.partition("?")[0]


def test_day_leads_to_the_version_that_stood_at_its_end(client, tool):
    first, second = tool.changes.get(), edit(tool, licence="ISC")
    made_at(first, datetime(2026, 11, 10, 23, 59, tzinfo=UTC))
    made_at(second, datetime(2026, 11, 12, 8, tzinfo=UTC))

    found = {
        day: _path(client.get(f"{HISTORY}on/{day}/").get("Location"))
        for day in (
            "2026-11-09",
            "2026-11-10",
            "2026-11-11",
            "2026-11-12",
            "9999-12-31",
        )
    }

    assert found == {
        "2026-11-09": None,
        "2026-11-10": f"{HISTORY}1/",
        "2026-11-11": f"{HISTORY}1/",
        "2026-11-12": f"{HISTORY}2/",
        "9999-12-31": f"{HISTORY}2/",
    }


@pytest.mark.parametrize("day", ["2026-02-30", "x", "0000-00-00"])
def test_day_that_is_none_is_not_found(client, tool, day):
    assert client.get(f"{HISTORY}on/{day}/").status_code == 404


def test_form_leads_to_a_day(client, tool):
    today = tool.created_at.date()

    response = client.get(f"{HISTORY}?date={today}")

    assert response["Location"] == f"{HISTORY}on/{today}/"


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ("31/02/2016", "Write a date like 2016-12-31."),
        ("%00", "Write a date like 2016-12-31."),
        ("", "Choose a date."),
        ("2001-01-01", "The entry was not here yet."),
    ],
)
def test_form_says_what_is_wrong_with_a_day(client, tool, sent, message):
    response = client.get(f"{HISTORY}?date={sent}")

    assert response.status_code == 422
    soup = BeautifulSoup(response.content, "html.parser")
    assert message in words(soup.select_one(".errors a[href='#id_date']"))
    assert message in words(soup.select_one("#id_date_error"))


def test_facts_tell_who_set_each_last_and_from_which_source(client, contributor):
    old, new = TagFactory(name="Old"), TagFactory(name="New")
    tool = ToolFactory(name="Decidim", licence="MIT", tags=[old])
    edit(
        tool,
        Why(by=contributor, source="its site"),
        licence="ISC",
        tags=[old.pk, new.pk],
    )
    maker = OrganizationFactory(name="Barcelona")
    other = UserFactory(username="other")
    edit(tool, Why(by=other), links=[link("developed_by", maker)])

    rows = {
        words(row.select_one("td")): [words(cell) for cell in row.select("td")[1:3]]
        for row in page(client, FACTS).select("tbody tr")
    }

    today = date_in_words(tool.created_at.date())
    assert rows == {
        "Decidim": [f"somebody without an account {today}", "None named"],
        "ISC": [f"contributor {today}", "its site"],
        "Old": [f"somebody without an account {today}", "None named"],
        "New": [f"contributor {today}", "its site"],
        "Barcelona": [f"other {today}", "None named"],
    }


def date_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def test_fact_is_confirmed_with_one_click(signed_in, tool):
    address = f"{FACTS}confirm/"

    first = signed_in.post(address, {"path": "licence"})
    again = signed_in.post(address, {"path": "licence"}, follow=True)

    assert first["Location"] == f"{FACTS}#fact-licence"
    assert tool.confirmations.count() == 1
    shown = page(signed_in, FACTS).select_one("#fact-licence td:last-child p")
    assert words(shown).startswith("contributor, ")
    assert "today already" in again.content.decode()


@pytest.mark.parametrize("path", ["", "website", "nothing", "tags.1", "\0"])
def test_what_is_not_filled_in_cannot_be_confirmed(signed_in, tool, path):
    response = signed_in.post(f"{FACTS}confirm/", {"path": path})

    assert response.status_code == 404
    assert not tool.confirmations.exists()


def test_confirmation_of_a_former_value_is_not_shown(signed_in, tool, contributor):
    actions.confirm(tool, "licence", contributor)
    change = edit(tool, licence="ISC")
    made_at(change, tool.confirmations.get().created_at + timedelta(seconds=1))

    assert not page(signed_in, FACTS).select("#fact-licence td:last-child p")


def test_entry_page_leads_to_history_and_facts_and_says_when_confirmed(
    client, tool, contributor
):
    client.get("/en/tools/decidim/")
    actions.confirm(tool, "licence", contributor)

    shown = page(client, "/en/tools/decidim/")

    links = {link["href"] for link in shown.select("#history ~ p a")}
    assert links == {HISTORY, FACTS}
    today = date_in_words(tool.confirmations.get().created_at.date())
    assert f"Last confirmed on {today}" in words(shown)


def test_visitors_facts_page_is_kept_and_holds_no_form(client, tool):
    response = client.get(FACTS)

    assert "ETag" in response
    assert 'method="post"' not in response.content.decode()


def test_page_of_a_day_tells_the_day_and_since_when_it_was_so(client: Client) -> None:
    tool = ToolFactory(name="Decidim")
    made = tool.changes.get().created_at.date()
    day = made + timedelta(days=40)

    response = client.get(f"/en/tools/decidim/history/on/{day}/", follow=True)

    told = words(BeautifulSoup(response.content, "html.parser").select_one(".notice"))
    assert f"on {date_format(day)}; it was so since {date_format(made)}" in told


@pytest.mark.parametrize("asked", ["yesterday", "1999-01-01"])
def test_day_on_which_a_version_did_not_stand_is_not_told(
    client: Client, asked: str
) -> None:
    ToolFactory(name="Decidim")

    response = client.get(f"/en/tools/decidim/history/1/?on={asked}")

    assert "it was so since" not in response.content.decode()
