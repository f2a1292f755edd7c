"""Taking what a form sends: all of it in one transaction, or nothing."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.access import may_see_unpublished
from accounts.models import User
from catalogue import kinds
from catalogue.models import Entry, Tag
from catalogue.records import Record
from contributions import doubles, history, merging, sequences
from contributions.actions import linking
from contributions.actions.base import NewEntry, Why, one_transaction
from contributions.actions.drafts import change_of_draft, drop_draft_of_submit
from contributions.actions.entries import create_many, edit
from contributions.actions.linking import Subject
from contributions.actions.tags import create_tags
from contributions.errors import RefusedEntry
from contributions.merging import Clash
from contributions.models import Change
from contributions.submissions import (
    Submission,
    at_present,
    find_tags,
    links_at_present,
)
from contributions.turns import ITS_OWN, Turn, turn_of

MOST_DOUBLES = 5


@dataclass(frozen=True)
class Submitted:
    """What became of a submission.

    `change` is None when it changed nothing; `kept` tells that others' changes were
    made meanwhile and stand beside it; `was_sent` that this draft had been sent before.
    """

    entry: Entry
    change: Change | None
    kept: bool = False
    was_sent: bool = False


class AlreadyHere(Exception):
    """Entries that may be what somebody is about to add; nothing was written."""

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__(", ".join(map(str, entries)))
        self.entries = entries


class Clashing(Exception):
    """Somebody else changed the same fields meanwhile; nothing was written."""

    def __init__(self, clashes: list[Clash], entry: Entry) -> None:
        super().__init__(", ".join(clash.path for clash in clashes))
        self.clashes, self.entry, self.version = clashes, entry, entry.version


def submit(submission: Submission, why: Why, draft: UUID | None = None) -> Submitted:
    """Write a submission; sent again with the same draft, it writes nothing more.

    Raises ValidationError with messages per field, AlreadyHere and Clashing.
    """
    # Inside another transaction, nobody knows what it writes next.
    turn = ITS_OWN if connection.in_atomic_block else turn_of(submission, draft)
    try:
        return _submit(submission, why, draft, turn)
    except _SentEarlier:
        return _submit(submission, why, draft, ITS_OWN)


class _SentEarlier(Exception):
    """What looked like a new entry is there already; to edit it takes another turn."""


def _submit(
    submission: Submission, why: Why, draft: UUID | None, turn: Turn
) -> Submitted:
    with one_transaction(turn):
        earlier = change_of_draft(draft, why.by)
        if earlier and turn is not ITS_OWN:
            raise _SentEarlier
        if earlier:
            submission, draft = _as_edit_of(earlier, submission), None
        refuse_doubles(submission, why.by)
        submission = _with_ids(_with_tags(at_present(submission)))
        if draft:
            drop_draft_of_submit(draft, why.by)
        if submission.entry_id is None:
            submitted = _create(submission, why, draft)
            subjects = linking.subjects_of(submission, submitted.entry.pk)
        else:
            present = Entry.objects.get(pk=submission.entry_id).present_id
            subjects = linking.subjects_of(submission, present)
            submitted = _edit(submission, why, draft, subjects)
        inbound = linking.write(subjects, why)
    change = submitted.change or inbound
    return replace(submitted, change=change, was_sent=earlier is not None)


def _as_edit_of(earlier: Change, submission: Submission) -> Submission:
    """A draft that was sent before: what is the same changes nothing more, and what
    somebody typed after going back in the browser is not lost.
    """
    if submission.entry_id is not None:
        return submission
    return replace(submission, entry_id=earlier.entry_id, base_version=earlier.version)


def refuse_doubles(submission: Submission, person: User | None) -> None:
    """A new entry, or one that gets the name or the address of another, is shown it."""
    if submission.entry_id is not None and not submission.base_version:
        return  # What was typed goes to an entry that is known to be the same.
    record = submission.record
    before: Record = {}
    if submission.entry_id is not None:
        entry = Entry.objects.get(pk=submission.entry_id)
        before = history.record_at(entry, submission.base_version)
    new = {
        name: "" if record.get(name) == before.get(name) else record.get(name, "")
        for name in ("name", "website", "repository")
    }
    same = doubles.exact(submission.kind, **new, exclude=submission.entry_id)
    if person is None or not may_see_unpublished(person):
        same = [one for one in same if one.is_published]
    if found := [one for one in same if one.pk not in submission.different_from]:
        raise AlreadyHere(found[:MOST_DOUBLES])


def _with_tags(submission: Submission) -> Submission:
    """The new tags found, or added and marked for moderators."""
    if not submission.new_tags:
        return submission
    found = find_tags(submission.new_tags)
    missing = dict.fromkeys(n for n in submission.new_tags if n not in found)
    taken = set(Tag.objects.values_list("slug", flat=True))
    added: list[Tag] = []
    for name in missing:
        slug = _free_slug(name, taken)
        taken.add(slug)
        added.append(Tag(name=name, slug=slug, is_new=True))
    created = create_tags(added) if added else []
    ids = {tag.pk for tag in (*found.values(), *created)}
    record = {**submission.record, "tags": sorted({*submission.record["tags"], *ids})}
    return replace(submission, record=record, new_tags=[])


def _free_slug(name: str, taken: set[str]) -> str:
    base = slugify(name, allow_unicode=True)[:90] or "tag"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _with_ids(submission: Submission) -> Submission:
    """The numbers that stand for entries created in place become ids.

    One whose name came to be meanwhile is that entry, so that none is there twice.
    """
    found = [
        next(iter(doubles.exact(one.kind, one.record["name"])), None)
        for one in submission.created
    ]
    new_ids = iter(sequences.reserve_ids(found.count(None)))
    ids = [entry.pk if entry else next(new_ids) for entry in found]
    places = {-place: pk for place, pk in enumerate(ids, start=1)}
    record = submission.record
    news = [
        replace(one, record={**one.record, "id": pk})
        for one, pk, entry in zip(submission.created, ids, found, strict=True)
        if entry is None
    ]
    return replace(
        submission,
        record={**record, "links": _placed(record["links"], "object", places)},
        inbound=_placed(submission.inbound, "subject", places),
        created=news,
    )


def _placed(
    links: list[dict[str, Any]], end: str, places: dict[int, int]
) -> list[dict[str, Any]]:
    return [{**link, end: places.get(link[end], link[end])} for link in links]


def _in_place(submission: Submission, entry_id: int) -> list[NewEntry]:
    """The entries created in place, with the links they have to the main one."""
    news = []
    for one in submission.created:
        record = dict(one.record)
        pk = record.pop("id")
        record["links"] = [
            linking.link_to(entry_id, link)
            for link in submission.inbound
            if link["subject"] == pk
        ]
        news.append(NewEntry(one.kind, record, id=pk))
    return news


def _create(submission: Submission, why: Why, draft: UUID | None) -> Submitted:
    main = NewEntry(submission.kind, submission.record, draft=draft)
    news = [main]
    if submission.created:
        [main.id] = sequences.reserve_ids(1)
        news = [*_in_place(submission, main.id), main]
    entry = _create_all(news, why, main)[-1]
    return Submitted(entry, main.change)


def _create_all(
    news: list[NewEntry], why: Why, main: NewEntry | None = None
) -> list[Entry]:
    """Create them; what is wrong with one created in place is said under the links."""
    try:
        return create_many(news, why)
    except RefusedEntry as error:
        if error.new is main:
            raise
        said = [f"“{error.new.record['name']}”: {m}" for m in error.messages]
        raise ValidationError({"links": said}) from error


def _edit(
    submission: Submission, why: Why, draft: UUID | None, subjects: list[Subject]
) -> Submitted:
    model = kinds.get(submission.kind).model
    entry = model.objects.for_records().get(pk=submission.entry_id)
    if submission.base_version > entry.version:
        raise ValidationError(_("This entry has no such version."))
    base = history.record_at(entry, submission.base_version)
    if 0 < submission.base_version < entry.version:
        base = links_at_present(base, entry.present_id)
    if entry.merged_into_id:
        # What changed in the merged entry is brought to the one that stands for it.
        entry = model.objects.for_records().get(pk=entry.merged_into_id)
    theirs = entry.record()
    settled = _still_settled(submission, entry)
    merged = merging.merge(base, theirs, submission.record, settled)
    clashes = [*merged.clashes, *(c for one in subjects for c in one.clashes)]
    if clashes:
        raise Clashing(clashes, entry)
    if submission.created:
        _create_all(_in_place(submission, entry.pk), why)
    change = edit(entry, merging.mark_outdated(theirs, merged.record), why, draft)
    entry = model.objects.get(pk=entry.pk)
    return Submitted(entry, change, kept=bool(merged.kept and submission.base_version))


def _still_settled(submission: Submission, entry: Entry) -> dict[str, str]:
    """The choices between values that have not changed again since they were shown."""
    if not submission.settled:
        return {}
    later = Change.objects.filter(entry=entry, version__gt=submission.settled_at)
    changed = {
        path for fields in later.values_list("fields", flat=True) for path in fields
    }
    return {p: side for p, side in submission.settled.items() if p not in changed}
