"""The admin's page that shows an undo of many changes and does it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from contributions import actions, history, reverting
from contributions.actions import Why
from contributions.models import Batch
from tests.factories import ToolFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/contributions/batch/undo/"
OF_VANDAL = f"{PAGE}?person=vandal"


@pytest.fixture
def vandal() -> User:
    return UserFactory(username="vandal")


def vandalised(vandal: User, count: int = 1) -> list:
    tools = [ToolFactory(licence="MIT", state="active") for _ in range(count)]
    for tool in tools:
        actions.edit(tool, {"licence": "Zlib", "state": "ended"}, Why(by=vandal))
    return tools


def shown(client: Client) -> str:
    """The fingerprint of the plan that the page shows."""
    return client.get(OF_VANDAL).context["plan"].fingerprint


def test_moderator_undoes_forty_changes_of_which_three_were_improved(
    client: Client, moderator: User, vandal: User
) -> None:
    tools = vandalised(vandal, 40)
    for tool in tools[:3]:
        actions.edit(tool, {"licence": "ISC"}, Why(by=UserFactory()))
    client.force_login(moderator)
    asked = {"comment": "Vandalism.", "seen": shown(client)}

    response = client.post(OF_VANDAL, asked)

    batch = Batch.objects.get()
    assert response.url == f"/admin/contributions/batch/{batch.pk}/change/"
    for place, tool in enumerate(tools):
        now = reverting.current(tool)
        expected = "ISC" if place < 3 else "MIT"
        assert (now.licence, now.state) == (expected, "active")
        assert history.record_at(now, now.version) == now.record()


def test_dry_run_tells_all_and_writes_nothing(
    client: Client, moderator: User, vandal: User
) -> None:
    [improved, *_] = vandalised(vandal, 10)
    actions.edit(improved, {"licence": "ISC"}, Why(by=None))
    client.force_login(moderator)

    with CaptureQueriesContext(connection) as asked:
        response = client.get(OF_VANDAL)

    plan = response.context["plan"]
    assert (plan.entries, plan.changed, plan.stays, plan.conflicts) == (10, 10, 1, 0)
    assert "This stays as it is: <b>Licence</b>, ISC" in response.content.decode()
    assert len(asked) <= 15
    assert not Batch.objects.exists()


def test_plan_that_is_out_of_date_is_shown_again(
    client: Client, moderator: User, vandal: User
) -> None:
    [tool] = vandalised(vandal)
    client.force_login(moderator)
    seen = shown(client)
    actions.edit(tool, {"licence": "ISC"}, Why(by=None))

    response = client.post(OF_VANDAL, {"comment": "Vandalism.", "seen": seen})

    assert response.status_code == 409
    assert "has changed since it was shown" in response.content.decode()
    assert not Batch.objects.exists()


@pytest.mark.parametrize("query", ["?person=nobody", "?batch=x", "?since=2026-01-01"])
def test_choice_that_makes_no_sense_is_told(
    client: Client, moderator: User, query: str
) -> None:
    client.force_login(moderator)

    response = client.get(PAGE + query)

    assert response.status_code == 422
    assert "error" in response.content.decode()


def test_undo_without_a_reason_is_told(
    client: Client, moderator: User, vandal: User
) -> None:
    vandalised(vandal)
    client.force_login(moderator)

    response = client.post(OF_VANDAL, {"seen": shown(client)})

    assert response.status_code == 422
    assert "Say why this is undone." in response.content.decode()


def test_list_of_batches_leads_to_their_undo(client: Client, moderator: User) -> None:
    batch = Batch.objects.create(kind="import", label="A file")
    client.force_login(moderator)

    page = client.get("/admin/contributions/batch/").content.decode()

    assert f'href="{PAGE}?batch={batch.pk}"' in page


@pytest.mark.parametrize("person", [{}, {"is_organizer": True}])
def test_others_cannot_undo_there(client: Client, vandal: User, person: dict) -> None:
    vandalised(vandal)
    client.force_login(UserFactory(**person))

    assert client.get(OF_VANDAL).status_code == 302
    assert client.post(OF_VANDAL, {"comment": "Mine."}).status_code == 302
    assert not Batch.objects.exists()
