"""What a hackathon leaves behind: figures that stand, and all that was written."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.functions import TruncDay, TruncHour
from django.utils import timezone

from accounts.models import User
from catalogue import kinds
from catalogue.models import Entry
from contributions.models import Suggestion
from hackathons import claiming
from hackathons.board import by_name
from hackathons.changes import changes_of
from hackathons.models import Claim, Hackathon, State
from hackathons.organizing import late_changes

# Longer ones are told by the day.
LONGEST_BY_THE_HOUR = timedelta(days=4)
MOST_STEPS = 200
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
IS_NEW = Q(version=1)


@transaction.atomic
def archive(hackathon: Hackathon) -> bool:
    """Freeze the figures of one that is closed; says whether it did."""
    locked = Hackathon.objects.select_for_update(of=("self",)).with_occasion()
    hackathon = locked.get(pk=hackathon.pk)
    if hackathon.state != State.CLOSED:
        return False
    claiming.settle(hackathon)
    hackathon.archive = figures(hackathon)
    hackathon.archived_at = timezone.now()
    hackathon.save(update_fields=["archive", "archived_at"])
    return True


def figures(hackathon: Hackathon) -> dict[str, Any]:
    """As JSON; times are ISO 8601, in the hackathon's own zone."""
    made = changes_of(hackathon).order_by()
    counts: dict[str, Any] = {
        kind.name: Count("pk", filter=IS_NEW & Q(entry__kind=kind.name))
        for kind in kinds.every()
    }
    totals = made.aggregate(
        **counts,
        improved=Count("pk", filter=~IS_NEW),
        people=Count("person", distinct=True),
        entries=Count("entry", distinct=True),
    )
    done = Claim.objects.filter(hackathon=hackathon, done_at__isnull=False)
    return {
        "added": {kind.name: totals.pop(kind.name) for kind in kinds.every()},
        "goals": {str(kind): number for kind, number in hackathon.goals.items()},
        **totals,
        "tasks_done": done.count(),
        "teams": _teams(hackathon),
        **_timeline(hackathon),
    }


def entries_of(hackathon: Hackathon) -> QuerySet[Entry]:
    """The published entries that were added or improved in it, as they are today.

    By kind, in the order of the catalogue, and by name.
    """
    touched = changes_of(hackathon).values("entry")
    place = Case(*(When(kind=k.name, then=n) for n, k in enumerate(kinds.every())))
    entries = Entry.objects.published().filter(pk__in=touched)
    return entries.order_by(place, "name", "pk")


@dataclass(frozen=True)
class Waiting:
    """What could still count if the hackathon were archived later."""

    suggestions: int
    late_changes: int


def waiting(hackathon: Hackathon) -> Waiting:
    """Sent in it and not decided on, or made by members after its close."""
    suggestions = Suggestion.objects.waiting().filter(occasion=hackathon.occasion)
    return Waiting(suggestions.count(), late_changes(hackathon).count())


def contributors(hackathon: Hackathon) -> list[User]:
    """Those who changed something and agreed to be named, and still do; by name."""
    named = hackathon.memberships.filter(is_named=True, is_unshown=False)
    active = changes_of(hackathon).order_by().values("person")
    people = User.objects.filter(pk__in=named.values("person"))
    return sorted(people.filter(pk__in=active), key=by_name)


def _teams(hackathon: Hackathon) -> list[dict[str, Any]]:
    made = changes_of(hackathon).filter(team__isnull=False).order_by("team__name")
    rows = made.values_list("team__name").annotate(n=Count("pk"))
    return [{"name": name, "changes": number} for name, number in rows]


def _timeline(hackathon: Hackathon) -> dict[str, Any]:
    lasted = hackathon.closes_at - hackathon.opens_at
    by_hour = lasted <= LONGEST_BY_THE_HOUR
    step = (TruncHour if by_hour else TruncDay)("created_at", tzinfo=hackathon.zone)
    made = changes_of(hackathon).order_by().annotate(step=step).values("step")
    rows = made.annotate(
        added=Count("pk", filter=IS_NEW), improved=Count("pk", filter=~IS_NEW)
    )
    found = {row["step"]: (row["added"], row["improved"]) for row in rows}
    width = AN_HOUR if by_hour else A_DAY
    return {
        "step": "hour" if by_hour else "day",
        "timeline": [
            [moment.isoformat(), *found.get(moment, (0, 0))]
            for moment in _steps([*found], width)
        ],
    }


def _steps(moments: list[datetime], width: timedelta) -> list[datetime]:
    """Every step from the first to the last, where these are not too many."""
    if not moments:
        return []
    first, last = min(moments), max(moments)
    number = round((last - first) / width) + 1
    if number > MOST_STEPS:
        return sorted(moments)
    move = _by_the_calendar if width == A_DAY else _by_the_clock
    steps = {move(first, width * n) for n in range(number)}
    return sorted(steps | set(moments))


def _by_the_calendar(first: datetime, passed: timedelta) -> datetime:
    return first + passed


def _by_the_clock(first: datetime, passed: timedelta) -> datetime:
    """No hour is lost or doubled where clocks are put forward or back."""
    return (first.astimezone(UTC) + passed).astimezone(first.tzinfo)
