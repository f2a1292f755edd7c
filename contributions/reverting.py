"""What taking a change back, or going back to a version, would do: read, not written.

A change is taken back by bringing its inverse to the entry as it is now. What was
changed again since then stays, and so does what cannot be there any more.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any

from catalogue import kinds, records
from catalogue.models import Entry, Link, Tag
from catalogue.models.link import SYMMETRIC_ROLES
from catalogue.records import Delta, Record
from contributions import history, merging, tag_names
from contributions.merging import Clash
from contributions.models import Change

OUTSIDE_RECORDS = {"status", "merged_into"}


@dataclass(frozen=True)
class Kept:
    """A field that stays as it is now, and the change that came in between."""

    path: str
    now: Any
    by: Change | None


@dataclass(frozen=True)
class Plan:
    """The record before and after, what stays, and what cannot come back.

    `status` is the one to go back to, where the change had set it.
    """

    entry: Entry
    before: Record
    after: Record
    kept: list[Kept] = field(default_factory=list)
    lost_tags: list[int] = field(default_factory=list)
    lost_links: list[dict[str, Any]] = field(default_factory=list)
    status: str = ""

    @property
    def delta(self) -> Delta:
        """What would change, as a change's fields show it."""
        delta = records.diff(self.before, self.after)
        if self.status:
            delta["status"] = {"from": self.entry.status, "to": self.status}
        return delta


def is_merge(change: Change) -> bool:
    """That an entry leads to another one is taken back by parting the two."""
    return "merged_into" in change.fields


def is_creation(change: Change) -> bool:
    """Nobody takes back that an entry was added: moderators hide entries instead."""
    return change.version == 1


def sets_status(change: Change) -> bool:
    return "status" in change.fields


def plan_revert(change: Change) -> Plan:
    entry = current(change.entry)
    now, then = entry.record(), history.record_at(entry, change.version)
    status = change.fields.get("status", {"from": "", "to": None})
    delta = {p: part for p, part in change.fields.items() if p not in OUTSIDE_RECORDS}
    without = records.patch(then, history.inverted(delta))
    merged = merging.take_back(then, now, without)
    after, tags, links = _possible(entry, now, merged.record)
    is_as_set = status["to"] == entry.status
    return Plan(
        *(entry, now, after, _kept(change, merged.clashes), tags, links),
        status=status["from"] if is_as_set else "",
    )


def plan_restore(entry: Entry, version: int) -> Plan:
    entry = current(entry)
    now = entry.record()
    after, tags, links = _possible(entry, now, history.record_at(entry, version))
    return Plan(entry, now, after, [], tags, links)


def current(entry: Entry) -> Entry:
    """The entry as it is now, of its kind's own model."""
    model: Any = kinds.get(entry.kind).model
    return model.objects.for_records().get(pk=entry.pk)


def _kept(change: Change, clashes: list[Clash]) -> list[Kept]:
    """With each field that stays, the last change that touched it."""
    if not clashes:
        return []
    later = Change.objects.filter(entry_id=change.entry_id, version__gt=change.version)
    last: dict[str, Change] = {}
    for other in later.with_people().order_by("version"):
        last |= dict.fromkeys(other.fields, other)
    return [Kept(c.path, c.theirs, last.get(c.path)) for c in clashes]


@dataclass(frozen=True)
class There:
    """What is there to come back to: tags, entries, and links of the other direction.

    Read once for many entries; `leads` are the tags that merged ones became, and
    `other_way` holds role, subject and object.
    """

    tags: set[int]
    leads: dict[int, int]
    entries: set[int]
    other_way: set[tuple[str, int, int]]

    @classmethod
    def of(
        cls, wanted: Iterable[tuple[int, Record, Record]], revived: Container[int] = ()
    ) -> "There":
        """What entries need, each given by its id, its record now and the one wanted.

        `revived` are merged tags that come back as they were.
        """
        tags: set[int] = set()
        ends: set[int] = set()
        subjects: set[int] = set()
        for pk, now, then in wanted:
            tags.update(tag for tag in then["tags"] if tag not in now["tags"])
            new = [link["object"] for link in then["links"] if link not in now["links"]]
            ends.update(new)
            subjects.update([pk] if new else [])
        backwards = Link.objects.filter(
            subject__in=ends, object__in=subjects, role__in=SYMMETRIC_ROLES
        )
        return cls(
            set(Tag.objects.filter(pk__in=tags).values_list("pk", flat=True)),
            tag_names.followed(tag for tag in tags if tag not in revived),
            set(Entry.objects.filter(pk__in=ends).values_list("pk", flat=True)),
            set(backwards.values_list("role", "subject_id", "object_id")),
        )

    def possible(
        self, pk: int, now: Record, wanted: Record
    ) -> tuple[Record, list[int], list[dict[str, Any]]]:
        """The record without tags and links that cannot be there, and those."""
        lost_tags = [
            tag
            for tag in wanted["tags"]
            if tag not in now["tags"] and tag not in self.tags
        ]
        lost_links = [
            link
            for link in wanted["links"]
            if link not in now["links"] and not self._may_be(pk, link)
        ]
        record = {
            **wanted,
            "tags": sorted(
                {self.leads.get(t, t) for t in wanted["tags"] if t not in lost_tags}
            ),
            "links": [link for link in wanted["links"] if link not in lost_links],
        }
        return record, lost_tags, lost_links

    def _may_be(self, pk: int, link: dict[str, Any]) -> bool:
        back = (link["role"], link["object"], pk)
        return link["object"] in self.entries and back not in self.other_way


def _possible(
    entry: Entry, now: Record, wanted: Record
) -> tuple[Record, list[int], list[dict[str, Any]]]:
    there = There.of([(entry.pk, now, wanted)])
    return there.possible(entry.pk, now, wanted)
