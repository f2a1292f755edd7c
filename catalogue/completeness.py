"""Which of its kind's facts an entry lacks: asked of one entry, or of a whole list."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable

from catalogue import kinds
from catalogue.kinds import Fact
from catalogue.models import Entry, EntryTag, EntryText, Link


@dataclass(frozen=True)
class Completeness:
    """How much of an entry is filled in, and what is not."""

    total: int
    missing: list[Fact]

    @property
    def filled(self) -> int:
        return self.total - len(self.missing)


def of(entry: Entry, linked: Collection[str]) -> Completeness:
    """What a page needs for the meter, from what it has loaded anyway.

    `linked` names the links the entry has, as facts do: "links:…", "linked:…".
    """
    facts = kinds.get(entry.kind).facts
    missing = [fact for fact in facts if not _is_filled(entry, fact.name, linked)]
    return Completeness(len(facts), missing)


def _is_filled(entry: Entry, name: str, linked: Collection[str]) -> bool:
    if ":" in name:
        return name in linked
    if name == "tags":
        return bool(entry.tag_list)
    return bool(getattr(entry, name))


def lacks(kind: str, fact: Fact) -> Combinable | Q:
    """The condition under which an entry of this kind lacks a fact."""
    direction, _, role = fact.name.partition(":")
    if role:
        end = "subject" if direction == "links" else "object"
        return ~Exists(Link.objects.published().filter(role=role, **{end: _OUTER}))
    if fact.name == "summary":
        return ~Exists(EntryText.objects.filter(entry=_OUTER).exclude(summary=""))
    if fact.name == "tags":
        return ~Exists(EntryTag.objects.filter(content_object=_OUTER))
    field = kinds.get(kind).model._meta.get_field(fact.name)
    return Q(**{fact.name: [] if isinstance(field, ArrayField) else ""})


_OUTER = OuterRef("pk")
