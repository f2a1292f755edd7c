"""What a decision on many things of the queue would do; nothing is written yet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from catalogue.models import Entry, EntryStatus
from contributions.admin.queue import ENTRY, REPORT, SUGGESTION
from contributions.forms.typed import number
from contributions.models import Change, Report, Suggestion
from contributions.proposals import Histories, Proposal
from contributions.shapes import id_from
from contributions.submissions import Submission

MOST = 50
ACCEPT, DECLINE, HANDLE = "accept", "decline", "handle"
# What each decision is about; other things of a mixed choice are left, and said.
ABOUT = {
    ACCEPT: {SUGGESTION, ENTRY},
    DECLINE: {SUGGESTION, ENTRY},
    HANDLE: {REPORT},
}


@dataclass
class Summary:
    """The things that are ready for a decision, and why the others are not."""

    decision: str
    suggestions: list[Suggestion] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    clashing: list[tuple[Suggestion, list[str]]] = field(default_factory=list)
    done: list[tuple[str, str]] = field(default_factory=list)
    not_meant: list[str] = field(default_factory=list)
    others: int = 0
    # How many messages about a suggestion had been written when it was summed up.
    read: dict[UUID, int] = field(default_factory=dict)

    @classmethod
    def of(cls, chosen: list[str], decision: str) -> "Summary":
        keys = _keys(dict.fromkeys(chosen))
        summary, found = cls(decision, read=_read(chosen)), 0
        adders: dict[str, Callable[[list], None]] = {
            SUGGESTION: summary._add_suggestions,
            ENTRY: summary._add_entries,
            REPORT: summary._add_reports,
        }
        for what, add in adders.items():
            rows = list(_LOADED[what](keys[what])) if keys[what] else []
            found += len(rows)
            if what in ABOUT[decision]:
                add(rows)
            else:
                summary.not_meant += [row.name for row in rows]
        summary.others = len(set(chosen)) - found
        return summary

    @property
    def is_ready(self) -> bool:
        return bool(self.suggestions or self.entries or self.reports)

    @property
    def items(self) -> list[str]:
        """What is ready, as the page sends it again."""
        rows: dict[str, list] = {
            SUGGESTION: self.suggestions,
            ENTRY: self.entries,
            REPORT: self.reports,
        }
        items = [f"{what}:{row.pk}" for what, ready in rows.items() for row in ready]
        read = {f"{SUGGESTION}:{one.pk}": self.read_of(one) for one in self.suggestions}
        return [f"{item}:{read[item]}" if item in read else item for item in items]

    def read_of(self, one: Any) -> int:
        return self.read.get(one.pk, one.said)

    @property
    def left(self) -> list[str]:
        """Why some of it is left as it is, each in a line."""
        fields = [
            (one.name, _("Somebody changed the same fields since"))
            for one, _labels in self.clashing
        ]
        return [f"{name}: {why}" for name, why in [*fields, *self.done]]

    def _add_suggestions(self, rows: list[Suggestion]) -> None:
        submissions = [Submission.from_json(one.content) for one in rows]
        is_accepting = self.decision == ACCEPT
        histories = Histories.of(submissions) if is_accepting and rows else None
        for one in rows:
            if not one.is_waiting:
                status = one.get_status_display()
                self.done.append((one.name, f"{status}, {one.decided_by}"))
            elif histories and (clashes := Proposal(one, histories).clashing):
                self.clashing.append((one, clashes))
            else:
                self.suggestions.append(one)

    def _add_entries(self, rows: list[Entry]) -> None:
        moved = [one for one in rows if one.status != EntryStatus.HELD]
        self.entries = [one for one in rows if one.status == EntryStatus.HELD]
        moves = Change.objects.filter(entry__in=moved, fields__has_key="status")
        newest = moves.order_by("entry_id", "-version").distinct("entry_id")
        people = {
            move.entry_id: str(move.person or "")
            for move in newest.select_related("person")
        }
        for one in moved:
            said = [str(one.get_status_display()), people.get(one.pk, "")]
            self.done.append((one.name, ", ".join(filter(None, said))))

    def _add_reports(self, rows: list[Report]) -> None:
        for one in rows:
            if one.handled_at:
                words = _("%(person)s has handled this already.")
                told = words % {"person": one.handled_by}
                self.done.append((one.name, told))
            else:
                self.reports.append(one)


_LOADED: dict[str, Callable[[list], Iterable]] = {
    SUGGESTION: lambda keys: (
        Suggestion.objects.filter(pk__in=keys)
        .oldest_first()
        .annotate(said=Count("messages"))
        .select_related("person", "entry", "decided_by")
    ),
    ENTRY: lambda keys: Entry.objects.filter(pk__in=keys).order_by("updated_at", "pk"),
    REPORT: lambda keys: (
        Report.objects.filter(pk__in=keys)
        .order_by("created_at", "pk")
        .select_related("entry", "collection", "person", "handled_by")
    ),
}


def _keys(chosen: Iterable[str]) -> dict[str, list]:
    """The ids of each sort, of so many things at most."""
    found: dict[str, list] = {SUGGESTION: [], ENTRY: [], REPORT: []}
    good = ((what, key) for one in chosen for what, key in [_key(one)] if key)
    for (what, key), _number in zip(good, range(MOST), strict=False):
        found[what].append(key)
    return found


def _read(chosen: Iterable[str]) -> dict[UUID, int]:
    """What the items of a summary say, sent again: how many messages there were."""
    found = {}
    for item in chosen:
        said = item.rpartition(":")[2]
        what, key = _key(item)
        if what == SUGGESTION and isinstance(key, UUID) and item.count(":") == 2:
            found[key] = number(said)
    return found


def _key(item: str) -> tuple[str, UUID | int | None]:
    what, _sign, key = item.partition(":")
    key = key.partition(":")[0]
    if what in (ENTRY, REPORT):
        return what, id_from(key)
    try:
        return what, UUID(key) if what == SUGGESTION else None
    except ValueError:
        return what, None
