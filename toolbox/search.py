"""Search over all kinds: what each kind's list would find, and its first rows."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalogue import kinds, links, list_rows
from catalogue.kinds import Kind
from catalogue.models import Entry
from catalogue.search import reasons, results
from catalogue.search.query import LONGEST_QUERY, parse
from catalogue.search.results import Asked, Results

SHOWN = 5


class SearchForm(forms.Form):
    q = forms.CharField(
        required=False,
        max_length=LONGEST_QUERY,
        error_messages={"max_length": _("Write at most 200 characters.")},
    )

    def clean_q(self) -> str:
        words = self.cleaned_data["q"]
        if words and not parse(words):
            raise forms.ValidationError(_("Write a word or a number."))
        return words


@dataclass
class Found:
    """What a kind's list has for the words: how many, and the first rows."""

    kind: Kind
    words: str
    results: Results
    entries: list[Any] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.results.total

    @property
    def address(self) -> str:
        """The kind's list with the same words."""
        query = QueryDict(mutable=True)
        query["q"] = self.words
        return f"{self.kind.list_url}?{query.urlencode()}"

    @property
    def is_as_asked(self) -> bool:
        """Whether entries have all of the words, just as they were typed."""
        return not self.results.near_spelling and not self.results.least_of_words


def over_all_kinds(words: str, version: int) -> list[Found]:
    """Each kind with what it has for the words; those that have just these first."""
    found = []
    for kind in kinds.every():
        asked = Asked(kind.name, words, limit=SHOWN)
        found.append(Found(kind, words, results.find(asked, version, counted=())))
    _load_rows(found)
    return sorted(found, key=lambda one: not one.is_as_asked)


def _load_rows(found: list[Found]) -> None:
    """Load the rows of all kinds together, each with the reason why it was found."""
    tables = [kind.table for kind in kinds.every()]
    ids = [id_ for one in found for id_ in one.results.ids]
    entries = Entry.objects.for_rows(*tables).in_bulk(ids)
    rows = {pk: links.own(entry) for pk, entry in entries.items()}
    prefetch_related_objects([*rows.values()], "texts")
    for one in found:
        one.entries = [rows[id_] for id_ in one.results.ids if id_ in rows]
        _explain(one)


def _explain(found: Found) -> None:
    terms, index = found.results.terms, found.results.index
    why = reasons.explain(found.entries, terms, index)
    for entry in found.entries:
        entry.reason = why[entry.pk]
        entry.shown_tags = list_rows.tags_of(entry, index)
