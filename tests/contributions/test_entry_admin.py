"""The lists of entries in the admin."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue.models import Tool
from contributions.admin import selections
from tests.factories import OrganizationFactory, TagFactory, ToolFactory, UseCaseFactory

pytestmark = pytest.mark.django_db
LISTS = {
    "/admin/catalogue/tool/": ToolFactory,
    "/admin/usecases/usecase/": UseCaseFactory,
    "/admin/organizations/organization/": OrganizationFactory,
}


@pytest.fixture
def moderated(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


@pytest.mark.parametrize(("address", "factory"), LISTS.items())
def test_list_counts_its_filters_with_few_questions(
    moderated: Client, address: str, factory: type
) -> None:
    for n in range(30):
        factory(name=f"Entry {n}")

    with CaptureQueriesContext(connection) as asked:
        page = moderated.get(address, {"q": "Entry"}).content.decode()

    assert "Published (30)" in page
    assert len(asked) <= 15


def test_history_button_leads_to_the_history_that_readers_see(
    moderated: Client,
) -> None:
    tool = ToolFactory(name="Decidim")

    response = moderated.get(f"/admin/catalogue/tool/{tool.pk}/history/")

    assert response.url == "/en/tools/decidim/history/"


def test_selection_is_downloaded(moderated: Client) -> None:
    maps = TagFactory(name="Maps")
    tool = ToolFactory(name="=Decidim", licence="MIT", tags=[maps], summary="Votes.")
    ToolFactory(name="Not selected")
    sent = {"_selected_action": tool.pk}

    table = moderated.post("/admin/catalogue/tool/", {**sent, "action": "as_csv"})
    lines = moderated.post("/admin/catalogue/tool/", {**sent, "action": "as_json"})

    rows = table.getvalue().decode().splitlines()
    assert len(rows) == 2
    assert '"\'=Decidim"' in rows[1]
    [record] = json.loads(lines.getvalue())
    assert (record["id"], record["tags"]) == (tool.pk, [maps.pk])
    assert record["texts"]["en"]["summary"] == "Votes."


def test_download_holds_all_that_is_selected(
    moderated: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selections, "AT_A_TIME", 2)
    for number in range(5):
        ToolFactory(name=f"Tool {number}", tags=[TagFactory()])
    every = {"_selected_action": Tool.objects.first().pk, "select_across": "1"}
    asked = [{**every, "action": action} for action in ("as_csv", "as_json")]

    table, lines = (moderated.post("/admin/catalogue/tool/", one) for one in asked)
    rows, records = table.getvalue(), json.loads(lines.getvalue())

    assert len(rows.decode().splitlines()) == 6
    assert [one["name"] for one in records] == [f"Tool {n}" for n in range(5)]


@pytest.mark.parametrize("action", ["hide", "publish", "change"])
def test_selection_of_more_than_go_at_once_is_told(
    moderated: Client, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MOST_HIDDEN", "MOST_CHANGED"):
        monkeypatch.setattr(f"contributions.admin.entries.{name}", 2)
    tools = [ToolFactory(hidden=action == "publish") for _ in range(3)]
    sent = {"action": action, "_selected_action": [tool.pk for tool in tools]}

    shown = moderated.post("/admin/catalogue/tool/", sent, follow=True)

    assert "the first 2 of the 3 selected entries" in shown.text
