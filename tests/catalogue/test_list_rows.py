"""Rows are kept from page to page, but never shown where they would be wrong."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue import list_rows
from contributions import actions
from contributions.actions import Why
from tests.browsing import page
from tests.factories import OrganizationFactory, TagFactory, ToolFactory, link, text

pytestmark = pytest.mark.django_db
TOOLS = "/en/tools/"


@pytest.fixture
def tool():
    texts = {"en": text("Counts votes."), "fr": {"summary": "Compte les voix."}}
    return ToolFactory(name="Ballot", licence="MIT", texts=texts)


def listed(client, address: str) -> str:
    """The list as a process makes it that keeps rows, but no pages."""
    caches["pages"].clear()
    return str(page(client, address).select_one("#listing ul li.entry"))


def test_row_is_made_once_for_many_lists(client, tool):
    listed(client, TOOLS)

    with CaptureQueriesContext(connection) as asked:
        again = listed(client, f"{TOOLS}?open_source=open")

    assert "Ballot" in again
    assert not [query for query in asked if "catalogue_entrytext" in query["sql"]]


def test_kept_row_equals_a_new_one(client, tool):
    first = listed(client, TOOLS)
    kept = listed(client, TOOLS)
    list_rows.forget()

    assert first == kept == listed(client, TOOLS)


def test_write_shows_in_the_next_list(client, tool):
    listed(client, TOOLS)

    actions.edit(tool, {"name": "Ballot box"}, Why(by=None))

    assert "Ballot box" in listed(client, TOOLS)


def test_each_language_has_rows_of_its_own(client, tool):
    assert "Counts votes." in listed(client, TOOLS)
    assert "Compte les voix." in listed(client, "/fr/tools/")


def test_ticked_row_is_for_its_own_page(client, tool):
    plain = listed(client, TOOLS)
    ticked = listed(client, f"{TOOLS}?tool=ballot")

    assert "checked" in ticked
    assert "checked" not in plain
    assert listed(client, TOOLS) == plain


def test_row_that_says_why_it_was_found_is_for_its_own_page(client, tool):
    found = listed(client, f"{TOOLS}?q=ballot")

    assert "Found in the name" in found
    assert "Found in the name" not in listed(client, TOOLS)


def test_rows_do_not_pile_up(client, tool, monkeypatch):
    monkeypatch.setattr(list_rows, "MOST_KEPT", 2)
    for number in range(4):
        actions.edit(tool, {"name": f"Ballot {number}"}, Why(by=None))
        listed(client, TOOLS)

    assert len(list_rows._kept) <= 3


def test_row_of_a_large_maker_names_its_most_used_tags(client, db):
    maker = OrganizationFactory(name="Maker")
    tags = [TagFactory(name=f"Tag {n:02}") for n in range(12)]
    made = [link("developed_by", maker)]
    ToolFactory(tags=tags, links=made)
    for number in range(3):
        other = OrganizationFactory(name=f"Other {number}")
        ToolFactory(tags=tags[4:], links=[link("developed_by", other)])

    row = page(client, "/en/organizations/?q=maker").select_one("li.entry")

    shown = [tag.get_text() for tag in row.select(".tags a")]
    assert shown == [f"Tag {n:02}" for n in range(4, 12)]
