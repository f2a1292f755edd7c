"""Reading what a form once sent: a draft, and what stands beside the fields."""

from typing import Any

from catalogue.kinds import Kind
from contributions.forms.kinds import FORMS
from contributions.forms.link_keys import shown_for
from contributions.forms.link_rows import PREFIX
from contributions.merging import MINE, THEIRS

MOST_SETTLED = 50
Typed = dict[str, list[str]]


def typed_values(kind: Kind, typed: Typed) -> dict[str, Any]:
    fields = FORMS[kind.name].base_fields
    return {
        name: values if name == "platforms" else values[-1]
        for name, values in typed.items()
        if name in fields and values
    }


def typed_rows(typed: Typed) -> list[dict[str, Any]]:
    """The link rows of a draft."""
    rows: dict[int, dict[str, Any]] = {}
    for name, values in typed.items():
        prefix, _dash, rest = name.partition("-")
        number, _dash, field_name = rest.partition("-")
        if prefix == PREFIX and number.isdecimal() and len(number) < 4 and values:
            rows.setdefault(int(number), {})[field_name] = values[-1]
    found = [{**row, "was": shown_for(row)} for _number, row in sorted(rows.items())]
    # An empty one that stands for a link takes it away.
    return [row for row in found if row.get("text") or row["was"]]


def number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def ids(text: str) -> list[int]:
    parts = text[:500].split(",")
    return [int(part) for part in parts if part.isdecimal() and len(part) < 19]


def settled(data: Any) -> dict[str, str]:
    """The choices made where two people's changes clashed: settle-<path>=mine."""
    chosen = {
        name.removeprefix("settle-"): data[name]
        for name in list(data)[:500]
        if name.startswith("settle-") and data[name] in (MINE, THEIRS)
    }
    return dict(list(chosen.items())[:MOST_SETTLED])
