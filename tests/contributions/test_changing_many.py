"""Tags and state of several entries, changed at once in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue.models import Tool
from contributions import actions
from contributions.actions import Why
from contributions.models import Batch, Change
from tests.factories import OrganizationFactory, TagFactory, ToolFactory

pytestmark = pytest.mark.django_db
TOOLS = "/admin/catalogue/tool/"


@pytest.fixture
def moderated(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def page_of(client: Client, *tools: Tool) -> str:
    chosen = {"action": "change", "_selected_action": [tool.pk for tool in tools]}
    return client.post(TOOLS, chosen).url


def test_tags_and_state_change_in_one_batch(moderated: Client) -> None:
    maps, votes = TagFactory(name="Maps"), TagFactory(name="Votes")
    tools = [ToolFactory(tags=[votes]), ToolFactory(tags=[maps, votes])]
    address = page_of(moderated, *tools)
    sent = {"add": "maps", "remove": "Votes", "state": "active"}

    response = moderated.post(address, {**sent, "reason": "Sorted."})

    assert response.url == TOOLS
    for tool in Tool.objects.for_records():
        assert (tool.record()["tags"], tool.state) == ([maps.pk], "active")
    batch = Batch.objects.get()
    assert batch.changes.count() == 2
    assert {change.comment for change in batch.changes.all()} == {"Sorted."}


def test_what_changes_nothing_leaves_no_batch(moderated: Client) -> None:
    maps = TagFactory(name="Maps")
    address = page_of(moderated, ToolFactory(tags=[maps]))

    moderated.post(address, {"add": "Maps"})

    assert not Batch.objects.exists()
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Say what shall change."),
        ({"add": "No such tag"}, "There is no tag called No such tag."),
        ({"add": "Maps", "remove": "maps"}, "cannot be added and removed"),
        ({"add": ", ".join(map(str, range(30)))}, "30 are too many"),
        ({"state": "asleep"}, "not one of the available choices"),
    ],
)
def test_bad_input_is_told_and_kept(
    moderated: Client, sent: dict[str, str], message: str
) -> None:
    TagFactory(name="Maps")
    address = page_of(moderated, ToolFactory())

    response = moderated.post(address, {**sent, "reason": "Kept."})

    assert response.status_code == 422
    soup = BeautifulSoup(response.content, "html.parser")
    assert message in soup.text
    assert soup.select_one("[name=reason]")["value"] == "Kept."
    assert not Batch.objects.exists()


def test_state_that_nobody_knows_is_emptied(moderated: Client) -> None:
    address = page_of(moderated, ToolFactory(state="active"))

    moderated.post(address, {"state": "not known"})

    assert Tool.objects.get().state == ""


def test_organizations_have_no_state_to_set(moderated: Client) -> None:
    organization = OrganizationFactory()

    page = moderated.get(f"/admin/change/?entry={organization.pk}").content

    soup = BeautifulSoup(page, "html.parser")
    assert [one["name"] for one in soup.select("input.input")] == [
        "add",
        "remove",
        "reason",
    ]
    assert not soup.select("[name=state]")


def test_entries_of_two_kinds_are_refused(moderated: Client) -> None:
    entries = [ToolFactory(), OrganizationFactory()]
    query = "&".join(f"entry={entry.pk}" for entry in entries)

    response = moderated.get(f"/admin/change/?{query}", follow=True)

    assert "Choose entries of one kind." in response.content.decode()


def test_all_change_or_none(moderator: User) -> None:
    tools = [ToolFactory(), ToolFactory()]

    def values(record: dict) -> dict:
        return {"licence": "MIT" if record["name"] == tools[0].name else "No such"}

    with pytest.raises(Exception, match=tools[1].name):
        actions.edit_many(tools, values, "Two", Why(by=moderator))

    assert not Batch.objects.exists()
    assert {tool.licence for tool in Tool.objects.all()} == {""}


def test_page_asks_little(moderated: Client) -> None:
    address = page_of(moderated, *[ToolFactory() for _ in range(30)])

    with CaptureQueriesContext(connection) as asked:
        moderated.get(address)

    assert len(asked) <= 15
