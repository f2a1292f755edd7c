"""What taking a change back, or going back to a version, would do: read, not written.

A change is taken back by bringing its inverse to the entry as it is now. What was
changed again since then stays, and so does what cannot be there any more.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from catalogue import kinds, records
from catalogue.models import Entry, Link, Tag
from catalogue.models.link import SYMMETRIC_ROLES
from catalogue.records import Delta, Record
from contributions import history, merging
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
    merged = merging.merge(then, now, without)
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


def _possible(
    entry: Entry, now: Record, wanted: Record
) -> tuple[Record, list[int], list[dict[str, Any]]]:
    """The record without tags and links that cannot be there any more, and those."""
    new_tags = [tag for tag in wanted["tags"] if tag not in now["tags"]]
    known = set(Tag.objects.filter(pk__in=new_tags).values_list("pk", flat=True))
    lost_tags = [tag for tag in new_tags if tag not in known]
    new_links = [link for link in wanted["links"] if link not in now["links"]]
    ends = {link["object"] for link in new_links}
    there = set(Entry.objects.filter(pk__in=ends).values_list("pk", flat=True))
    other_way = set(
        Link.objects.filter(
            Q(subject__in=ends), object=entry.pk, role__in=SYMMETRIC_ROLES
        ).values_list("role", "subject_id")
    )
    lost_links = [
        link
        for link in new_links
        if link["object"] not in there or (link["role"], link["object"]) in other_way
    ]
    record = {
        **wanted,
        "tags": [tag for tag in wanted["tags"] if tag not in lost_tags],
        "links": [link for link in wanted["links"] if link not in lost_links],
    }
    return record, lost_tags, lost_links
