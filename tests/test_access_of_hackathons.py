"""Who may do what at a hackathon that is open, closed or archived.

Beside the roles of tests/test_access.py: its own organizer, the organizer of another
one, and those who joined it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from hackathons import archiving
from hackathons.middleware import JOINED
from hackathons.models import Hackathon, Membership
from tests.factories import HackathonFactory, MembershipFactory, UserFactory
from tests.gathering import add
from tests.test_access import TABLE

pytestmark = pytest.mark.django_db
CODE = "7F3K"
ACTORS = (
    *("visitor", "guest who joined", "contributor who joined"),
    *("organizer of another", "its organizer", "moderator"),
)
ALL = [200] * 6
MOVED = [302] * 6
NOWHERE = [404] * 6
REFUSED = [302, 403, 403, 403, 403, 403]
MANAGERS = [302, 403, 403, 403, 200, 200]
MANAGERS_DONE = [302, 403, 403, 403, 302, 302]
MANAGERS_BAD = [302, 403, 403, 403, 422, 422]
MEMBERS = [302, 200, 200, 404, 404, 404]
MEMBERS_DONE = [302, 302, 302, 404, 404, 404]
AT_WORK_DONE = [302, 302, 302, 403, 403, 403]
NOT_THEIRS = [302, 404, 404, 403, 403, 403]
FOR_MANAGERS = [404, 404, 404, 404, 200, 200]

# What the actors are answered when it is open: reading, then writing.
OPEN: dict[str, tuple[list[int] | None, list[int] | None]] = {
    "detail": (ALL, None),
    "code": (ALL, None),
    "join": (ALL, [422, *[302] * 5]),
    "leave": (None, MOVED),
    "naming": (MEMBERS, MEMBERS_DONE),
    "edit": (MANAGERS, MANAGERS_BAD),
    "renew_code": (None, MANAGERS_DONE),
    "late": (MANAGERS, MANAGERS_DONE),
    "people": (MANAGERS, None),
    "sign_out": (None, MANAGERS_DONE),
    "board": (ALL, None),
    "archive": (FOR_MANAGERS, MANAGERS_BAD),
    "entries_csv": (NOWHERE, None),
    "changes_csv": (NOWHERE, None),
    "archive_json": (NOWHERE, None),
    "tasks": (ALL, None),
    "work_items": (MANAGERS, MANAGERS_BAD),
    "task_take": (None, AT_WORK_DONE),
    "task_give_back": (None, NOT_THEIRS),
    "wall": (ALL, None),
    "wall_figures": (ALL, None),
    "wall_shown": (MANAGERS, None),
    "wall_hide_entry": (None, MANAGERS_DONE),
    "wall_hide_name": (None, MANAGERS_DONE),
}
# Nobody joins or takes a task any more; its organizers go on tidying up.
CLOSED = OPEN | {
    "join": (ALL, [403] * 6),
    "archive": (FOR_MANAGERS, MANAGERS_DONE),
    "task_take": (None, REFUSED),
    "task_give_back": (None, REFUSED),
}
# Everybody reads what it produced, and nothing is attached to it.
ARCHIVED = CLOSED | {
    "late": (MANAGERS, REFUSED),
    "archive": (ALL, MANAGERS_DONE),
    "entries_csv": (ALL, None),
    "changes_csv": (ALL, None),
    "archive_json": (ALL, None),
}


@pytest.fixture(params=["open", "closed", "archived"])
def state(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def world(state: str) -> dict[str, Any]:
    """A hackathon in this state, with everybody who may meet it."""
    organizer = UserFactory(is_organizer=True)
    other = UserFactory(is_organizer=True)
    HackathonFactory(name="Elsewhere", organizers=[other])
    hackathon = HackathonFactory(name="Open day", code=CODE, organizers=[organizer])
    guest = MembershipFactory(hackathon=hackathon, guest=True, is_named=True)
    member = MembershipFactory(hackathon=hackathon)
    tool = add(hackathon, "Tool", by=guest.person)
    if state != "open":
        hackathon.occasion.closes_at = timezone.now() - timedelta(minutes=1)
        hackathon.occasion.save()
    if state == "archived":
        archiving.archive(hackathon)
    people = (None, guest.person, member.person, other, organizer)
    people += (UserFactory(moderator=True),)
    return {
        "hackathon": hackathon,
        "member": member.pk,
        "tool": tool.pk,
        "people": dict(zip(ACTORS, people, strict=True)),
    }


def client_of(person: User | None, hackathon: Hackathon) -> Client:
    client = Client()
    if person:
        client.force_login(person)
        if Membership.objects.filter(person=person, hackathon=hackathon).exists():
            session = client.session
            session[JOINED] = hackathon.pk
            session.save()
    return client


def status(act: Callable[[], Any]) -> int:
    before = transaction.savepoint()
    response = act()
    transaction.savepoint_rollback(before)
    return response.status_code


def test_every_address_of_a_hackathon_stands_in_the_tables() -> None:
    of_one = {
        name.partition(":")[2]
        for name, view in TABLE.items()
        if name.startswith("hackathons:") and {"slug", "code"} & {*view.kwargs}
    }

    assert of_one == {*OPEN}


@pytest.mark.parametrize("name", OPEN)
def test_each_is_answered_as_the_table_says(
    name: str, state: str, world: dict[str, Any]
) -> None:
    table = {"open": OPEN, "closed": CLOSED, "archived": ARCHIVED}[state]
    view = TABLE[f"hackathons:{name}"]
    kwargs = {key: world.get(str(value), value) for key, value in view.kwargs.items()}
    address = reverse(f"hackathons:{name}", kwargs=kwargs)

    reading, writing = [], []
    for person in world["people"].values():
        client = client_of(person, world["hackathon"])
        reading.append(status(lambda client=client: client.get(address)))
        writing.append(status(lambda client=client: client.post(address, view.sent)))

    no_such_method = [405] * 6
    get, post = table[name]
    assert (reading, writing) == (get or no_such_method, post or no_such_method)
