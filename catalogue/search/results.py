"""What a list shows for what was asked of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.utils.translation import get_language

from catalogue import kinds
from catalogue.facets import NOT_FILLED_IN, Facet
from catalogue.kinds import Kind
from catalogue.search import spelling, statement
from catalogue.search.index import Index, Value, index_of
from catalogue.search.query import LONGEST_QUERY, Term, parse
from catalogue.search.statement import Answer, Choice, Request, Tally
from catalogue.search.words import fold, stemmer

ENOUGH = 3
FIRST_VALUES = 5
UNKNOWN = -1


@dataclass(frozen=True)
class Asked:
    """What a list is asked for: words, chosen values by facet, order and place."""

    kind: str
    text: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    offset: int = 0
    limit: int = 20
    within: tuple[QuerySet[Any], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing but facets narrows the list."""
        return not self.within


@dataclass
class Results:
    """The answer, with the spelling or the leniency that it needed."""

    asked: Asked
    index: Index
    request: Request
    answer: Answer
    near_spelling: str = ""
    words_asked: int = 0
    words_needed: int = 0

    @property
    def terms(self) -> Sequence[Term]:
        """The terms as they were read in the end."""
        return self.request.terms

    @property
    def total(self) -> int:
        return self.answer.total

    @property
    def ids(self) -> list[int]:
        return self.answer.ids

    def count_of(self, value: Value) -> int:
        """How many entries would be found with this value chosen in its facet."""
        if _is_counted_beforehand(self.asked, value.facet, self.terms):
            return value.count
        return self.answer.counts.get(value.id, 0)

    def total_of(self, asked: Asked) -> int:
        """How many entries a list of other filters has: these words, or none.

        In one statement at most, as the words are read already.
        """
        request = _request(replace(asked, offset=0, limit=0), self.index, ())
        if request.whole is not None:
            return request.whole
        if request.terms:
            read = self.request
            request = replace(
                request, terms=read.terms, text=read.text, at_least=read.at_least
            )
        return _run(request).total

    @cached_property
    def least_of_words(self) -> bool:
        return 0 < self.words_needed < self.words_asked


def find(asked: Asked, version: int, counted: Sequence[Facet] | None = None) -> Results:
    """Answer a list in one statement, or a few where the words are not all found.

    `counted` are the facets of which every value is counted; without it the values
    that a list shows are.
    """
    results = _answer(asked, version, counted)
    if results.terms and results.total < ENOUGH:
        _look_further(results)
    return results


def find_exactly(asked: Asked, version: int) -> Results:
    """The same with all the words as they were typed, in one statement."""
    return _answer(asked, version, None)


def _answer(asked: Asked, version: int, counted: Sequence[Facet] | None) -> Results:
    index = index_of(kinds.get(asked.kind), version)
    request = _request(asked, index, counted)
    return Results(asked, index, request, _run(request))


def _request(asked: Asked, index: Index, counted: Sequence[Facet] | None) -> Request:
    terms = parse(asked.text)
    choices = _choices(asked, index.kind, index)
    is_narrowed = terms or choices or not asked.is_whole
    return Request(
        kind=index.kind.name,
        terms=terms,
        choices=choices,
        counted=_counted(asked, index.kind, index, counted, terms),
        sort=_sort(asked, terms),
        offset=asked.offset,
        limit=asked.limit,
        text=fold(asked.text[:LONGEST_QUERY]).strip(),
        within=_within(asked),
        whole=None if is_narrowed else index.total,
    )


def _sort(asked: Asked, terms: Sequence[Term]) -> str:
    """The order asked for; without words nothing is more relevant than another."""
    sort = asked.sort or "relevance"
    return sort if terms or sort != "relevance" else "used"


def shown_values(facet: Facet, index: Index, chosen: Iterable[str]) -> list[Value]:
    """The first values of a facet, those chosen beyond them, and "not filled in"."""
    first = index.of(facet)[: len(facet.choices) or FIRST_VALUES]
    later = [value for value in map(partial(index.find, facet), chosen) if value]
    later = [value for value in later if value.value and value not in first]
    later.sort(key=lambda value: (-value.count, value.value))
    empty = index.find(facet, NOT_FILLED_IN)
    return [*first, *later, *([empty] if empty else [])]


def _run(request: Request) -> Answer:
    return statement.run(request, _language())


def _tally(request: Request) -> Tally:
    return statement.tally(request, _language())


def _language() -> str:
    """Whose stop words do not count: those of the interface."""
    return stemmer(get_language() or "") or "english"


def _within(asked: Asked) -> list[tuple[str, tuple[Any, ...]]]:
    return [_compiled(query) for query in asked.within]


def _compiled(query: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    try:
        return query.order_by().query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint", ()


def _choices(asked: Asked, kind: Kind, index: Index) -> list[Choice]:
    choices = []
    for facet in kind.facets:
        wanted = asked.chosen.get(facet.name, ())
        found = [index.find(facet, value) for value in wanted]
        if found:
            numbers = tuple(value.id if value else UNKNOWN for value in found)
            choices.append(Choice(facet.number, numbers))
    return choices


def _is_counted_beforehand(asked: Asked, facet: Facet, terms: Sequence[Term]) -> bool:
    """Whether nothing but the facet's own choice narrows the list."""
    others = [name for name, values in asked.chosen.items() if values]
    return asked.is_whole and not terms and set(others) <= {facet.name}


def _counted(
    asked: Asked,
    kind: Kind,
    index: Index,
    facets: Sequence[Facet] | None,
    terms: Sequence[Term],
) -> list[int]:
    values: list[Value] = []
    for facet in kind.facets if facets is None else facets:
        if _is_counted_beforehand(asked, facet, terms):
            continue
        if facets is None:
            values += shown_values(facet, index, asked.chosen.get(facet.name, ()))
        else:
            empty = index.find(facet, NOT_FILLED_IN)
            values += [*index.of(facet), *([empty] if empty else [])]
    return sorted(value.id for value in values)


def _look_further(results: Results) -> None:
    """Try near spellings of unknown words, then entries with most of the words.

    Filters have no say in how words are read: choosing a value then leaves as many
    entries as were counted beside it.
    """
    request = results.request
    is_narrowed = bool(request.choices or request.within)
    tally = _tally(request) if is_narrowed else None
    if tally and tally.total >= ENOUGH:
        return
    stop_words = results.answer.stop_words
    near = spelling.corrected(request.terms, stop_words, results.index)
    if near:
        request = replace(request, terms=near, text=_spelled(near, request.terms))
        results.near_spelling, tally = request.text, None
    # A word that was corrected is none of the stop words, nor are its spellings.
    asked = stop_words.count(False)
    if asked > 1:
        needed = _words_needed(tally or _tally(request), asked)
        request = replace(request, at_least=needed)
    if request.at_least:
        results.words_asked, results.words_needed = asked, request.at_least
    if near or request.at_least:
        results.request, results.answer = request, _run(request)


def _words_needed(tally: Tally, asked: int) -> int | None:
    """With how many of its words a query finds enough, or more at least; or None."""
    best, found = None, tally.total
    for needed in range(asked - 1, (asked - 1) // 2, -1):
        if found < ENOUGH and tally.at_least[needed] > found:
            best, found = needed, tally.at_least[needed]
    return best


def _spelled(terms: Sequence[Term], typed: Sequence[Term]) -> str:
    return " ".join(_spelled_term(term, typed) for term in terms)


def _spelled_term(term: Term, typed: Sequence[Term]) -> str:
    """The term without the word that it replaces."""
    replaced = {one.words for one in typed} - {term.words}
    either = [one for one in (term, *term.alternatives) if one.words not in replaced]
    words = " or ".join(" ".join(one.words) for one in either)
    return f"-{words}" if term.is_excluded else words
