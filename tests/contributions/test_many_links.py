"""The form of an entry with many links of its own: shown by pages, none is lost."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from catalogue.models import Tool
from contributions.actions import drafts
from contributions.forms.kinds import FORMS
from contributions.forms.link_rows import MOST_ROWS, ROWS_OF_OWN
from contributions.forms.links import LinkForm
from tests.browsing import page, words
from tests.factories import ToolFactory, UserFactory, link
from tests.forms import fields, fields_of, messages_beside, send

pytestmark = pytest.mark.django_db
EDIT = "/en/tools/hub/edit/"


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(UserFactory())
    return client


@pytest.fixture
def others() -> list[Tool]:
    return [ToolFactory(name=f"Part {number:03}") for number in range(130)]


@pytest.fixture
def hub(others: list[Tool]) -> Tool:
    return ToolFactory(name="Hub", links=[link("works_with", one) for one in others])


def row_of(form: dict[str, Any], name: str) -> str:
    [found] = [key for key, value in form.items() if value == name and "-text" in key]
    return found.removesuffix("-text")


def linked(hub: Tool) -> set[str]:
    return {one.object.name for one in hub.links_from.select_related("object")}


def test_largest_form_fits_what_is_accepted() -> None:
    rows = (MOST_ROWS + ROWS_OF_OWN) * (len(LinkForm.base_fields) + 1)
    own = max(len(form.base_fields) for form in FORMS.values())
    beside = 100  # Several platforms, choices where changes clash, and the sender.

    assert rows + own + beside < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert rows + own + beside < drafts.MOST_FIELDS


def test_links_are_shown_by_pages(client: Client, hub: Tool) -> None:
    shown = [fields(client, f"{EDIT}?own={number}") for number in (1, 2, 3)]

    names = [
        {value for key, value in form.items() if key.endswith("-text") and value}
        for form in shown
    ]
    assert [len(found) for found in names] == [60, 60, 10]
    assert set().union(*names) == linked(hub)
    assert len(shown[0]) < 1000
    first = page(client, EDIT).main
    assert "1 to 60 of 130" in words(first)
    assert first.find("a", string="Links after these")["href"] == "?own=2#more-links"


def test_few_links_have_no_pages(client: Client) -> None:
    ToolFactory(name="Hub", links=[link("works_with", ToolFactory())])

    assert "own=" not in client.get(EDIT).content.decode()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_saving_a_page_leaves_the_others(
    client: Client, hub: Tool, number: int
) -> None:
    response = send(client, f"{EDIT}?own={number}", website="https://hub.org")

    hub.refresh_from_db()
    assert response.status_code == 302
    assert hub.website == "https://hub.org"
    assert len(linked(hub)) == 130
    assert hub.changes.latest("pk").fields.keys() == {"website"}


def test_link_of_a_later_page_is_taken_away_and_another_dated(
    client: Client, hub: Tool
) -> None:
    form = fields(client, f"{EDIT}?own=2")
    rows = [row_of(form, name) for name in ("Part 060", "Part 061")]

    typed = {f"{rows[0]}-DELETE": "on", f"{rows[1]}-since": "2016"}
    response = client.post(EDIT, {**form, **typed})

    assert response.status_code == 302
    assert linked(hub) == {f"Part {n:03}" for n in range(130)} - {"Part 060"}
    assert hub.links_from.get(object__name="Part 061").since == "2016"


def test_row_that_names_another_entry_takes_the_place_of_its_link(
    client: Client, hub: Tool
) -> None:
    ToolFactory(name="New")
    form = fields(client, f"{EDIT}?own=2")
    row = row_of(form, "Part 060")

    typed = {f"{row}-text": "New", f"{row}-entry": ""}
    response = client.post(EDIT, {**form, **typed})

    assert response.status_code == 302
    assert linked(hub) == {f"Part {n:03}" for n in range(130)} - {"Part 060"} | {"New"}


def test_emptied_row_takes_its_link_away(client: Client, hub: Tool) -> None:
    form = fields(client, EDIT)
    row = row_of(form, "Part 003")

    client.post(EDIT, {**form, f"{row}-text": "", f"{row}-entry": ""})

    assert linked(hub) == {f"Part {n:03}" for n in range(130)} - {"Part 003"}


def test_link_of_another_page_is_not_added_twice(client: Client, hub: Tool) -> None:
    form = fields(client, EDIT)
    spare = f"links-{ROWS_OF_OWN}"
    assert form[f"{spare}-text"] == ""

    typed = {f"{spare}-key": "links:works_with:tool", f"{spare}-text": "Part 100"}
    response = client.post(EDIT, {**form, **typed})

    assert response.status_code == 422
    assert "linked so already" in messages_beside(response, f"{spare}-text")


def test_draft_of_a_later_page_keeps_what_was_done_there(
    client: Client, hub: Tool
) -> None:
    form = fields(client, f"{EDIT}?own=2")
    rows = [row_of(form, name) for name in ("Part 060", "Part 061")]
    typed = {f"{rows[0]}-DELETE": "on", f"{rows[1]}-text": "", f"{rows[1]}-entry": ""}
    sent = {**form, **typed, "kind": "tool", "entry": hub.pk}
    saved = client.post(f"/en/drafts/{form['draft']}/", sent)
    assert saved.status_code == 200

    again = fields(client, f"{EDIT}?draft={form['draft']}")
    response = client.post(EDIT, again)

    assert response.status_code == 302
    gone = {"Part 060", "Part 061"}
    assert linked(hub) == {f"Part {n:03}" for n in range(130)} - gone


def test_form_that_is_refused_keeps_its_page(client: Client, hub: Tool) -> None:
    form = fields(client, f"{EDIT}?own=3")

    refused = client.post(EDIT, {**form, "name": ""})
    assert refused.status_code == 422
    text = BeautifulSoup(refused.content, "html.parser").main
    assert text.find("input", value="Part 129")

    client.post(EDIT, {**fields_of(refused.content), "name": "Hub"})
    assert len(linked(hub)) == 130


def test_form_of_before_names_its_links_by_their_entries(
    client: Client, hub: Tool
) -> None:
    """Drafts that were kept before rows said which link they were opened on."""
    form = {key: v for key, v in fields(client, EDIT).items() if "-was" not in key}

    response = client.post(EDIT, {**form, f"{row_of(form, 'Part 003')}-DELETE": "on"})

    assert response.status_code == 302
    assert linked(hub) == {f"Part {n:03}" for n in range(130)} - {"Part 003"}
