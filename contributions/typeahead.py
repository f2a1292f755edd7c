"""What a form's fields suggest while somebody types: entries to link to, and tags."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from catalogue import kinds
from catalogue.models import Tag
from catalogue.search.suggestions import entry_ids, tags_named
from catalogue.vocabularies import country_name
from contributions import lookalikes

MOST_TAGS = 8


@dataclass(frozen=True)
class EntryOption:
    """An entry of its kind's own model, with its texts, and what tells it apart."""

    entry: Any
    what: str


@dataclass(frozen=True)
class TagOption:
    """A tag, and the other name of it that was typed."""

    tag: Tag
    other_name: str = ""


def entries(typed: str, kind: str, but: int | None = None) -> list[EntryOption]:
    ids = entry_ids(typed, kind, but)
    model = kinds.get(kind).model
    found: dict[int, Any] = model.objects.prefetch_related("texts").in_bulk(ids)
    return [EntryOption(found[pk], _what(found[pk])) for pk in ids if pk in found]


def _what(entry: Any) -> str:
    """Company, France; Software; Lisbon, Portugal."""
    country = country_name(entry.country) if hasattr(entry, "country") else ""
    parts = {
        "tool": lambda: [entry.get_form_display()],
        "use_case": lambda: [entry.place, country],
        "organization": lambda: [entry.get_type_display(), country],
    }[entry.kind]()
    return ", ".join(str(part) for part in parts if part)


def tags(typed: str, version: int) -> list[TagOption]:
    """Tags by any of their names in any language."""
    found = tags_named(typed, version)[:MOST_TAGS]
    return [TagOption(tag, "" if tag.label == name else name) for tag, name in found]


def tags_of_lookalikes(kind: str, name: str) -> list[TagOption]:
    """The tags that entries with such a name carry, the most frequent first."""
    found = lookalikes.find(kind, name).found
    ids = [one.entry.pk for one in found]
    counted: Counter[Tag] = Counter(
        Tag.objects.filter(entry_tags__content_object__in=ids).order_by("name")
    )
    return [TagOption(tag) for tag, _count in counted.most_common(MOST_TAGS)]
