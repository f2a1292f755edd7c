"""An entry's record: everything a contributor can change, as JSON-able values.

The same shape is the content of the change log, the diff, the line of a file and the
body of the API:

    {"name": "…", "language": "fr", "website": "…", <the kind's own fields>,
     "texts": {"en": {"name": "", "summary": "…", "description": "…",
                      "is_original": true, "outdated": false}},
     "tags": [3, 14],
     "links": [{"role": "developed_by", "object": 7,
                "since": "2016", "until": "", "source": ""}]}

Tags and linked entries are named by id; links are those of which the entry is the
subject. Sets and mappings are sorted, so that equal records are equal as text.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from catalogue import kinds

if TYPE_CHECKING:
    from catalogue.models import Entry

Record = dict[str, Any]
Delta = dict[str, dict[str, Any]]

SHARED_FIELDS = ("name", "language", "website")
TEXT_FIELDS = ("name", "summary", "description", "is_original", "outdated")
LINK_FIELDS = ("role", "object", "since", "until", "source")
SET_FIELDS = ("tags", "links")


def fields_of(kind: str) -> tuple[str, ...]:
    """The names of a kind's plain fields, shared ones first."""
    return SHARED_FIELDS + kinds.get(kind).fields


def read(entry: "Entry") -> Record:
    """The record of an entry given as an instance of its kind's own model."""
    record: Record = {name: getattr(entry, name) for name in fields_of(entry.kind)}
    record["texts"] = {
        text.language: {name: getattr(text, name) for name in TEXT_FIELDS}
        for text in entry.texts.all()
    }
    record["tags"] = [row.tag_id for row in entry.entry_tags.all()]
    record["links"] = links_of(entry)
    return canonical(record)


def links_of(entry: "Entry") -> list[dict[str, Any]]:
    """The links of which an entry is the subject, as its record holds them."""
    links = [
        {
            "role": link.role,
            "object": link.object_id,
            "since": link.since,
            "until": link.until,
            "source": link.source,
        }
        for link in entry.links_from.all()
    ]
    return sorted_links(links)


def canonical(record: Record) -> Record:
    """The same record with its sets and mappings in one order and without doubles."""
    sorted_record = dict(record)
    sorted_record["texts"] = dict(sorted(record["texts"].items()))
    sorted_record["tags"] = sorted(set(record["tags"]))
    sorted_record["links"] = sorted_links(record["links"])
    return sorted_record


def sorted_links(links: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    distinct = {tuple(link[name] for name in LINK_FIELDS): link for link in links}
    return [link for _, link in sorted(distinct.items())]


def empty(kind: str) -> Record:
    """The record of an entry of this kind of which nothing is known yet."""
    model = kinds.get(kind).model
    record: Record = {
        field.name: field.get_default()
        for field in model._meta.concrete_fields
        if field.name in fields_of(kind)
    }
    return {**record, "texts": {}, "tags": [], "links": []}


def complete(kind: str, partial: Record) -> Record:
    """A record with every key, from one that leaves empty values out."""
    record = {**empty(kind), **partial}
    record["texts"] = {
        language: {
            "name": "",
            "summary": "",
            "description": "",
            "is_original": False,
            "outdated": False,
            **text,
        }
        for language, text in record["texts"].items()
    }
    record["links"] = [
        {**dict.fromkeys(LINK_FIELDS, ""), **link} for link in record["links"]
    ]
    return canonical(record)


def flatten(record: Record) -> Record:
    """The record's plain values by path; each text's fields as texts.<language>.…"""
    flat = {
        name: value
        for name, value in record.items()
        if name != "texts" and name not in SET_FIELDS
    }
    for language, text in record["texts"].items():
        for name, value in text.items():
            flat[f"texts.{language}.{name}"] = value
    return flat


def diff(before: Record, after: Record) -> Delta:
    """What turns one record into another.

    Plain values as {"from": …, "to": …}, None where a text did not or does not
    exist; tags and links as {"added": […], "removed": […]}.
    """
    old, new = flatten(before), flatten(after)
    delta: Delta = {
        path: {"from": old.get(path), "to": new.get(path)}
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    }
    for name in SET_FIELDS:
        added = [item for item in after[name] if item not in before[name]]
        removed = [item for item in before[name] if item not in after[name]]
        if added or removed:
            delta[name] = {"added": added, "removed": removed}
    return delta


def patch(before: Record, delta: Delta) -> Record:
    """The record after a delta: the fold of the change log, one change at a time."""
    texts = {language: dict(text) for language, text in before["texts"].items()}
    record = {**before, "texts": texts}
    for path, change in delta.items():
        if path in SET_FIELDS:
            kept = [item for item in record[path] if item not in change["removed"]]
            record[path] = kept + [item for item in change["added"] if item not in kept]
        elif path.startswith("texts."):
            _, language, name = path.split(".")
            texts.setdefault(language, {})[name] = change["to"]
        elif path in record:
            record[path] = change["to"]
    record["texts"] = {
        language: text
        for language, text in texts.items()
        if any(value is not None for value in text.values())
    }
    return canonical(record)
