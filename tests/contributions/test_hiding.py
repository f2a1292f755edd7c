"""Nothing is deleted: an entry is hidden for a reason that everybody can read."""

import pytest
from django.test import Client

from accounts.models import User
from catalogue.models import Entry, EntryStatus
from contributions import actions
from contributions.actions import Why
from contributions.models import Change
from tests.factories import OrganizationFactory, ToolFactory, UseCaseFactory

pytestmark = pytest.mark.django_db
FACTORIES = {
    "tools": ToolFactory,
    "use-cases": UseCaseFactory,
    "organizations": OrganizationFactory,
}


@pytest.fixture
def moderated(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


@pytest.mark.parametrize(("path", "factory"), FACTORIES.items())
def test_address_of_a_hidden_entry_says_when_and_why(path: str, factory: type) -> None:
    entry = factory(name="Shop")
    actions.set_status(entry, EntryStatus.HIDDEN, Why(by=None, comment="A <shop>."))
    removal = Change.objects.latest("pk")

    response = Client().get(f"/en/{path}/shop/")

    page = response.content.decode()
    assert response.status_code == 410
    assert "A &lt;shop&gt;." in page
    assert f'datetime="{removal.created_at:%Y-%m-%d}"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Shop" not in page


def test_entry_comes_back_in_one_click(moderated: Client) -> None:
    tool = ToolFactory(name="Shop", hidden=True)
    notice = moderated.get("/en/tools/shop/").content.decode()
    page = f"/admin/queue/entry/{tool.pk}/"

    response = moderated.post(page, {"do": "publish", "seen": "hidden"})

    assert page in notice
    assert response.url == tool.get_absolute_url()
    assert Client().get("/en/tools/shop/").status_code == 200


def test_admin_asks_for_the_reason_before_it_hides(moderated: Client) -> None:
    tools = [ToolFactory(name=f"Shop {n}") for n in range(2)]
    chosen = {"action": "hide", "_selected_action": [tool.pk for tool in tools]}

    asked = moderated.post("/admin/catalogue/tool/", chosen)
    page = moderated.get(asked.url).content.decode()
    bare = moderated.post(asked.url)
    done = moderated.post(asked.url, {"reason": "A shop."})

    assert ("Shop 0" in page, "Shop 1" in page) == (True, True)
    assert (bare.status_code, done.status_code) == (422, 302)
    assert done.url == "/admin/catalogue/tool/"
    assert {entry.status for entry in Entry.objects.all()} == {"hidden"}
    last = Change.objects.filter(fields__has_key="status")
    assert {change.comment for change in last} == {"A shop."}


def test_admin_asks_for_an_optional_reason_before_it_publishes(
    moderated: Client,
) -> None:
    tools = [ToolFactory(name=f"Shop {n}", hidden=True) for n in range(2)]
    chosen = {"action": "publish", "_selected_action": [tool.pk for tool in tools]}

    asked = moderated.post("/admin/catalogue/tool/", chosen)
    page = moderated.get(asked.url).content.decode()
    done = moderated.post(asked.url, {"reason": "No shop after all."})

    assert ("Publish 2 entries" in page, "Shop 1" in page) == (True, True)
    assert done.url == "/admin/catalogue/tool/"
    assert {entry.status for entry in Entry.objects.all()} == {"published"}
    last = Change.objects.filter(fields__status__to="published")
    assert {change.comment for change in last} == {"No shop after all."}


def test_entries_are_published_without_a_reason_too(moderated: Client) -> None:
    tool = ToolFactory(hidden=True)

    response = moderated.post(f"/admin/publish/?entry={tool.pk}", {"reason": ""})

    assert response.status_code == 302
    assert Entry.objects.get().status == EntryStatus.PUBLISHED


def test_nothing_left_to_publish_is_said(moderated: Client) -> None:
    tool = ToolFactory()

    response = moderated.get(f"/admin/publish/?entry={tool.pk}", follow=True)

    assert "All of these are shown already." in response.content.decode()


def test_nothing_left_to_hide_is_said(moderated: Client) -> None:
    tool = ToolFactory(hidden=True)

    response = moderated.get(f"/admin/hide/?entry={tool.pk}&entry=x", follow=True)

    assert "None of these is shown any more." in response.content.decode()
