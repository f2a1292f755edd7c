"""Files of the entries that a moderator selected in a list of the admin, however many:
they are sent as they are read.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from catalogue import records
from catalogue.models import Entry
from catalogue.spreadsheets import csv_stream

AT_A_TIME = 500


def as_json(kind: str, entries: QuerySet[Any]) -> StreamingHttpResponse:
    """The records as they are now, each with its id, address and status."""
    response = StreamingHttpResponse(
        _json_lines(entries), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="{kind}.json"'
    return response


def as_csv(kind: str, entries: QuerySet[Any]) -> StreamingHttpResponse:
    """A row for each entry: its plain fields; texts, tags and links are in the JSON."""
    return csv_stream(_rows(records.fields_of(kind), entries), f"{kind}.csv")


def _json_lines(entries: QuerySet[Any]) -> Iterator[str]:
    before = "[\n"
    for entry in entries.iterator(AT_A_TIME):
        record = _about(entry) | entry.record()
        yield before + json.dumps(record, ensure_ascii=False, cls=DjangoJSONEncoder)
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"


def _rows(fields: Any, entries: QuerySet[Any]) -> Iterator[list[str]]:
    yield ["id", "slug", "status", *fields]
    for entry in entries.iterator(AT_A_TIME):
        values = [*_about(entry).values(), *(getattr(entry, name) for name in fields)]
        yield [_cell(value) for value in values]


def _about(entry: Entry) -> dict[str, Any]:
    return {"id": entry.pk, "slug": entry.slug, "status": entry.status}


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value)
