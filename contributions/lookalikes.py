"""Entries that may be the same thing as one that is being added or renamed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import Person, may_see_unpublished
from catalogue import kinds
from catalogue.models import Entry, EntryText, SearchRow
from contributions import alike, doubles
from contributions.doubles import SEEN
from contributions.models import Draft

SHOWN = 3
LOOKED_AT = 30
FRESH = timedelta(minutes=10)
FRESH_DRAFTS = 300
REASONS = {"website": _("Same website"), "repository": _("Same source code")}


@dataclass(frozen=True)
class Lookalike:
    """An entry that is there already, and why it may be the same thing."""

    entry: Any
    reason: str | Promise
    is_exact: bool

    @property
    def edit_address(self) -> str:
        """Where it is improved; nowhere while it waits for a moderator."""
        address = f"{self.entry.get_absolute_url()}edit/"
        return address if self.entry.is_published else ""


@dataclass
class Lookalikes:
    """What is there already, and the names that others are adding right now."""

    found: list[Lookalike] = field(default_factory=list)
    being_added: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.found or self.being_added)

    @property
    def is_exact(self) -> bool:
        return any(one.is_exact for one in self.found)


@dataclass(frozen=True)
class _Match:
    """Why an entry was found, and how well it fits: the best stand first."""

    reason: str | Promise
    score: float
    is_exact: bool


def find(
    kind: str,
    name: str = "",
    addresses: Iterable[str] = (),
    exclude_entry: int | None = None,
    person: Person | None = None,
) -> Lookalikes:
    """At most three entries of a kind that may be what somebody is typing.

    `exclude_entry` is the entry that is edited; `person` types, and is not told of own
    drafts.
    """
    typed = alike.plain(name)
    matches = {**_by_name(kind, typed), **_by_address(kind, addresses)}
    matches.pop(exclude_entry or 0, None)
    matches = _shown(matches, person)
    best = sorted(matches, key=lambda pk: (-matches[pk].score, pk))[:SHOWN]
    return Lookalikes(
        [
            Lookalike(entry, matches[pk].reason, matches[pk].is_exact)
            for pk, entry in _loaded(kind, best).items()
        ],
        [] if exclude_entry else _being_added(kind, typed, person),
    )


def _shown(matches: dict[int, _Match], person: Person | None) -> dict[int, _Match]:
    """Without what waits for a moderator, unless the person may see that."""
    if not matches or (person and may_see_unpublished(person)):
        return matches
    shown = Entry.objects.published().filter(pk__in=matches)
    return {pk: matches[pk] for pk in shown.values_list("pk", flat=True)}


def _by_name(kind: str, typed: str) -> dict[int, _Match]:
    if not typed:
        return {}
    matches = {}
    for pk, names in _rows(kind, typed):
        score = max(alike.likeness(typed, alike.plain(name)) for name in names)
        if score == alike.SAME:
            matches[pk] = _Match(_("Same name"), score, True)
        elif score >= alike.LEAST_ALIKE:
            matches[pk] = _Match(_("A name much like it"), score, False)
    return matches


def _rows(kind: str, typed: str) -> list[tuple[int, list[str]]]:
    """The entries whose names hold the typed words or sound so, with their names."""
    rows = SearchRow.objects.filter(kind=kind, entry__status__in=SEEN)
    texts = EntryText.objects.filter(entry=OuterRef("pk")).exclude(name="")
    rows = rows.annotate(translated=ArraySubquery(texts.values("name")))
    sounds_so = Q(names__trigram_word_similar=typed) | _one_word(typed)
    score = TrigramSimilarity("names", typed) + TrigramWordSimilarity(typed, "names")
    rows = rows.filter(sounds_so).order_by(score.desc(), "pk")[:LOOKED_AT]
    found = rows.values_list("pk", "entry__name", "translated")
    return [(pk, [name, *translated]) for pk, name, translated in found]


def _one_word(typed: str) -> Q:
    """OpenStreetMap for Open Street Map, and the other way round."""
    if " " in typed:
        return Q(names__trigram_word_similar=typed.replace(" ", ""))
    return Q(names__trigram_similar=typed)


def _by_address(kind: str, addresses: Iterable[str]) -> dict[int, _Match]:
    return {
        pk: _Match(REASONS[column], alike.SAME, True)
        for pk, column in doubles.by_address(kind, addresses)
    }


def _loaded(kind: str, ids: Sequence[int]) -> dict[int, Any]:
    """The entries with their texts, in the order of the ids."""
    entries = kinds.get(kind).model.objects.prefetch_related("texts").in_bulk(ids)
    return {pk: entries[pk] for pk in ids if pk in entries}


def _being_added(kind: str, typed: str, person: Person | None) -> list[str]:
    """The names in other people's drafts of the last minutes, the most alike first."""
    if not typed:
        return []
    fresh = Draft.objects.filter(
        kind=kind, entry=None, updated_at__gte=timezone.now() - FRESH
    )
    own = person.pk if person else None
    others = fresh.exclude(person=own).exclude(person=None).exclude(name="")
    names = others.newest_first().values_list("name", flat=True)[:FRESH_DRAFTS]
    scores = {name: alike.likeness(typed, alike.plain(name)) for name in names}
    near = [name for name in scores if scores[name] >= alike.LEAST_ALIKE]
    return sorted(near, key=lambda name: (-scores[name], name))[:SHOWN]
