"""What all lists of a kind share until the next write: values, counts and names.

Kept in the memory of each process under the catalogue's version, so that a list asks
the database for what depends on its own filters only.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue import version
from catalogue.facets import NOT_FILLED_IN, Facet
from catalogue.kinds import Kind

COUNTS = """
SELECT value.id, value.facet, value.value, count.n, tag.labels, tag.name, entry.name
FROM (
    SELECT number, count(*)::int AS n
    FROM catalogue_searchrow, unnest(facets) AS number
    WHERE published AND kind = %s
    GROUP BY number
) AS count
JOIN catalogue_facetvalue value ON value.id = count.number
LEFT JOIN catalogue_tag tag ON value.facet = ANY(%s) AND tag.slug = value.value
LEFT JOIN catalogue_entry entry
    ON value.facet = ANY(%s) AND entry.kind = 'tool' AND entry.slug = value.value
WHERE tag.is_hidden IS NOT TRUE
"""
TOTAL = """
SELECT NULL::int, NULL::int, NULL, count(*)::int, NULL::jsonb, NULL, NULL
FROM catalogue_searchrow WHERE published AND kind = %s
"""


@dataclass
class Value:
    """A value of a facet: its number, how many entries have it, and its names."""

    id: int
    facet: Facet
    value: str
    count: int
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The value in the reader's language."""
        if self.value == NOT_FILLED_IN:
            return _("Not filled in")
        if self.labels:
            return self.labels.get(get_language() or "") or self.labels[""]
        return self.facet.name_of(self.value)

    def get_absolute_url(self) -> str:
        """The page of the tag or tool that this value is; empty for others."""
        if self.facet.named_by and self.value:
            return reverse(f"catalogue:{self.facet.named_by}_detail", args=[self.value])
        return ""


@dataclass
class Index:
    """The values of a kind's facets, the most frequent first or in the order chosen.

    `total` tells how many entries of the kind are published.
    """

    kind: Kind
    values: dict[int, Value]
    total: int

    @cached_property
    def by_facet(self) -> dict[int, list[Value]]:
        found: dict[int, list[Value]] = defaultdict(list)
        for value in self.values.values():
            if value.value != NOT_FILLED_IN:
                found[value.facet.number].append(value)
        for values in found.values():
            values.sort(key=_place)
        return found

    @cached_property
    def _numbers(self) -> dict[tuple[int, str], Value]:
        return {(v.facet.number, v.value): v for v in self.values.values()}

    def find(self, facet: Facet, value: str) -> Value | None:
        return self._numbers.get((facet.number, value))

    def values_of(self, numbers: Iterable[int], name: str) -> list[Value]:
        """Those of an entry's values that belong to one facet, by name."""
        known = (self.values[number] for number in numbers if number in self.values)
        found = [value for value in known if value.facet.name == name and value.value]
        return sorted(found, key=lambda value: value.label)

    def of(self, facet: Facet) -> list[Value]:
        """The facet's values without "not filled in"."""
        return self.by_facet.get(facet.number, [])


def _place(value: Value) -> tuple:
    """Chosen orders come first; what a facet did not foresee follows by frequency."""
    choices = value.facet.choices
    place = choices.index(value.value) if value.value in choices else len(choices)
    return (place, -value.count, value.value)


_kept: dict[str, tuple[int, Index]] = {}


def index_of(kind: Kind, number: int) -> Index:
    """The index of a kind as of a version, from memory or in one query."""
    kept = _kept.get(kind.name)
    if kept is None or kept[0] != number:
        kept = _kept[kind.name] = (number, _load(kind))
    return kept[1]


def forget() -> None:
    """Read everything anew, as a process does that has just started."""
    _kept.clear()
    version.forget()


def _load(kind: Kind) -> Index:
    facets = {facet.number: facet for facet in kind.facets}
    named_by_tag = [facet.number for facet in kind.facets if facet.named_by == "tag"]
    named_by_tool = [facet.number for facet in kind.facets if facet.named_by == "tool"]
    with connection.cursor() as cursor:
        sql = f"{COUNTS} UNION ALL {TOTAL}"
        cursor.execute(sql, [kind.name, named_by_tag, named_by_tool, kind.name])
        rows = cursor.fetchall()
    values = {row[0]: _value(row, facets) for row in rows if row[1] in facets}
    total = next(row[3] for row in rows if row[0] is None)
    return Index(kind, values, total)


def _value(row: tuple[Any, ...], facets: dict[int, Facet]) -> Value:
    id_, number, value, count, labels, tag_name, entry_name = row
    names = json.loads(labels) if labels else {}
    if tag_name or entry_name:
        names[""] = tag_name or entry_name
    return Value(id_, facets[number], value, count, names)
