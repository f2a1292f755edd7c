"""An archive as files, for spreadsheets and programs."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from catalogue.models import Entry
from contributions.models import Change
from hackathons import archiving
from hackathons.changes import changes_of, names_its_person
from hackathons.models import Hackathon

AT_ONCE = 500
LICENCE = "CC0-1.0"
ENTRY_COLUMNS = ["id", "kind", "slug", "name", "website", "address"]
CHANGE_COLUMNS = [
    *("id", "made", "entry", "name", "version", "team", "person"),
    *("comment", "source", "fields"),
]


def entry_rows(hackathon: Hackathon) -> Iterator[list[str]]:
    yield ENTRY_COLUMNS
    for line in _entries(hackathon):
        yield [str(line[name]) for name in ENTRY_COLUMNS]


def change_rows(hackathon: Hackathon) -> Iterator[list[str]]:
    yield CHANGE_COLUMNS
    for line in _changes(hackathon):
        fields = json.dumps(line["fields"], ensure_ascii=False)
        yield [str({**line, "fields": fields}[name]) for name in CHANGE_COLUMNS]


def as_json(hackathon: Hackathon) -> Iterator[str]:
    """One object, written piece by piece."""
    about = {
        "name": hackathon.name,
        "address": permalink(hackathon),
        "opened": hackathon.opens_at.isoformat(),
        "closed": hackathon.closes_at.isoformat(),
        "time_zone": hackathon.time_zone,
        "archived": hackathon.archived_at and hackathon.archived_at.isoformat(),
        "licence": LICENCE,
        "figures": hackathon.archive,
    }
    yield json.dumps(about, ensure_ascii=False).removesuffix("}")
    yield from _list("entries", _entries(hackathon))
    yield from _list("changes", _changes(hackathon))
    yield "}"


def permalink(hackathon: Hackathon) -> str:
    return _absolute(reverse("hackathons:archive", args=[hackathon.slug]))


def _list(name: str, lines: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield f', "{name}": ['
    for number, line in enumerate(lines):
        yield (",\n" if number else "\n") + json.dumps(line, ensure_ascii=False)
    yield "]"


def _entries(hackathon: Hackathon) -> Iterator[dict[str, Any]]:
    for entry in archiving.entries_of(hackathon).iterator(AT_ONCE):
        yield _entry_line(entry)


def _entry_line(entry: Entry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in ENTRY_COLUMNS[:-1]}
    return {**values, "address": _absolute(entry.get_absolute_url())}


def _changes(hackathon: Hackathon) -> Iterator[dict[str, Any]]:
    made = changes_of(hackathon).select_related("entry", "team", "person")
    made = made.annotate(is_named=names_its_person(hackathon)).order_by("pk")
    for change in made.iterator(AT_ONCE):
        yield _change_line(change, bool(change.is_named))


def _change_line(change: Change, is_named: bool) -> dict[str, Any]:
    return {
        "id": change.pk,
        "made": change.created_at.isoformat(),
        "entry": change.entry_id,
        "name": change.entry.name,
        "version": change.version,
        "team": str(change.team or ""),
        "person": str(change.person) if is_named else "",
        "comment": change.comment,
        "source": change.source,
        "fields": change.fields,
    }


def _absolute(path: str) -> str:
    return settings.SITE_URL + path
