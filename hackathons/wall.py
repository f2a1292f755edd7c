"""What the wall of a hackathon shows, and by which sign a screen knows that it does."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q
from django.utils import timezone

from catalogue import kinds
from catalogue.kinds import Kind
from catalogue.models import Entry
from contributions.models import Change, Team
from hackathons import gaps, tesserae
from hackathons.board import by_name
from hackathons.changes import names_its_person, shown_on_wall
from hackathons.models import Hackathon

LATEST = 4
TEAMS_SHOWN = 6
LOOKED_THROUGH = 40
GAPS_SHOWN = 3
GREETED = 2

# Everything that the figures depend on, the clock included, in one cheap statement.
SIGN = """
SELECT md5(concat_ws(' ', hackathon::text, occasion::text, version.number,
    now() >= occasion.opens_at, now() >= occasion.closes_at,
    (now() AT TIME ZONE hackathon.time_zone)::date,
    (SELECT string_agg(id::text, ',' ORDER BY id) FROM hackathons_membership
     WHERE hackathon_id = occasion.id AND is_named AND NOT is_unshown),
    (SELECT string_agg(id::text, ',' ORDER BY id) FROM hackathons_unshown
     WHERE hackathon_id = occasion.id)))
FROM hackathons_hackathon AS hackathon
JOIN contributions_occasion AS occasion ON occasion.id = hackathon.occasion_id
LEFT JOIN catalogue_catalogueversion AS version ON true
WHERE hackathon.slug = %s
"""


@dataclass(frozen=True)
class Counter:
    """The entries of a kind that a hackathon added, against its goal."""

    kind: Kind
    number: int
    today: int
    goal: int | None

    @property
    def field(self) -> tesserae.Field:
        earlier = self.number - self.today
        return tesserae.field(self.kind.name, earlier, self.today, self.goal)


@dataclass(frozen=True)
class TeamCount:
    team: Team
    number: int
    most: int


def sign(slug: str) -> str | None:
    """Changes whenever a wall would show something else; nothing for no hackathon."""
    with connection.cursor() as cursor:
        cursor.execute(SIGN, [slug])
        row = cursor.fetchone()
    return row[0] if row else None


def figures(hackathon: Hackathon, version: int) -> dict[str, Any]:
    """Newcomers stand where otherwise one more entry and one more gap do."""
    latest = _latest(hackathon)
    newcomers = [change for change in latest if change.is_greeted][:GREETED]
    fewer = bool(newcomers)
    teams = team_counts(hackathon)
    return {
        "hackathon": hackathon,
        "counters": counters(hackathon),
        "latest": latest[: LATEST - fewer],
        "newcomers": newcomers,
        "gaps": gaps.left(hackathon, version)[: GAPS_SHOWN - fewer],
        "teams": teams[:TEAMS_SHOWN],
        "more_teams": len(teams[TEAMS_SHOWN:]),
        "computed_at": timezone.now(),
    }


def counters(hackathon: Hackathon) -> list[Counter]:
    """One statement for all kinds; today is the day where the hackathon is."""
    added = shown_on_wall(hackathon).filter(version=1)
    is_today = Q(created_at__gte=_midnight(hackathon))
    rows = added.order_by().values_list("entry__kind")
    counted = rows.annotate(n=Count("pk"), today=Count("pk", filter=is_today))
    numbers = {kind: (number, today) for kind, number, today in counted}
    return [
        Counter(kind, *numbers.get(kind.name, (0, 0)), hackathon.goals[kind.name])
        for kind in kinds.every()
    ]


def team_counts(hackathon: Hackathon) -> list[TeamCount]:
    """By name; first those that there is room for, which contributed last."""
    made = shown_on_wall(hackathon).filter(team__isnull=False).order_by()
    rows = made.values_list("team").annotate(n=Count("pk"), last=Max("pk"))
    found = {team: (number, last) for team, number, last in rows}
    most = max((number for number, _last in found.values()), default=1)
    teams = sorted(
        hackathon.occasion.teams.all(), key=lambda team: -found.get(team.pk, (0, 0))[1]
    )
    shown = [TeamCount(team, found.get(team.pk, (0, 0))[0], most) for team in teams]
    return [
        *sorted(shown[:TEAMS_SHOWN], key=lambda count: by_name(count.team)),
        *shown[TEAMS_SHOWN:],
    ]


def latest_entries(hackathon: Hackathon, number: int) -> list[Change]:
    """The newest change to each of the entries that were changed last."""
    newest = shown_on_wall(hackathon).order_by().values("entry")
    ids = newest.annotate(last=Max("pk")).order_by("-last").values("last")
    earlier = Change.objects.filter(person=OuterRef("person"), version=1)
    changes = Change.objects.filter(pk__in=ids[:number])
    return list(
        changes.select_related("entry", "person__merged_into", "team")
        .prefetch_related(Prefetch("entry__texts"))
        .annotate(
            is_named=names_its_person(hackathon),
            is_first=~Exists(earlier.filter(pk__lt=OuterRef("pk"))),
        )
        .newest_first()
    )


def _latest(hackathon: Hackathon) -> list[Any]:
    changes: list[Any] = list(latest_entries(hackathon, LOOKED_THROUGH))
    for change in changes:
        change.is_greeted = change.is_named and change.is_first and change.version == 1
    return changes


def _midnight(hackathon: Hackathon) -> datetime:
    today = timezone.now().astimezone(hackathon.zone).date()
    return datetime.combine(today, time(), hackathon.zone)


def entry_on_wall(hackathon: Hackathon, pk: int) -> Entry | None:
    found = shown_on_wall(hackathon).filter(entry=pk).select_related("entry").first()
    return found.entry if found else None
