"""Who contributed what: people who wish to be named, and teams."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue import kinds
from contributions import alike
from hackathons.changes import changes_of
from hackathons.models import Claim, Hackathon

IMPROVED, DONE = "improved", "done"
Counts = dict[int | None, dict[str, int]]


@dataclass
class Row:
    """A person, a team, or all those without a name, and what they contributed."""

    label: object
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    @property
    def cells(self) -> list[tuple[str | Promise, int]]:
        return [(label, self.numbers.get(name, 0)) for name, label in columns().items()]

    def add(self, other: dict[str, int]) -> None:
        for name, number in other.items():
            self.numbers[name] = self.numbers.get(name, 0) + number


@dataclass(frozen=True)
class Board:
    people: list[Row]
    unnamed: Row | None
    number_unnamed: int
    teams: list[Row]


def columns() -> dict[str, str | Promise]:
    """What is counted, and how it is called."""
    added = {kind.name: kind.plural for kind in kinds.every()}
    return {**added, IMPROVED: _("Improvements"), DONE: _("Tasks done")}


def board(hackathon: Hackathon) -> Board:
    members = [*hackathon.memberships.select_related("person")]
    numbers = _numbers(hackathon, {one.person_id: one.team_id for one in members})
    people, teams = [], {t.pk: Row(t) for t in hackathon.occasion.teams.all()}
    unnamed, number_unnamed = Row(None), 0
    named = {member.person_id: member for member in members if member.shows_name}
    for person, theirs in numbers["person"].items():
        if person in named:
            people.append(Row(named[person].person, theirs))
        else:
            unnamed.add(theirs)
            number_unnamed += 1
    for team, theirs in numbers["team"].items():
        if team in teams:
            teams[team].add(theirs)
    return Board(
        _ordered(people, hackathon),
        unnamed if number_unnamed else None,
        number_unnamed,
        _ordered([*teams.values()], hackathon),
    )


def _ordered(rows: list[Row], hackathon: Hackathon) -> list[Row]:
    """By name; by contribution only where the organizer wants a ranking."""
    alphabetical = sorted(rows, key=lambda row: by_name(row.label))
    if not hackathon.has_ranking:
        return alphabetical
    return sorted(alphabetical, key=lambda row: -row.total)


def by_name(thing: object) -> tuple[str, str]:
    """The order of the alphabet: Équipe stands among the Es."""
    name = str(thing)
    return alike.plain(name) or name, name


def _numbers(hackathon: Hackathon, team_of: dict[int, int | None]) -> dict[str, Counts]:
    """For people and for teams, in one statement on changes and one on tasks."""
    counts: dict[str, Any] = {
        kind.name: Count("pk", filter=Q(version=1, entry__kind=kind.name))
        for kind in kinds.every()
    }
    counts[IMPROVED] = Count("pk", filter=Q(version__gt=1))
    made: Any = changes_of(hackathon).order_by().values("person", "team")
    found: dict[str, Counts] = {"person": {}, "team": {}}
    for row in made.annotate(**counts):
        for by in found:
            _put(found[by], row[by], {name: row[name] for name in counts})
    done = Claim.objects.filter(hackathon=hackathon, done_at__isnull=False)
    by_person = done.order_by().values_list("person").annotate(n=Count("pk"))
    for person, number in by_person:
        _put(found["person"], person, {DONE: number})
        _put(found["team"], team_of.get(person), {DONE: number})
    return found


def _put(rows: Counts, key: int | None, more: dict[str, int]) -> None:
    row = Row(None, rows.setdefault(key, {}))
    row.add(more)
