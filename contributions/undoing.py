"""What undoing many changes together would do: read, not written.

The changes of an entry are taken back from the newest to the oldest. What others
changed since stays, field by field; an entry that was added is hidden, unless others
built on it; one that would contradict itself, or was merged, stays as it is.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import User
from catalogue import kinds, records
from catalogue.models import Entry, EntryStatus, Link
from catalogue.records import Delta, Record
from contributions import history, merging, reverting, validation
from contributions.models import Batch, BatchKind, Change, Occasion, TagAct
from contributions.models.change import ChangeQuerySet
from contributions.reverting import OUTSIDE_RECORDS, Kept, There

MOST_CHANGES = 2000
# Merges move more than fields: they are taken back by parting the two.
APART = (BatchKind.MERGE, BatchKind.UNMERGE)
# Of a person or an occasion, these stay: each is a batch, which is chosen for itself.
WHOLE = (*APART, BatchKind.UNDO, BatchKind.TAGS)


class TooMany(Exception):
    """More changes than can be undone at once."""


@dataclass(frozen=True)
class Choice:
    """Which changes to undo: of a batch, a person or an occasion, in a period or not.

    What a person did as a guest is theirs. Of a person or an occasion, what undid
    something else stays: that is a batch, which is chosen for itself.
    """

    batch: Batch | None = None
    person: User | None = None
    occasion: Occasion | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def changes(self) -> ChangeQuerySet:
        return self._all.exclude(batch__kind__in=self._apart)

    @property
    def left_out(self) -> int:
        """How many were made by merges and undos, which stand for themselves."""
        apart = Q(batch__kind__in=self._apart)
        return self._all.filter(apart).count()

    @property
    def _apart(self) -> tuple[BatchKind, ...]:
        return APART if self.batch else WHOLE

    @property
    def _all(self) -> ChangeQuerySet:
        wanted = Q()
        if self.batch:
            wanted &= Q(batch=self.batch)
        if self.person:
            wanted &= Q(person=self.person) | Q(person__merged_into=self.person)
        if self.occasion:
            # With those that an organizer attached afterwards.
            made = Q(occasion=self.occasion) | Q(late__occasion=self.occasion)
            wanted &= made
        if self.since:
            wanted &= Q(created_at__gte=self.since)
        if self.until:
            wanted &= Q(created_at__lt=self.until)
        return Change.objects.filter(wanted)


@dataclass(frozen=True)
class Undone:
    """What becomes of one entry when some changes to it are taken back.

    `conflict` says why the entry stays as it is; one with `built_on` was added by
    these changes, and is not hidden since others worked on it or linked to it.
    """

    entry: Entry
    before: Record
    after: Record
    status: str = ""
    kept: list[Kept] = field(default_factory=list)
    lost_tags: list[int] = field(default_factory=list)
    lost_links: list[dict[str, Any]] = field(default_factory=list)
    built_on: bool = False
    conflict: str = ""
    reverts: Change | None = None

    @property
    def delta(self) -> Delta:
        """What would change, as a change's fields show it."""
        if self.conflict:
            return {}
        delta = records.diff(self.before, self.after)
        if self.status:
            delta["status"] = {"from": self.entry.status, "to": self.status}
        return delta

    @property
    def needs_a_look(self) -> bool:
        lost = self.lost_tags or self.lost_links
        return bool(self.conflict or self.kept or self.built_on or lost)

    @property
    def links_kept(self) -> list[Kept]:
        return [kept for kept in self.kept if kept.path == "links"]


def plan(choice: Choice, acts: Iterable[TagAct] | None = None) -> list[Undone]:
    """What would become of each entry, in the order of their ids. Raises TooMany.

    `acts` are the choice's `tag_acts`, where they were asked for already.
    """
    chosen = dict(choice.changes.values_list("pk", "entry_id")[: MOST_CHANGES + 1])
    if len(chosen) > MOST_CHANGES:
        raise TooMany
    entries = load(set(chosen.values()))
    logs = _logs(entries)
    linked = _linked_by_others(entries, logs, chosen)
    found = [
        _undone(entry, logs[pk], chosen, pk in linked) for pk, entry in entries.items()
    ]
    wanted = [(one.entry.pk, one.before, one.after) for one in found]
    acts = tag_acts(choice) if acts is None else acts
    there = There.of(wanted, {act.tag_id for act in acts})
    return [_possible(one, there) for one in found]


def digest_of(found: Iterable[Undone], acts: Iterable[TagAct] = ()) -> str:
    """Tells whether a plan is still the one that was shown."""
    told = [[one.entry.pk, one.delta, one.conflict] for one in found]
    told += [[act.pk, tag_values_before(act), ""] for act in acts]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def tag_acts(choice: Choice) -> list[TagAct]:
    """What is taken back with a batch about the tags themselves, the newest first."""
    if choice.batch is None:
        return []
    acts = choice.batch.tag_acts.select_related("tag").order_by("-pk")
    return [act for act in acts if tag_values_before(act)]


def tag_values_before(act: TagAct) -> dict[str, Any]:
    """What a tag had before an act, of what is still as the act left it."""
    now = {name: getattr(act.tag, name) for name in act.fields}
    return {n: c["from"] for n, c in act.fields.items() if now[n] == c["to"]}


def load(ids: Iterable[int]) -> dict[int, Entry]:
    """The entries of all kinds as their records are read, in one query per table."""
    tables = [kind.table for kind in kinds.every()]
    found: Any = Entry.objects.for_records().select_related(*tables)
    loaded = {}
    for entry in found.filter(pk__in=ids).order_by("pk"):
        own = getattr(entry, kinds.get(entry.kind).table)
        own._prefetched_objects_cache = entry._prefetched_objects_cache
        loaded[entry.pk] = own
    return loaded


def _logs(ids: Iterable[int]) -> dict[int, list[Change]]:
    logs: dict[int, list[Change]] = defaultdict(list)
    for change in Change.objects.filter(entry_id__in=list(ids)).order_by("version"):
        logs[change.entry_id].append(change)
    return logs


def _linked_by_others(
    entries: Mapping[int, Entry], logs: dict[int, list[Change]], chosen: Mapping
) -> set[int]:
    """The entries added by these changes that others linked to from what is shown."""
    added = [pk for pk in entries if logs[pk][0].pk in chosen]
    links = Link.objects.filter(object__in=added, subject__status="published")
    ends = list(links.values_list("subject_id", "role", "object_id"))
    made: dict[tuple[int, str, int], int] = {}
    linking = Change.objects.filter(
        entry_id__in={end[0] for end in ends}, fields__has_key="links"
    )
    rows = linking.order_by("version").values_list("pk", "entry_id", "fields__links")
    for pk, subject, change in rows:
        for link in change["added"]:
            made[subject, link["role"], link["object"]] = pk
    return {end[2] for end in ends if made.get(end) not in chosen}


def _undone(
    entry: Entry, log: list[Change], chosen: Mapping[int, int], is_linked: bool
) -> Undone:
    now = entry.record()
    mine = [change for change in log if change.pk in chosen]
    one = Undone(entry, now, now, reverts=mine[0] if len(mine) == 1 else None)
    if reverting.is_creation(mine[0]):
        if not is_linked and not _is_built_on(entry, now, log, chosen):
            is_hidden = entry.status == EntryStatus.HIDDEN
            return one if is_hidden else replace(one, status=EntryStatus.HIDDEN.value)
        one = replace(one, built_on=True)
    after, status, paths = _without(entry, now, log, chosen)
    return replace(
        one,
        after=after,
        status=status if status != entry.status else "",
        kept=[_kept(path, after, status, log, chosen) for path in sorted(paths)],
    )


def _is_built_on(
    entry: Entry, now: Record, log: list[Change], chosen: Mapping[int, int]
) -> bool:
    """Whether others did more than hide the entry or take such changes back.

    They did not where nothing but what was added would be left: a restore, an undo of
    several changes or an edit by hand takes back without naming what it reverts.
    """
    others = [
        change
        for change in log
        if change.pk not in chosen and change.reverts_id not in chosen
        if set(change.fields) != {"status"}
    ]
    if not others or any(map(reverting.is_merge, others)):
        return bool(others)
    added = records.patch(records.empty(entry.kind), log[0].fields)
    after, _status, _paths = _without(entry, now, log, chosen)
    return bool(records.diff(added, after))


def _without(
    entry: Entry, now: Record, log: list[Change], chosen: Mapping[int, int]
) -> tuple[Record, str, set[str]]:
    """The record and status without these changes, and the paths that stay."""
    states = [records.empty(entry.kind)]
    for change in log:
        states.append(records.patch(states[-1], change.fields))
    after, status = now, entry.status
    paths: set[str] = set()
    for change, then in zip(reversed(log), reversed(states), strict=False):
        if change.pk not in chosen or reverting.is_creation(change):
            continue
        fields = change.fields
        if "status" in fields:
            if fields["status"]["to"] == status:
                status = fields["status"]["from"]
            elif fields["status"]["from"] != status:
                paths.add("status")
        delta = {path: fields[path] for path in fields.keys() - OUTSIDE_RECORDS}
        without = records.patch(then, history.inverted(delta))
        merged = merging.take_back(then, after, without)
        after = merged.record
        paths.update(clash.path for clash in merged.clashes)
    return after, status, paths


def _kept(
    path: str, after: Record, status: str, log: list[Change], chosen: Mapping[int, int]
) -> Kept:
    """A field that stays, and the last change of others to it."""
    by = [c for c in log if path in c.fields and c.pk not in chosen]
    values = {**records.flatten(after), "links": after["links"], "status": status}
    return Kept(path, values.get(path), by[-1] if by else None)


def _possible(one: Undone, there: There) -> Undone:
    """With what cannot come back left out, and what stands against the rest."""
    after, tags, links = there.possible(one.entry.pk, one.before, one.after)
    one = replace(one, after=after, lost_tags=tags, lost_links=links)
    return replace(one, conflict=_conflict(one)) if one.delta else one


def _conflict(one: Undone) -> str:
    try:
        validation.refuse_merged([one.entry])
        if one.after != one.before:
            validation.validate(one.entry.kind, one.after)
            validation.check_together(one.entry.kind, one.before, one.after)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
