"""Links that other entries have to the one on a form stand in those ones' records."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from catalogue import kinds
from catalogue.models import Entry
from catalogue.records import Record
from contributions import history, merging
from contributions.actions.base import Why
from contributions.actions.entries import edit
from contributions.merging import Clash, Merged
from contributions.models import Change
from contributions.submissions import Submission

Link = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """Another entry that is linked to the one on a form, and what is to become of it.

    Where somebody else changed the same link meanwhile, the clash names the entry and
    its version, so that a choice falls when that one moves on.
    """

    entry: Entry
    merged: Merged

    @property
    def clashes(self) -> list[Clash]:
        path = path_of(self.entry)
        return [replace(clash, path=path) for clash in self.merged.clashes]


def path_of(subject: Entry) -> str:
    return f"linked.{subject.pk}.{subject.version}"


def subjects_of(submission: Submission, entry_id: int) -> list[Subject]:
    """The other entries whose links a form adds, changes or takes away."""
    created = {one.record["id"] for one in submission.created}
    said = [*submission.inbound, *submission.opened]
    found = []
    for pk in sorted({link["subject"] for link in said} - created):
        entry = Entry.objects.get(pk=pk)
        current = kinds.get(entry.kind).model.objects.for_records().get(pk=pk)
        found.append(Subject(current, _merge(submission, current, entry_id)))
    return found


def write(subjects: Iterable[Subject], why: Why) -> Change | None:
    """Each leaves a Change of its own; the first of them is given back."""
    changes = [
        edit(subject.entry, {"links": subject.merged.record["links"]}, why)
        for subject in subjects
    ]
    return next((change for change in changes if change), None)


def _merge(submission: Submission, subject: Entry, entry_id: int) -> Merged:
    theirs = subject.record()
    was: dict[str, Link] = {}
    now = {link["role"]: link for link in theirs["links"] if link["object"] == entry_id}
    mine = dict(now)
    for opened in submission.opened:
        if opened["subject"] == subject.pk:
            was |= _opened(subject, opened, entry_id)
            mine.pop(opened["role"], None)
    for link in submission.inbound:
        if link["subject"] == subject.pk:
            role = link["role"]
            known = {} if role in was else now.get(role, {})
            mine[role] = {**known, **_filled(link_to(entry_id, link), bool(known))}
    agreed = {role: link for role, link in now.items() if _says(mine.get(role), link)}
    settled = submission.settled.get(path_of(subject), "")
    return merging.merge(
        _with_links(theirs, entry_id, {**agreed, **was}),
        theirs,
        _with_links(theirs, entry_id, mine),
        {"links": settled} if settled else {},
    )


def _opened(subject: Entry, opened: Link, entry_id: int) -> dict[str, Link]:
    """The link as it was when the form showed it, with the ends it has today."""
    shown, led_to = opened.get("shown", (subject.pk, entry_id))
    if shown != subject.pk:
        subject = Entry.objects.get(pk=shown)
    record = history.record_at(subject, opened["version"])
    key = opened["role"], led_to
    found = [link for link in record["links"] if (link["role"], link["object"]) == key]
    return {link["role"]: {**link, "object": entry_id} for link in found}


def link_to(entry_id: int, link: Link) -> Link:
    """An inbound link as its subject's record has it."""
    kept = {name: value for name, value in link.items() if name != "subject"}
    return {**kept, "object": entry_id}


def _says(mine: Link | None, theirs: Link) -> bool:
    """Whether one link says all that the other one does."""
    return mine is not None and all(
        mine[name] == value for name, value in theirs.items() if value
    )


def _filled(link: Link, only: bool) -> Link:
    return {name: value for name, value in link.items() if value or not only}


def _with_links(record: Record, entry_id: int, links: dict[str, Link]) -> Record:
    others = [link for link in record["links"] if link["object"] != entry_id]
    return {**record, "links": [*others, *links.values()]}
