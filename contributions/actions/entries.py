"""Writing entries: each action leaves its Changes, or nothing at all."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from catalogue import kinds, records, search
from catalogue.models import Entry, Slug
from catalogue.records import Delta, Record
from contributions import sequences, shapes, slugs, tag_names, validation, writing
from contributions.actions.base import (
    NewEntry,
    Why,
    change_of,
    finish,
    new_change,
    one_transaction,
)
from contributions.errors import RefusedEntry, explain
from contributions.inserting import insert
from contributions.models import Change
from contributions.writing import Written

CHUNK = 250


def create(kind: str, record: Record, why: Why) -> Entry:
    """Add one entry. The record may leave empty values out.

    Raises ValidationError with a message per field.
    """
    return create_many([NewEntry(kind, record)], why)[0]


def create_many(
    news: Sequence[NewEntry], why: Why, track: Callable[[list], Iterable] = iter
) -> list[Entry]:
    """Add many entries at once, each with a Change of its own: all of them or none.

    Entries may link to each other when their ids are given; `sequences` has some.
    `track` may wrap the list of steps, to show how far the work is.
    """
    for new in news:
        _complete(new, why)
    with one_transaction():
        _give_places(news)
        own_kinds = {new.id: new.kind for new in news if new.id}
        object_kinds = _object_kinds(news, own_kinds)
        created: list[Entry] = []
        for start in track(list(range(0, len(news), CHUNK))):
            created += _insert_chunk(news[start : start + CHUNK], why, object_kinds)
        finish(own_kinds, is_seen=any(new.record["links"] for new in news))
    return created


def edit(
    entry: Entry, values: Record, why: Why, draft: UUID | None = None
) -> Change | None:
    """Replace parts of an entry's record; None when that changes nothing.

    `values` holds whole fields of the record: a given set replaces the set. The slug
    follows the name, and the old one keeps redirecting. `draft` is the form's draft
    that asked for it. Raises ValidationError.
    """
    shapes.check(entry.kind, values)
    validation.check_reasons(comment=why.comment, source=why.source)
    with one_transaction():
        entry = _current(entry)
        validation.refuse_merged([entry])
        before = entry.record()
        after = records.complete(entry.kind, {**before, **_with_tags_of_now(values)})
        validation.validate(entry.kind, after, before)
        delta = records.diff(before, after)
        if not delta:
            return None
        former = search.neighbourhood([entry.pk]) if "links" in delta else set()
        validation.check_tags([after])
        object_kinds = validation.object_kinds([after])
        written = [(Written(entry, delta, after), why)]
        [change] = write(written, object_kinds, draft)
        return _finish(change, former)


def write(
    written: Sequence[tuple[Written, Why]],
    object_kinds: dict[int, str],
    draft: UUID | None = None,
) -> list[Change]:
    """Write entries, each given as its kind's own model, and the changes to them.

    Inside `one_transaction()`; who calls finishes it.
    """
    writing.update([one for one, _why in written], object_kinds)
    _move_slugs(
        one.entry
        for one, _why in written
        if "name" in one.delta and not slugs.fits(one.entry.slug, one.entry.name)
    )
    changes = [change_of(one.entry, one.delta, why, draft) for one, why in written]
    writing.save_entries([one.entry for one, _why in written])
    insert(changes)
    return changes


def _with_tags_of_now(values: Record) -> Record:
    """What was written before a tag was merged names the tag that stands for it."""
    leads = tag_names.followed(values.get("tags", []))
    if not leads:
        return values
    return {**values, "tags": [leads.get(tag, tag) for tag in values["tags"]]}


def _current(entry: Entry) -> Entry:
    """The entry as it is now, of its kind's own model."""
    model = kinds.get(entry.kind).model
    return model.objects.for_records().get(pk=entry.pk)


def _finish(change: Change, former: Iterable[int]) -> Change:
    is_seen = bool(change.fields.keys() & search.SEEN_BY_NEIGHBOURS)
    finish([change.entry_id], former, is_seen)
    return change


def _creation(entry: Entry, record: Record) -> Delta:
    """The first change of an entry: from the empty record to what it holds."""
    return records.diff(records.empty(entry.kind), record)


def _unsaved(new: NewEntry, now: datetime) -> Entry:
    entry = writing.new_instance(new.kind, new.record)
    entry.pk = entry.id = new.id
    entry.slug, entry.created_at, entry.updated_at = new.slug, now, now
    return entry


def _complete(new: NewEntry, why: Why) -> None:
    """Give a new entry its whole record; refuses what is wrong with it."""
    try:
        shapes.check(new.kind, new.record)
        new.record = records.complete(new.kind, _with_tags_of_now(new.record))
        validation.validate(new.kind, new.record)
        validation.check_reasons(comment=why.comment, source=new.source or why.source)
    except ValidationError as error:
        raise RefusedEntry(error, new) from error


def _insert_chunk(
    news: Sequence[NewEntry], why: Why, object_kinds: dict[int, str]
) -> list[Entry]:
    """Insert many at once; when that fails, one by one, to tell which is refused."""
    try:
        with nullcontext() if len(news) == 1 else transaction.atomic():
            return _insert(news, why, object_kinds)
    except IntegrityError as error:
        if len(news) == 1:
            raise RefusedEntry(explain(error), news[0]) from error
        for new in news:
            _insert_chunk([new], why, object_kinds)
        raise


def _insert(
    news: Sequence[NewEntry], why: Why, object_kinds: dict[int, str]
) -> list[Entry]:
    entries = [(_unsaved(new, why.given_at), new.record) for new in news]
    rows = [*writing.rows_of(entries, object_kinds), *_old_slugs(news)]
    for (entry, record), new in zip(entries, news, strict=True):
        delta = _creation(entry, record)
        new.change = new_change(entry, delta, why, new.source, new.draft)
    insert([*rows, *(new.change for new in news if new.change)])
    return [entry for entry, _ in entries]


def _give_places(news: Sequence[NewEntry]) -> None:
    if len(news) == 1 and not (news[0].id or news[0].slug):
        [new] = news
        new.id, new.slug = slugs.id_and_slug(new.kind, new.record["name"])
        return
    _give_ids(news)
    _give_slugs(news)


def _give_ids(news: Sequence[NewEntry]) -> None:
    waiting = [new for new in news if new.id is None]
    if len(waiting) < len(news):
        sequences.restart(Entry, max(new.id or 0 for new in news))
    for new, id_ in zip(waiting, sequences.reserve_ids(len(waiting)), strict=True):
        new.id = id_


def _give_slugs(news: Sequence[NewEntry]) -> None:
    for kind in sorted({new.kind for new in news}):
        waiting = [new for new in news if new.kind == kind and not new.slug]
        if waiting:
            names = [new.record["name"] for new in waiting]
            for new, slug in zip(waiting, slugs.free_slugs(kind, names), strict=True):
                new.slug = slug


def _old_slugs(news: Sequence[NewEntry]) -> list[Slug]:
    return [
        Slug(kind=new.kind, slug=slug, entry_id=new.id)
        for new in news
        if new.id
        for slug in new.old_slugs
    ]


def _move_slugs(entries: Iterable[Entry]) -> None:
    moved: dict[str, list[Entry]] = {}
    for entry in entries:
        moved.setdefault(entry.kind, []).append(entry)
    for kind, renamed in moved.items():
        names = [entry.name for entry in renamed]
        for entry, slug in zip(renamed, slugs.free_slugs(kind, names), strict=True):
            entry.slug = slug
    insert(
        Slug(kind=kind, slug=entry.slug, entry_id=entry.pk)
        for kind, renamed in moved.items()
        for entry in renamed
    )


def _object_kinds(
    news: Sequence[NewEntry], own_kinds: dict[int, str]
) -> dict[int, str]:
    validation.check_tags([new.record for new in news])
    outside: list[dict[str, Any]] = [
        {
            "links": [
                link for link in new.record["links"] if link["object"] not in own_kinds
            ]
        }
        for new in news
    ]
    return own_kinds | validation.object_kinds(outside)
