"""An entry that is linked to is merged while the form is open: the row follows it."""

from typing import Any

import pytest
from django.test import Client

from catalogue.models import Entry, Link
from contributions import actions
from contributions.actions import Why
from tests.factories import OrganizationFactory, ToolFactory, UserFactory, link
from tests.forms import fields, messages_beside

pytestmark = pytest.mark.django_db
NOBODY = Why(by=None)
ROLES = [{}, {"moderator": True}]


@pytest.fixture(params=ROLES, ids=["contributor", "moderator"])
def client(client: Client, request: Any) -> Client:
    client.force_login(UserFactory(**request.param))
    return client


def merge(kept: Entry, gone: Entry) -> None:
    actions.merge(kept, gone, {}, NOBODY)


def edit(tool: Entry) -> str:
    return f"{tool.get_absolute_url()}edit/"


def number_of(opened: dict[str, Any], name: str) -> str:
    """The row that names an entry."""
    [found] = [key for key, value in opened.items() if value == name and "-text" in key]
    return found.removesuffix("-text")


def links_of(tool: Entry) -> list[tuple[str, str, str]]:
    found = Link.objects.filter(subject=tool.pk).order_by("pk")
    return [(one.object.name, one.since, one.source) for one in found]


def test_row_that_was_not_touched_follows(client: Client) -> None:
    kept, gone = OrganizationFactory(name="Kept"), OrganizationFactory(name="Gone")
    tool = ToolFactory(links=[link("developed_by", gone)])
    opened = fields(client, edit(tool))
    merge(kept, gone)

    response = client.post(edit(tool), {**opened, "summary": "Typed with care."})

    assert response.status_code == 302
    assert links_of(tool) == [("Kept", "", "")]
    assert tool.texts.get().summary == "Typed with care."


def test_what_was_typed_in_the_row_goes_to_the_link_that_stands(client: Client) -> None:
    kept, gone = OrganizationFactory(name="Kept"), OrganizationFactory(name="Gone")
    tool = ToolFactory(links=[link("developed_by", gone)])
    opened = fields(client, edit(tool))
    row = number_of(opened, "Gone")
    merge(kept, gone)

    typed = {f"{row}-since": "2016", f"{row}-source": "Their page"}
    response = client.post(edit(tool), {**opened, **typed})

    assert response.status_code == 302
    assert links_of(tool) == [("Kept", "2016", "Their page")]


def test_row_that_was_taken_away_takes_away_the_link_that_stands(
    client: Client,
) -> None:
    kept, gone = OrganizationFactory(name="Kept"), OrganizationFactory(name="Gone")
    tool = ToolFactory(links=[link("developed_by", gone)])
    opened = fields(client, edit(tool))
    merge(kept, gone)

    removed = {f"{number_of(opened, 'Gone')}-DELETE": "on"}
    response = client.post(edit(tool), {**opened, **removed})

    assert response.status_code == 302
    assert links_of(tool) == []


def test_row_that_was_added_follows(client: Client) -> None:
    kept, gone = OrganizationFactory(name="Kept"), OrganizationFactory(name="Gone")
    tool = ToolFactory()
    opened = fields(client, edit(tool))
    merge(kept, gone)

    row = {
        "links-0-key": "links:developed_by:organization",
        "links-0-text": "Gone",
        "links-0-entry": gone.pk,
        "links-0-since": "2016",
    }
    response = client.post(edit(tool), {**opened, **row})

    assert response.status_code == 302
    assert links_of(tool) == [("Kept", "2016", "")]


@pytest.mark.parametrize("first", ["Kept", "Gone"])
def test_rows_of_both_become_one_with_what_was_typed(
    client: Client, first: str
) -> None:
    kept, gone = OrganizationFactory(name="Kept"), OrganizationFactory(name="Gone")
    both = [kept, gone] if first == "Kept" else [gone, kept]
    tool = ToolFactory(links=[link("developed_by", one) for one in both])
    opened = fields(client, edit(tool))
    merge(kept, gone)

    typed = {f"{number_of(opened, 'Gone')}-since": "2016"}
    response = client.post(edit(tool), {**opened, **typed})

    assert response.status_code == 302
    assert links_of(tool) == [("Kept", "2016", "")]


def test_rows_of_both_that_contradict_are_asked_about(client: Client) -> None:
    kept, gone = OrganizationFactory(name="Kept"), OrganizationFactory(name="Gone")
    tool = ToolFactory(links=[link("developed_by", one) for one in (kept, gone)])
    opened = fields(client, edit(tool))
    rows = [number_of(opened, name) for name in ("Kept", "Gone")]
    merge(kept, gone)

    typed = {f"{rows[0]}-since": "2014", f"{rows[1]}-since": "2016"}
    response = client.post(edit(tool), {**opened, **typed})

    assert response.status_code == 422
    assert "linked so already" in messages_beside(response, f"{rows[1]}-text")
    assert "2016" in response.content.decode()


def test_link_to_what_was_merged_into_the_entry_itself_is_left(client: Client) -> None:
    gone = ToolFactory(name="Gone")
    tool = ToolFactory(links=[link("built_on", gone)])
    opened = fields(client, edit(tool))
    merge(tool, gone)

    response = client.post(edit(tool), {**opened, "licence": "MIT"})

    assert response.status_code == 302
    assert links_of(tool) == []


def test_another_name_that_was_typed_is_another_entry(client: Client) -> None:
    kept, gone = OrganizationFactory(name="Kept"), OrganizationFactory(name="Gone")
    OrganizationFactory(name="Third")
    tool = ToolFactory(links=[link("developed_by", gone)])
    opened = fields(client, edit(tool))
    merge(kept, gone)

    other = {f"{number_of(opened, 'Gone')}-text": "Third"}
    response = client.post(edit(tool), {**opened, **other})

    assert response.status_code == 302
    assert [name for name, *_rest in links_of(tool)] == ["Third"]


def test_row_of_a_new_entry_follows(client: Client) -> None:
    kept, gone = OrganizationFactory(name="Kept"), OrganizationFactory(name="Gone")
    opened = fields(client, "/en/tools/add/")
    merge(kept, gone)

    typed = {
        "name": "Brand new",
        "summary": "A tool.",
        "links-0-key": "links:developed_by:organization",
        "links-0-text": "Gone",
        "links-0-entry": gone.pk,
    }
    response = client.post("/en/tools/add/", {**opened, **typed})

    assert response.status_code == 302
    assert links_of(Entry.objects.get(name="Brand new")) == [("Kept", "", "")]
