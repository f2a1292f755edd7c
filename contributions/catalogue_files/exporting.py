"""Writes the published catalogue as files."""

import json
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

from catalogue import kinds
from catalogue.models import Entry, Slug, Tag
from catalogue.records import Record
from contributions.catalogue_files import lines
from contributions.models import Change

# In Python, whatever the database's order of letters is.
by_slug = attrgetter("slug")


def export_to(folder: Path) -> int:
    """Write the published catalogue and return how many entries it has."""
    folder.mkdir(parents=True, exist_ok=True)
    tags = sorted(Tag.objects.select_related("merged_into"), key=by_slug)
    _write(folder / lines.TAGS_FILE, map(_tag_line, tags))
    names = _names()
    count = 0
    for kind in kinds.every():
        found = list(_entry_lines(kind.name, names))
        _write(folder / lines.file_of(kind.name), found)
        count += len(found)
    return count


def _write(path: Path, values: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in values:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _tag_line(tag: Tag) -> dict[str, Any]:
    line = {
        "id": tag.pk,
        "slug": tag.slug,
        "kind": tag.kind,
        "name": tag.name,
        "labels": dict(sorted(tag.labels.items())),
        "synonyms": tag.synonyms,
    }
    if tag.is_hidden:
        line["is_hidden"] = True
    if tag.merged_into:
        line["merged_into"] = tag.merged_into.slug
    return line


def _names() -> dict[str, dict[int, str]]:
    """How files name tags and published entries, by id."""
    entries = Entry.objects.published().values_list("id", "kind", "slug")
    return {
        "tags": dict(Tag.objects.values_list("id", "slug")),
        "entries": {id_: f"{kind}/{slug}" for id_, kind, slug in entries},
    }


def _entry_lines(
    kind: str, names: dict[str, dict[int, str]]
) -> Iterator[dict[str, Any]]:
    model = kinds.get(kind).model
    entries = model.objects.published().for_records()
    sources = dict(
        Change.objects.filter(entry__kind=kind)
        .exclude(source="")
        .order_by("entry_id", "-version")
        .distinct("entry_id")
        .values_list("entry_id", "source")
    )
    old_slugs = _old_slugs(kind)
    for entry in sorted(entries, key=by_slug):
        line = {"id": entry.pk, "slug": entry.slug}
        if entry.pk in old_slugs:
            line["old_slugs"] = sorted(old_slugs[entry.pk])
        line |= _without_empty(_named(entry.record(), names))
        if entry.pk in sources:
            line["source"] = sources[entry.pk]
        yield line


def _old_slugs(kind: str) -> dict[int, list[str]]:
    """The addresses that lead to each entry beside its own, merged ones' included."""
    current = set(Entry.objects.filter(kind=kind).values_list("id", "slug"))
    old: dict[int, list[str]] = {}
    slugs = Slug.objects.with_present().filter(kind=kind).values_list("present", "slug")
    for id_, slug in slugs:
        if (id_, slug) not in current:
            old.setdefault(id_, []).append(slug)
    return old


def _named(record: Record, names: dict[str, dict[int, str]]) -> Record:
    links = [
        {**link, "object": names["entries"][link["object"]]}
        for link in record["links"]
        if link["object"] in names["entries"]
    ]
    return {
        **record,
        "tags": sorted(names["tags"][tag] for tag in record["tags"]),
        "links": sorted(links, key=lambda link: (link["role"], link["object"])),
    }


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    """A line says only what is known: no empty text, list or false."""
    return {
        name: _compact(item)
        for name, item in value.items()
        if item not in ("", [], {}, False, None)
    }


def _compact(item: Any) -> Any:
    if isinstance(item, dict):
        return _without_empty(item)
    if isinstance(item, list):
        return [_compact(part) for part in item]
    return item
