"""What the pages about tags count and show, across all kinds of entries.

Tags chosen together narrow: an entry counts if it carries all of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Prefetch, Window, prefetch_related_objects
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.utils.functional import Promise

from catalogue import kinds, links
from catalogue.filters import MOST_VALUES, VALUE, WITH_TAG, carriers
from catalogue.kinds import Kind
from catalogue.models import Entry, EntryTag, Tag, TagKind
from catalogue.models.entry import EntryQuerySet
from catalogue.models.tag import TagQuerySet
from catalogue.search.words import fold

ROWS_SHOWN = 5
RELATED_SHOWN = 12


@dataclass
class TagGroup:
    """The tags of one kind of tag, by label."""

    label: str | Promise
    tags: list[Any]


@dataclass
class TagSection:
    """The entries of one kind that carry the tags: the most used, and how many in all.

    `address` is that of their list.
    """

    kind: Kind
    count: int
    address: str
    entries: list[Entry]


@dataclass(frozen=True)
class Step:
    """A tag that can be added to those chosen, or taken from them, and where to."""

    tag: Any
    address: str

    @property
    def label(self) -> str:
        return self.tag.label


@dataclass(frozen=True)
class DrillDown:
    """The tags chosen on a page, beside those that the page is about."""

    path: str
    chosen: Sequence[Tag]
    always: Sequence[Tag] = ()

    @property
    def address(self) -> str:
        return address_with(self.path, self.chosen)

    def is_other_than(self, sent: Sequence[str]) -> bool:
        """Whether the address named unknown tags, or some twice."""
        return [tag.slug for tag in self.chosen] != list(sent)

    @property
    def tags(self) -> list[Tag]:
        return [*self.always, *self.chosen]

    @property
    def chips(self) -> list[Step]:
        """Each chosen tag with the address of the page without it."""
        return [
            Step(tag, address_with(self.path, [t for t in self.chosen if t != tag]))
            for tag in self.chosen
        ]

    def steps(self, tags: Iterable[Any]) -> list[Step]:
        """Each of other tags with the address of the page narrowed by it too."""
        return [Step(t, address_with(self.path, [*self.chosen, t])) for t in tags]


def grouped(words: str = "") -> list[TagGroup]:
    """All tags that carry these words in a name or synonym, by their kind."""
    wanted = fold(words)
    tags = [
        tag
        for tag in Tag.objects.shown().with_entry_count()
        if any(
            wanted in fold(name)
            for name in (tag.name, *tag.labels.values(), *tag.synonyms)
        )
    ]
    tags.sort(key=lambda tag: fold(tag.label))
    groups = [
        TagGroup(kind.label, [tag for tag in tags if tag.kind == kind])
        for kind in TagKind
    ]
    return [group for group in groups if group.tags]


def named(slugs: Sequence[str]) -> list[Tag]:
    """The tags at these addresses, in this order and without doubles."""
    well_formed = [slug for slug in slugs if VALUE.fullmatch(slug)]
    wanted = list(dict.fromkeys(well_formed))[:MOST_VALUES]
    known = Tag.objects.filter(slug__in=wanted, is_hidden=False)
    found = {tag.slug: present(tag) for tag in known.select_related("merged_into")}
    return list(dict.fromkeys(found[slug] for slug in wanted if slug in found))


def present(tag: Tag) -> Tag:
    """The tag itself, or the one that stands for it since they were merged."""
    while tag.merged_into is not None:
        tag = tag.merged_into
    return tag


def address_with(path: str, tags: Sequence[Tag], name: str = "tag") -> str:
    """A page narrowed by tags, which it has as repeated parameters."""
    query = QueryDict(mutable=True)
    query.setlist(name, [tag.slug for tag in tags])
    return f"{path}?{query.urlencode()}" if tags else path


def carrying(tags: Sequence[Tag]) -> EntryQuerySet:
    """The published entries that carry all of these tags."""
    entries = Entry.objects.published()
    for tag in tags:
        entries = entries.filter(pk__in=carriers(tag.slug))
    return entries


def beside(tags: Sequence[Tag]) -> TagQuerySet:
    """The tags that stand beside these, with `entries`: with how many, most first."""
    found = Tag.objects.shown().filter(entry_tags__content_object__in=carrying(tags))
    return (
        found.exclude(pk__in=[tag.pk for tag in tags])
        .annotate(entries=Count("pk"))
        .order_by("-entries", "name")
    )


def related(tags: Sequence[Tag]) -> list[Any]:
    """The tags that most often stand beside these, with how often."""
    return list(beside(tags)[:RELATED_SHOWN])


def sections(tags: Sequence[Tag]) -> list[TagSection]:
    """For each kind, how many published entries carry the tags, and the first rows."""
    by_use: list[Any] = [F("search_row__uses").desc(), F("search_row__sort_name")]
    entries = (
        carrying(tags)
        .for_rows(*(kind.table for kind in kinds.every()))
        .annotate(
            place=Window(RowNumber(), partition_by="kind", order_by=by_use),
            total=Window(Count("pk"), partition_by="kind"),
        )
        .filter(place__lte=ROWS_SHOWN)
        .order_by("place")
    )
    found: dict[str, TagSection] = {}
    for entry in entries:
        section = found.setdefault(entry.kind, _section(entry, tags))
        section.entries.append(links.own(entry))
    _load_rows([entry for section in found.values() for entry in section.entries])
    return [found[kind.name] for kind in kinds.every() if kind.name in found]


def _section(first: Any, tags: Sequence[Tag]) -> TagSection:
    kind = kinds.get(first.kind)
    address = address_with(kind.list_url, tags, WITH_TAG)
    return TagSection(kind, first.total, address, [])


def _load_rows(entries: Sequence[Entry]) -> None:
    tags = Prefetch("entry_tags", EntryTag.objects.select_related("tag"))
    prefetch_related_objects(entries, "texts", tags)
