"""Files of the entries that a moderator selected in a list of the admin."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, JsonResponse

from catalogue import records
from catalogue.models import Entry
from catalogue.spreadsheets import csv_response

MOST = 5000


def as_json(kind: str, entries: Iterable[Any]) -> HttpResponse:
    """The records as they are now, each with its id, address and status."""
    lines = [_about(entry) | entry.record() for entry in entries]
    response = JsonResponse(
        lines, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = f'attachment; filename="{kind}.json"'
    return response


def as_csv(kind: str, entries: Iterable[Any]) -> HttpResponse:
    """A row for each entry: its plain fields; texts, tags and links are in the JSON."""
    fields = records.fields_of(kind)
    rows = [["id", "slug", "status", *fields]]
    for entry in entries:
        values = [*_about(entry).values(), *(getattr(entry, name) for name in fields)]
        rows.append([_cell(value) for value in values])
    return csv_response(rows, f"{kind}.csv")


def _about(entry: Entry) -> dict[str, Any]:
    return {"id": entry.pk, "slug": entry.slug, "status": entry.status}


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value)
