"""How records become rows. Called by actions only, inside their transaction."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from catalogue import kinds, records
from catalogue.models import Entry, EntryTag, EntryText, Link, Slug
from catalogue.records import Delta, Record
from contributions.inserting import insert as insert_rows


def insert(entries: list[tuple[Entry, Record]], object_kinds: dict[int, str]) -> None:
    """Write new entries with their slugs, texts, tags and links, many at a time.

    Each entry is an unsaved instance of its kind's model with its id and slug set.
    """
    insert_rows(_parent(entry) for entry, _ in entries)
    for entry, _ in entries:
        insert_rows([entry])
    insert_rows(Slug(kind=e.kind, slug=e.slug, entry_id=e.pk) for e, _ in entries)
    _insert_texts(
        (entry.pk, language, text)
        for entry, record in entries
        for language, text in record["texts"].items()
    )
    _insert_tags((entry.pk, tag) for entry, record in entries for tag in record["tags"])
    _insert_links(
        ((entry, link) for entry, record in entries for link in record["links"]),
        object_kinds,
    )


def _parent(entry: Entry) -> Entry:
    """The row of the shared table that belongs to an instance of a kind's table."""
    names = [
        field.attname for field in Entry._meta.concrete_fields if not field.generated
    ]
    return Entry(**{name: getattr(entry, name) for name in names})


def _insert_texts(rows: Iterable[tuple[int, str, dict[str, Any]]]) -> None:
    insert_rows(
        EntryText(entry_id=pk, language=code, **text) for pk, code, text in rows
    )


def _insert_tags(rows: Iterable[tuple[int, int]]) -> None:
    insert_rows(EntryTag(content_object_id=pk, tag_id=tag) for pk, tag in rows)


def _insert_links(
    rows: Iterable[tuple[Entry, dict[str, Any]]], object_kinds: dict[int, str]
) -> None:
    insert_rows(
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


def update(
    entry: Entry, delta: Delta, after: Record, object_kinds: dict[int, str]
) -> None:
    """Write what a delta says of an entry, but its own row: the action saves that."""
    for name in records.fields_of(entry.kind):
        setattr(entry, name, after[name])
    _update_texts(entry, delta, after)
    for tag in delta.get("tags", {}).get("removed", []):
        EntryTag.objects.filter(content_object_id=entry.pk, tag_id=tag).delete()
    _insert_tags((entry.pk, tag) for tag in delta.get("tags", {}).get("added", []))
    for link in delta.get("links", {}).get("removed", []):
        Link.objects.filter(
            subject_id=entry.pk, role=link["role"], object_id=link["object"]
        ).delete()
    _insert_links(
        ((entry, link) for link in delta.get("links", {}).get("added", [])),
        object_kinds,
    )


def _update_texts(entry: Entry, delta: Delta, after: Record) -> None:
    touched = {path.split(".")[1] for path in delta if path.startswith("texts.")}
    gone = touched - after["texts"].keys()
    # An original must step down before another steps up: one original at a time.
    EntryText.objects.filter(entry_id=entry.pk, language__in=gone).delete()
    order = sorted(
        touched - gone, key=lambda language: after["texts"][language]["is_original"]
    )
    for language in order:
        EntryText.objects.update_or_create(
            entry_id=entry.pk, language=language, defaults=after["texts"][language]
        )


def own_fields(entry: Entry) -> Iterator[models.Field]:
    """The columns that saving an entry may write: those of its two tables."""
    for field in entry._meta.concrete_fields:
        if not field.generated and not field.primary_key:
            yield field


def new_instance(kind: str, record: Record) -> Entry:
    """An unsaved instance of a kind's model with a record's plain values."""
    model = kinds.get(kind).model
    return model(kind=kind, **{name: record[name] for name in records.fields_of(kind)})
