"""Near spellings for words that stand nowhere in the catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django.db import connection

from catalogue.search.index import Index
from catalogue.search.query import Term
from catalogue.search.stems import is_stem, wanted
from catalogue.search.words import words

SHORTEST = 4
LONG = 7
MOST_NEAR = 3

# Which words no published entry of a kind has, each with the names that are like it.
# The threshold holds to the end of the transaction, which for a page is this statement;
# `MATERIALIZED` lets each word be read with it before any name is.
UNKNOWN = """
WITH unknown AS MATERIALIZED (
    SELECT place, word, set_config('pg_trgm.word_similarity_threshold', '0.2', true)
    FROM unnest(%(places)s::int[], %(words)s::text[], %(queries)s::text[])
        AS one (place, word, query)
    WHERE NOT EXISTS (
        SELECT FROM catalogue_searchrow
        WHERE published AND kind = %(kind)s AND document @@ query::tsquery
    )
)
SELECT place, ARRAY(
    SELECT names FROM catalogue_searchrow
    WHERE published AND kind = %(kind)s AND names %%> word
    ORDER BY word_similarity(word, names) DESC, uses DESC LIMIT 100
)
FROM unknown
"""


def corrected(
    terms: Sequence[Term], stop_words: Sequence[bool], index: Index
) -> list[Term] | None:
    """The terms with unknown words replaced by near ones; None if nothing is nearer.

    `stop_words` tells which of the terms that are not excluded do not count.
    """
    is_stop = iter(stop_words)
    asked = {
        place: term
        for place, term in enumerate(terms)
        if not term.is_excluded and not next(is_stop) and _may_be_corrected(term)
    }
    unknown = _unknown(asked, index.kind.name) if asked else {}
    replaced = [
        _nearest(term, unknown[place], index) if place in unknown else None
        for place, term in enumerate(terms)
    ]
    if not any(replaced):
        return None
    return [new or term for new, term in zip(replaced, terms, strict=True)]


def _may_be_corrected(term: Term) -> bool:
    return len(term.words) == 1 and len(term.words[0]) >= SHORTEST


def _unknown(terms: dict[int, Term], kind: str) -> dict[int, list[str]]:
    """Those that no published entry has, letter by letter, with the names like them.

    A wrong letter may leave a stem that other words have too.
    """
    phrases = [replace(term, is_phrase=True) for term in terms.values()]
    values: dict[str, Any] = {
        "kind": kind,
        "places": list(terms),
        "words": [term.words[0] for term in phrases],
        "queries": [wanted([phrase], "simple").anything for phrase in phrases],
    }
    with connection.cursor() as cursor:
        cursor.execute(UNKNOWN, values)
        return dict(cursor.fetchall())


def _nearest(term: Term, names: Iterable[str], index: Index) -> Term | None:
    """The words that need the fewest edits, or the term; several may be as near."""
    word = term.words[0]
    candidates = {*_words_of_names(names), *_words_of_tags(index)}
    most = 1 if len(word) < LONG else 2
    near = {
        candidate: edits(word, candidate)
        for candidate in candidates
        if abs(len(candidate) - len(word)) <= most and not is_stem(candidate, word)
    }
    least = min(near.values(), default=most + 1)
    if least > most:
        return None
    alike = sorted(
        (candidate for candidate, count in near.items() if count == least),
        key=lambda candidate: (-_alikeness(word, candidate), candidate),
    )
    first, *others = [Term((candidate,)) for candidate in alike[:MOST_NEAR]]
    return replace(first, alternatives=(*others, replace(term, is_prefix=False)))


def edits(one: str, other: str) -> int:
    """How many letters are to be added, left out, replaced or swapped with the next."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        row = [i + 1]
        for j, wanted_letter in enumerate(other):
            cost = min(last[j] + (letter != wanted_letter), last[j + 1] + 1, row[j] + 1)
            if i and j and (letter, one[i - 1]) == (other[j - 1], wanted_letter):
                cost = min(cost, before[j - 1] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _alikeness(word: str, candidate: str) -> float:
    same_start = word[:1] == candidate[:1]
    return SequenceMatcher(None, word, candidate).ratio() + 0.05 * same_start


def _words_of_names(names: Iterable[str]) -> Iterable[str]:
    return (word for text in names for word in text.split())


def _words_of_tags(index: Index) -> Iterable[str]:
    for value in index.values.values():
        if value.facet.named_by == "tag":
            for label in value.labels.values():
                yield from _words_of_label(label)


@lru_cache(maxsize=20_000)
def _words_of_label(label: str) -> tuple[str, ...]:
    return tuple(words(label))
