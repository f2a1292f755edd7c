"""One list of everything that waits for a moderator, with its filters."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from contributions import actions
from contributions.actions import Why
from contributions.admin.queue import Queue
from contributions.models import Occasion, Report, Suggestion
from contributions.suspicion import MANY_ADDRESSES
from tests.contributions.test_suggestions import NOBODY, of_a_tool, of_an_edit
from tests.factories import TagFactory, ToolFactory, UseCaseFactory, UserFactory

pytestmark = pytest.mark.django_db
QUEUE = "/admin/queue/"


def aged(thing: Suggestion | Report, hours: int) -> None:
    made = timezone.now() - timedelta(hours=hours)
    type(thing).objects.filter(pk=thing.pk).update(created_at=made)


@pytest.fixture
def waiting() -> dict[str, str]:
    """One thing of each sort, by what it is called in the queue."""
    maps = TagFactory(name="Maps")
    tool = ToolFactory(name="Decidim", tags=[maps])
    case = UseCaseFactory(name="A budget")
    priya = UserFactory(username="priya", display_name="Priya N.")
    now = timezone.now()
    day = Occasion.objects.create(
        name="A day", opens_at=now, closes_at=now + timedelta(hours=1)
    )
    held = actions.suggest(
        of_an_edit(tool, licence="MIT"),
        Why(by=priya, occasion=day),
        held_because=MANY_ADDRESSES,
    )
    new = actions.suggest(of_a_tool("Loomio"), NOBODY)
    report = actions.report(case, reason="spam", by=priya)
    entry = ToolFactory(name="Odd", held=True)
    for hours, thing in ((60, held), (30, new), (1, report)):
        aged(thing, hours)
    handled = actions.report(tool, reason="wrong")
    actions.handle_report(handled, priya)
    return {
        str(held.pk): "held",
        str(new.pk): "new",
        str(report.pk): "report",
        str(entry.pk): "entry",
        "day": str(day.pk),
    }


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, ["held", "new", "report", "entry"]),
        ({"what": "suggestion"}, ["held", "new"]),
        ({"what": "report"}, ["report"]),
        ({"what": "entry"}, ["entry"]),
        ({"kind": "use_case"}, ["report"]),
        ({"kind": "tool"}, ["held", "new", "entry"]),
        ({"age": "late"}, ["held"]),
        ({"age": "day"}, ["held", "new"]),
        ({"age": "new"}, ["report", "entry"]),
        ({"person": "Priya"}, ["held", "report"]),
        ({"person": "nobody"}, []),
        ({"tag": "maps"}, ["held"]),
        ({"tag": "nothing"}, []),
        ({"reason": "visitor"}, ["new"]),
        ({"reason": MANY_ADDRESSES}, ["held"]),
        ({"reason": "spam"}, ["report"]),
        ({"what": "entry", "reason": "spam"}, []),
        ({"kind": "no such kind"}, ["held", "new", "report", "entry"]),
        ({"occasion": "day"}, ["held"]),
    ],
)
def test_filter_leaves_what_fits_oldest_first(
    waiting: dict[str, str], sent: dict[str, str], expected: list[str]
) -> None:
    if "occasion" in sent:
        sent = {"occasion": waiting["day"]}

    found = [waiting[item.key] for item in Queue(sent).items]

    assert found == expected


def test_list_shows_what_who_and_how_long(
    client: Client, moderator: User, waiting: dict[str, str]
) -> None:
    client.force_login(moderator)

    page = client.get(QUEUE).content.decode()

    for words in ("Decidim", "Loomio", "A budget", "Odd", "Priya N.", "A day"):
        assert words in page
    assert page.count("late-mark") == 1
    assert "4 waiting" in page


def test_filters_go_along_to_the_review_page(
    client: Client, moderator: User, waiting: dict[str, str]
) -> None:
    client.force_login(moderator)

    page = client.get(QUEUE, {"what": "suggestion"}).content.decode()
    addresses = [f"{QUEUE}suggestion/{key}/?what=suggestion" for key in waiting]
    first = next(address for address in addresses if address in page)

    assert "1 of 2 waiting" in client.get(first).content.decode()


def test_nothing_waits(client: Client, moderator: User) -> None:
    client.force_login(moderator)

    assert "Nothing waits for a moderator." in client.get(QUEUE).content.decode()


def test_queries_do_not_grow_with_what_waits(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    tool = ToolFactory(name="Decidim")
    for n in range(40):
        suggestion = actions.suggest(of_a_tool(f"Tool of {n}"), Why(by=UserFactory()))
        aged(suggestion, n)
        actions.report(tool, reason="spam", by=UserFactory())

    for address in (QUEUE, f"{QUEUE}?page=2", f"{QUEUE}suggestion/{suggestion.pk}/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 15
