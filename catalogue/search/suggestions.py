"""What a search field suggests while a reader types: entries and tags by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue import kinds
from catalogue.models import EntryText, SearchRow, Tag
from catalogue.search import words

LONGEST = 100
SHORTEST = 2
MOST_ENTRIES = 6
MOST_TAGS = 3
LEAST_ALIKE = 0.6


@dataclass(frozen=True)
class Suggestion:
    """A name with the language it is in, what it names, and the address of that."""

    name: str
    language: str
    what: str | Promise
    address: str
    kind: str = ""


def suggest(typed: str, version: int, kind: str = "") -> list[Suggestion]:
    """Entries, perhaps of one kind, and tags with a name that begins or sounds so."""
    plain = _plain(typed)
    if not plain:
        return []
    entries = [_of_entry(row) for row in _rows(plain, kind)[:MOST_ENTRIES]]
    return [*entries, *_tags(plain, version)]


def entry_ids(typed: str, kind: str, but: int | None = None) -> list[int]:
    """The entries of a kind with a name that begins or sounds so, the best first."""
    plain = _plain(typed)
    rows = _rows(plain, kind).exclude(pk=but) if plain else SearchRow.objects.none()
    return list(rows.values_list("pk", flat=True)[:MOST_ENTRIES])


def tags_named(typed: str, version: int) -> list[tuple[Tag, str]]:
    """Tags, used or not, with the name in any language that begins as was typed."""
    plain = _plain(typed)
    return list(_named(plain, version)) if plain else []


def forget() -> None:
    """Read the tags anew, as a process does that has just started."""
    _known_tags.cache_clear()


def _plain(typed: str) -> str:
    """The words of what was typed; none where it is too short to suggest anything."""
    plain = words.plain(typed[:LONGEST])
    return "" if len(plain) < SHORTEST and plain.isascii() else plain


def _rows(plain: str, kind: str) -> QuerySet[Any]:
    """In one query: names that begin so, then words in them, then near spellings."""
    begins, has_word = Q(names__startswith=plain), Q(names__contains=f" {plain}")
    rows = SearchRow.objects.filter(published=True, **({"kind": kind} if kind else {}))
    return (
        rows.filter(begins | has_word | Q(names__trigram_word_similar=plain))
        .annotate(
            place=Case(When(begins, Value(0)), When(has_word, Value(1)), default=2),
            alike=TrigramWordSimilarity(plain, "names"),
            translated=_names_here(),
        )
        .filter(Q(place__lt=2) | Q(alike__gte=LEAST_ALIKE))
        .select_related("entry")
        .order_by("place", "-uses", "-alike", "sort_name", "pk")
    )


def _names_here() -> Subquery:
    texts = EntryText.objects.filter(entry=OuterRef("pk"), language=get_language())
    return Subquery(texts.values("name")[:1])


def _of_entry(row: Any) -> Suggestion:
    entry = row.entry
    language = get_language() or "" if row.translated else entry.language
    what = kinds.get(entry.kind).label
    address = entry.get_absolute_url()
    return Suggestion(row.translated or entry.name, language, what, address, entry.kind)


def _tags(plain: str, version: int) -> list[Suggestion]:
    """Tags that entries carry."""
    here = get_language() or ""
    found = [tag for tag, _name in _named(plain, version) if tag.entries]
    return [
        Suggestion(tag.label, here, _("Tag"), tag.get_absolute_url())
        for tag in found[:MOST_TAGS]
    ]


def _named(plain: str, version: int) -> Iterator[tuple[Any, str]]:
    """Tags by the beginning of a word of any of their names, in any language."""
    for names, tag in _known_tags(version):
        for name, folded in names:
            if f" {plain}" in f" {folded}":
                yield tag, name
                break


@lru_cache(maxsize=1)
def _known_tags(version: int) -> list[tuple[list[tuple[str, str]], Tag]]:
    """All tags, the most used first, with what they are called and how that folds.

    Kept in the memory of each process until the catalogue changes.
    """
    tags: QuerySet[Any] = Tag.objects.shown().with_entry_count()
    return [
        (
            [(n, words.plain(n)) for n in (t.name, *t.labels.values(), *t.synonyms)],
            t,
        )
        for t in tags.order_by("-entries", "name")
    ]
