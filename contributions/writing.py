"""How records become rows. Called by actions only, inside their transaction."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from catalogue import kinds, records
from catalogue.models import Entry, EntryTag, EntryText, Link, Slug
from catalogue.records import Delta, Record
from contributions.inserting import insert


@dataclass(frozen=True)
class Written:
    """An entry that gets another record: what changes, and all of it afterwards."""

    entry: Entry
    delta: Delta
    after: Record

    def added(self, name: str) -> list[Any]:
        return self.delta.get(name, {}).get("added", [])

    def removed(self, name: str) -> list[Any]:
        return self.delta.get(name, {}).get("removed", [])


def rows_of(
    entries: list[tuple[Entry, Record]], object_kinds: dict[int, str]
) -> list[models.Model]:
    """The rows of new entries with their slugs, texts, tags and links.

    Each entry is an unsaved instance of its kind's model with its id and slug set.
    """
    return [
        *(_parent(entry) for entry, _ in entries),
        *(entry for entry, _ in entries),
        *(Slug(kind=e.kind, slug=e.slug, entry_id=e.pk) for e, _ in entries),
        *(
            EntryText(entry_id=entry.pk, language=language, **text)
            for entry, record in entries
            for language, text in record["texts"].items()
        ),
        *_tags((entry.pk, tag) for entry, record in entries for tag in record["tags"]),
        *_links(
            ((entry, link) for entry, record in entries for link in record["links"]),
            object_kinds,
        ),
    ]


def _parent(entry: Entry) -> Entry:
    """The row of the shared table that belongs to an instance of a kind's table."""
    names = [
        field.attname for field in Entry._meta.concrete_fields if not field.generated
    ]
    return Entry(**{name: getattr(entry, name) for name in names})


def _tags(rows: Iterable[tuple[int, int]]) -> Iterator[EntryTag]:
    return (EntryTag(content_object_id=pk, tag_id=tag) for pk, tag in rows)


def _links(
    rows: Iterable[tuple[Entry, dict[str, Any]]], object_kinds: dict[int, str]
) -> Iterator[Link]:
    return (
        Link(
            subject_id=entry.pk,
            subject_kind=entry.kind,
            role=link["role"],
            object_id=link["object"],
            object_kind=object_kinds[link["object"]],
            since=link["since"],
            until=link["until"],
            source=link["source"],
        )
        for entry, link in rows
    )


def update(written: Sequence[Written], object_kinds: dict[int, str]) -> None:
    """Write what deltas say of entries, each once, but for the entries' own rows.

    The entries are as loaded by `for_records()`, nobody else having written since.
    Each statement writes a table for all of them.
    """
    for one in written:
        for name in records.fields_of(one.entry.kind):
            setattr(one.entry, name, one.after[name])
    _update_texts(written)
    _update_tags(written)
    _update_links(written, object_kinds)


def _update_texts(written: Iterable[Written]) -> None:
    gone: list[int] = []
    old: list[EntryText] = []
    new: list[EntryText] = []
    for one in written:
        known = {text.language: text for text in one.entry.texts.all()}
        paths = [path.split(".") for path in one.delta]
        touched = {path[1] for path in paths if path[0] == "texts"}
        for language in touched:
            values = one.after["texts"].get(language)
            text = known.get(language) or EntryText(
                entry_id=one.entry.pk, language=language
            )
            if values is None:
                gone.append(text.pk)
                continue
            for name, value in values.items():
                setattr(text, name, value)
            (new if text.pk is None else old).append(text)
    EntryText.objects.filter(pk__in=gone).delete()
    # An original must step down before another steps up: one original at a time.
    for is_original in (False, True):
        save_rows(EntryText, [t for t in old if t.is_original == is_original])
        insert(t for t in new if t.is_original == is_original)


def _update_tags(written: Sequence[Written]) -> None:
    gone = [
        row.pk
        for one in written
        for row in one.entry.entry_tags.all()
        if row.tag_id in one.removed("tags")
    ]
    EntryTag.objects.filter(pk__in=gone).delete()
    insert(_tags((one.entry.pk, tag) for one in written for tag in one.added("tags")))


def _update_links(written: Sequence[Written], object_kinds: dict[int, str]) -> None:
    gone = []
    for one in written:
        ends = {(link["role"], link["object"]) for link in one.removed("links")}
        rows = one.entry.links_from.all()
        gone += [row.pk for row in rows if (row.role, row.object_id) in ends]
    Link.objects.filter(pk__in=gone).delete()
    added = ((one.entry, link) for one in written for link in one.added("links"))
    insert(_links(added, object_kinds))


def save_entries(entries: Sequence[Entry]) -> None:
    """Write the rows of entries, each given as its kind's own model, in both tables."""
    save_rows(Entry, entries)
    for model in dict.fromkeys(map(type, entries)):
        save_rows(model, [entry for entry in entries if type(entry) is model])


def save_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Write the columns of one table, of rows that are there, in one statement.

    Django's `bulk_update` writes a CASE for each row and column instead.
    """
    if not rows:
        return
    options: Any = model._meta
    key, quoted = options.pk, connection.ops.quote_name
    columns = [
        field
        for field in options.local_concrete_fields
        if not field.generated and not field.primary_key
    ]
    table = quoted(options.db_table)
    names = [quoted(field.column) for field in columns]
    sets = ", ".join(f"{name} = new.{name}" for name in names)
    values = [
        {f.column: getattr(row, f.attname) for f in [key, *columns]} for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS old SET {sets}"
            f" FROM json_populate_recordset(NULL::{table}, %s::json) AS new"
            f" WHERE old.{quoted(key.column)} = new.{quoted(key.column)}",
            [json.dumps(values, default=str)],
        )


def new_instance(kind: str, record: Record) -> Entry:
    """An unsaved instance of a kind's model with a record's plain values."""
    model = kinds.get(kind).model
    return model(kind=kind, **{name: record[name] for name in records.fields_of(kind)})
