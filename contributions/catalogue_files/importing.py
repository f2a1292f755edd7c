"""Reads files into the catalogue: all of it, or nothing."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from catalogue import kinds, records
from catalogue.models import Entry, EntryStatus, Slug, Tag
from catalogue.records import Record
from contributions import actions, sequences, shapes
from contributions.actions import NewEntry, Why
from contributions.catalogue_files.lines import Line, read_entries, read_tags
from contributions.errors import RefusedEntry

BESIDE_RECORD = ("id", "slug", "old_slugs", "source")

# A line, the id of its entry and the record it gives.
Resolved = tuple[Line, int, Record]


@dataclass
class Outcome:
    """What an import did."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    tags: int = 0


def import_from(
    folder: Path, why: Why, track: Callable[[list], Iterable] = iter
) -> Outcome:
    """Create what is new and change what differs, all or nothing.

    An entry is recognized by its slug, current or old; a tag that is known stays as
    it is. Raises LineError with the file and the line that cannot be taken.
    """
    with transaction.atomic():
        outcome = Outcome(tags=_import_tags(folder))
        lines = [
            line for kind in kinds.every() for line in read_entries(folder, kind.name)
        ]
        known = set(Entry.objects.values_list("id", flat=True))
        ids = _ids_of(lines, known)
        new: list[Resolved] = []
        old: list[Resolved] = []
        for line, id_, record in _resolve(lines, ids):
            (old if id_ in known else new).append((line, id_, record))
        _create(new, why, track)
        outcome.created = len(new)
        outcome.changed = _change(old, why)
        outcome.unchanged = len(old) - outcome.changed
    return outcome


def _import_tags(folder: Path) -> int:
    """Add the tags that are not known, those that others are merged into first."""
    tags = {tag.slug: tag for tag in Tag.objects.all()}
    used_ids = {tag.pk for tag in tags.values()}
    new = _new_tags(folder, tags.keys())
    waiting = new
    while waiting:
        ready = [line for line in waiting if _stands_for(line, tags)]
        waiting = [line for line in waiting if not _stands_for(line, tags)]
        if not ready:
            name = waiting[0].values["merged_into"]
            raise waiting[0].error(f"merged_into: {name} is unknown.")
        for line in ready:
            tag = _create_tag(line, tags, used_ids)
            tags[tag.slug] = tag
            used_ids.add(tag.pk)
    return len(new)


def _new_tags(folder: Path, known: Container[str]) -> list[Line]:
    seen: dict[str, Line] = {}
    for line in read_tags(folder):
        slug = line.values["slug"]
        if slug in seen:
            raise line.error(f"slug: {slug} stands twice.")
        seen[slug] = line
    return [line for slug, line in seen.items() if slug not in known]


def _stands_for(line: Line, tags: Container[str]) -> bool:
    """Whether the tag that a line's tag was merged into, if any, is there."""
    end = line.values.get("merged_into")
    return end is None or (isinstance(end, str) and end in tags)


def _create_tag(line: Line, tags: dict[str, Tag], used_ids: Container[int]) -> Tag:
    end = line.values.get("merged_into")
    values = {**line.values, "merged_into": tags[end] if end is not None else None}
    tag = Tag(**{**values, "id": line.values.get("id")})
    tag.id = None if tag.id in used_ids else tag.id
    try:
        return actions.create_tags([tag])[0]
    except ValidationError as error:
        raise line.error(error) from error


def _ids_of(lines: list[Line], known: set[int]) -> dict[str, int]:
    """The id behind each `kind/slug`: known ones, the lines' own, or new ones."""
    ids = {
        f"{kind}/{slug}": id_
        for kind, slug, id_ in Slug.objects.values_list("kind", "slug", "entry_id")
    }
    taken = set(known)
    homeless = []
    for line in lines:
        found = next((ids[name] for name in line.references if name in ids), None)
        own = line.values.get("id")
        if found is None and own not in taken:
            found = own
        if found is None:
            homeless.append(line.reference)
        else:
            ids[line.reference] = found
            taken.add(found)
    ids |= dict(zip(homeless, _unused_ids(len(homeless), taken), strict=True))
    return ids


def _unused_ids(count: int, taken: set[int]) -> list[int]:
    found: list[int] = []
    while len(found) < count:
        found += [id_ for id_ in sequences.reserve_ids(count) if id_ not in taken]
    return found[:count]


def _resolve(lines: list[Line], ids: dict[str, int]) -> Iterator[Resolved]:
    tags = dict(Tag.objects.values_list("slug", "id"))
    places: dict[int, str] = {}
    for line in lines:
        id_ = ids[line.reference]
        if id_ in places:
            raise line.error(f"the same entry as {places[id_]}.")
        places[id_] = line.place
        yield line, id_, _record(line, ids, tags)


def _record(line: Line, ids: dict[str, int], tags: dict[str, int]) -> Record:
    """What a line says of its entry, with the ids that this instance gives."""
    values = line.values
    record = {name: values[name] for name in values if name not in BESIDE_RECORD}
    try:
        record["tags"] = [tags[slug] for slug in values.get("tags", [])]
        record["links"] = [
            {**link, "object": ids[link["object"]]} for link in values.get("links", [])
        ]
    except KeyError as error:
        raise line.error(f"{error} is unknown.") from error
    return record


def _create(found: list[Resolved], why: Why, track: Callable[[list], Iterable]) -> None:
    news = [
        NewEntry(
            kind=line.kind,
            record=record,
            id=id_,
            slug=line.values["slug"],
            old_slugs=line.values.get("old_slugs", []),
            source=line.values.get("source", ""),
        )
        for line, id_, record in found
    ]
    try:
        actions.create_many(news, why, track)
    except RefusedEntry as error:
        places = {id(new): line for new, (line, _, _) in zip(news, found, strict=True)}
        raise places[id(error.new)].error(error) from error


def _change(found: list[Resolved], why: Why) -> int:
    unseen = set(
        Entry.objects.exclude(status=EntryStatus.PUBLISHED).values_list("id", flat=True)
    )
    changed = 0
    for kind in kinds.every():
        lines = {id_: (line, rec) for line, id_, rec in found if line.kind == kind.name}
        entries = kind.model.objects.for_records().in_bulk(list(lines))
        for id_, (line, record) in lines.items():
            changed += _change_one(entries[id_], line, record, unseen, why)
    return changed


def _change_one(
    entry: Entry, line: Line, record: Record, unseen: set[int], why: Why
) -> bool:
    before = entry.record()
    source = line.values.get("source", "") or why.source
    try:
        shapes.check(line.kind, record)
        after = records.complete(line.kind, record)
        after["links"] = _with_links_to(unseen, before["links"], after["links"])
        if after == before:
            return False
        actions.edit(entry, after, Why(why.by, why.comment, source, why.batch))
    except ValidationError as error:
        raise line.error(error) from error
    return True


def _with_links_to(
    unseen: set[int], before: list[Record], after: list[Record]
) -> list[Record]:
    """The links of a line, and those to entries that files never name."""
    given = {(link["role"], link["object"]) for link in after}
    kept = [
        link
        for link in before
        if link["object"] in unseen and (link["role"], link["object"]) not in given
    ]
    return records.sorted_links(after + kept)
