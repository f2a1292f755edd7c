"""What the page of a hackathon shows of the work done at it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import cached_property

from catalogue import kinds
from catalogue.models import EntryStatus
from contributions.models import Change, Team
from contributions.models.change import ChangeQuerySet
from hackathons.board import by_name
from hackathons.models import Hackathon

MOST_ADDED = 6


@dataclass(frozen=True)
class Goal:
    """How many entries of a kind were added; `aim` is None where nobody set one."""

    kind: kinds.Kind
    count: int
    aim: int | None


class Overview:
    """Its entries are those added at the hackathon that are published now."""

    def __init__(self, hackathon: Hackathon) -> None:
        self.hackathon = hackathon

    @cached_property
    def goals(self) -> list[Goal]:
        by_kind = self._added.order_by().values_list("entry__kind")
        counts = dict(by_kind.annotate(n=Count("entry", distinct=True)))
        aims = self.hackathon.goals
        return [
            Goal(kind, counts.get(kind.name, 0), aims[kind.name])
            for kind in kinds.every()
        ]

    @cached_property
    def newest(self) -> list[Change]:
        """The changes that added the newest entries, with what a row shows."""
        shown = self._added.exclude(entry__unshown__hackathon=self.hackathon)
        loaded = shown.select_related("entry", "team")
        return list(
            loaded.prefetch_related("entry__texts").order_by("-pk")[:MOST_ADDED]
        )

    @cached_property
    def teams(self) -> list[Team]:
        """With how much each changed; in order of it where there is a ranking."""
        published = Q(changes__entry__status=EntryStatus.PUBLISHED)
        teams = self.hackathon.occasion.teams.annotate(
            count=Count("changes", filter=published)
        )
        alphabetical: list[Any] = sorted(teams, key=by_name)
        if not self.hackathon.has_ranking:
            return alphabetical
        return sorted(alphabetical, key=lambda team: -team.count)

    @cached_property
    def most(self) -> int:
        """What a team's bar is measured against."""
        return max((team.count for team in self.teams), default=0) or 1  # type: ignore[attr-defined]

    @property
    def _added(self) -> ChangeQuerySet:
        changes = Change.objects.made_at(self.hackathon.occasion)
        return changes.filter(version=1, entry__status=EntryStatus.PUBLISHED)
