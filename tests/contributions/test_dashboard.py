"""What the admin's first page tells a moderator who comes on duty."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contributions import actions
from contributions.actions import Why
from contributions.admin import dashboard
from contributions.models import Duplicate, Occasion, Suggestion
from tests.contributions.test_suggestions import NOBODY, of_a_tool
from tests.factories import TagFactory, ToolFactory, UserFactory

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    return {str(tile.label): tile.count for tile in dashboard.tiles()}


def an_occasion(name: str, opens: int, closes: int) -> Occasion:
    now = timezone.now()
    return Occasion.objects.create(
        name=name,
        opens_at=now + timedelta(hours=opens),
        closes_at=now + timedelta(hours=closes),
    )


def test_numbers_count_what_needs_somebody() -> None:
    old = actions.suggest(of_a_tool("Old"), NOBODY)
    made = timezone.now() - timedelta(hours=49)
    Suggestion.objects.filter(pk=old.pk).update(created_at=made)
    actions.suggest(of_a_tool("New"), NOBODY)
    TagFactory(name="Brand new", is_new=True)
    now, past = an_occasion("Today", -1, 1), an_occasion("Past", -3, -2)
    tool = ToolFactory(name="Decidim")
    actions.edit(tool, {"licence": "MIT"}, Why(by=None, occasion=now))
    actions.edit(tool, {"licence": "ISC"}, Why(by=None, occasion=past))
    actions.report(tool, reason="spam")
    ToolFactory(name="Held", held=True)
    Duplicate.objects.create(
        left_id=tool.pk,
        right_id=ToolFactory().pk,
        score=0.9,
        reasons=["name"],
        found_at=timezone.now(),
    )

    assert counts() == {
        "Waiting suggestions": 2,
        "Suggestions over 48 hours": 1,
        "Open reports": 1,
        "Held entries": 1,
        "New tags": 1,
        "Likely duplicates": 1,
        "Changes in the last 24 hours": 6,
        "Changes in “Today”, open now": 1,
    }
    assert [tile.is_late for tile in dashboard.tiles()].count(True) == 1


def test_each_number_leads_to_what_it_counts(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    monkeypatch.setattr(dashboard.timezone, "now", lambda: now)
    client.force_login(UserFactory(is_staff=True))
    actions.suggest(of_a_tool("New"), NOBODY)
    TagFactory(name="Brand new", is_new=True)
    an_occasion("Today", -1, 1)

    page = client.get(reverse("admin:index")).content.decode()

    for tile in dashboard.tiles():
        assert f'href="{tile.address.replace("&", "&amp;")}"' in page
        assert client.get(tile.address).status_code == 200


def test_changes_of_the_last_day_lead_to_these_alone(client: Client) -> None:
    client.force_login(UserFactory(is_staff=True))
    old, new = ToolFactory(name="Old"), ToolFactory(name="New")
    old.changes.update(created_at=timezone.now() - timedelta(hours=25))

    [tile] = [t for t in dashboard.tiles() if str(t.label).startswith("Changes in the")]
    page = client.get(tile.address, follow=True).content.decode()

    assert tile.count == 1
    assert new.get_absolute_url() in page
    assert old.get_absolute_url() not in page
    assert "Since: " in page


def test_latest_changes_are_named(client: Client) -> None:
    client.force_login(UserFactory(is_staff=True))
    tool = ToolFactory(name="Decidim")
    actions.edit(tool, {"licence": "MIT"}, Why(by=UserFactory(display_name="Priya N.")))

    page = client.get(reverse("admin:index")).content.decode()

    assert "Priya N." in page
    assert "Licence" in page


def test_dashboard_asks_little_however_much_there_is(client: Client) -> None:
    client.force_login(UserFactory(is_staff=True))
    for n in range(12):
        actions.suggest(of_a_tool(f"T {n}"), NOBODY)
        actions.report(ToolFactory(by=UserFactory()), reason="spam")

    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("admin:index"))

    assert len(asked) <= 15


@pytest.mark.parametrize(
    "page", ["admin:contributions_batch_undo", "admin:contributions_act_changelist"]
)
def test_first_page_leads_to_what_is_done_about_many_changes(
    client: Client, page: str
) -> None:
    client.force_login(UserFactory(is_staff=True))

    assert (
        f'href="{reverse(page)}"' in client.get("/admin/").text.partition("Tables")[0]
    )
