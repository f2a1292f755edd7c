"""The rows of a list as HTML, kept in the memory of each process until the next write.

A row says the same to all readers of a language, except where it tells why its entry
was found, or is ticked: such rows are made for their page alone.
"""

from collections.abc import Iterable
from typing import Any

from django.template import loader
from django.utils.translation import get_language

from catalogue.comparison import Choice
from catalogue.models.entry import EntryQuerySet
from catalogue.search import reasons
from catalogue.search.index import Index, Value
from catalogue.search.results import Results

MOST_KEPT = 4_000
MOST_TAGS = 8
Key = tuple[int, str | None, int]

_kept: dict[Key, str] = {}


def rows_of(
    results: Results, entries: EntryQuerySet, picked: Choice | None, version: int
) -> list[str]:
    """The rows of the entries that were found. Loads those that are not kept."""
    ticked = {tool.pk for tool in picked.tools} if picked else set()
    alike = [id_ for id_ in results.ids if id_ not in ticked and not results.terms]
    keys: dict[int, Key] = {id_: (version, get_language(), id_) for id_ in alike}
    rows = {id_: row for id_, key in keys.items() if (row := _kept.get(key))}
    missing = [id_ for id_ in results.ids if id_ not in rows]
    rows |= _make(_load(missing, entries, results), picked)
    _keep((keys[id_], rows[id_]) for id_ in missing if id_ in keys and id_ in rows)
    return [rows[id_] for id_ in results.ids if id_ in rows]


def tags_of(entry: Any, index: Index) -> list[Value]:
    """The tags that a row names; of many, as large makers have, the most used ones."""
    tags = index.values_of(entry.search_row.facets, "tag")
    most_used = sorted(tags, key=lambda tag: tag.count, reverse=True)[:MOST_TAGS]
    return [tag for tag in tags if tag in most_used]


def forget() -> None:
    _kept.clear()


def _load(ids: list[int], entries: EntryQuerySet, results: Results) -> list[Any]:
    """Entries, each with its tags and the reason why it was found."""
    loaded = entries.for_rows().prefetch_related("texts").in_bulk(ids)
    terms, index = results.terms, results.index
    found = [loaded[id_] for id_ in ids if id_ in loaded]
    why = reasons.explain(found, terms, index) if terms else {}
    for entry in found:
        entry.reason = why.get(entry.pk)
        entry.shown_tags = tags_of(entry, index)
    return found


def _make(entries: list[Any], picked: Choice | None) -> dict[int, str]:
    template = loader.get_template("catalogue/_row.html")
    return {
        entry.pk: template.render(
            {"entry": entry, "tags": entry.shown_tags, "pick": picked}
        )
        for entry in entries
    }


def _keep(rows: Iterable[tuple[Key, str]]) -> None:
    """Rows of earlier versions go with all others when there are too many."""
    if len(_kept) > MOST_KEPT:
        _kept.clear()
    _kept.update(rows)
