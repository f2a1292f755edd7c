"""The terms of a query as PostgreSQL's tsqueries: each word in the stems of every
language, for who asks does not say in which language the words are.

What a word becomes never changes, so it is asked for once and kept. Nothing is looked
for where PostgreSQL sees no word in what Python takes for one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from catalogue.search.query import Term, joined
from catalogue.search.words import STEMMERS

MOST_KEPT = 5_000
LONGEST_KEPT = 40
CONFIGS = sorted(set(STEMMERS.values()))
ASK = """
SELECT word,
    to_tsquery('simple', quote)::text, to_tsquery('simple', quote || ':*')::text,
    array_agg(DISTINCT stem) FILTER (WHERE stem <> ''),
    array_agg(config) FILTER (WHERE stem = '')
FROM unnest(%s::text[]) AS word,
    LATERAL (SELECT quote_literal(word)) AS quoted (quote),
    unnest(%s::text[]) AS config,
    LATERAL (SELECT to_tsquery(config::regconfig, quote)::text) AS stemmed (stem)
GROUP BY word, quote
"""


@dataclass(frozen=True)
class Stems:
    """What a word is looked for as, and where it is too common to be looked for.

    All are empty for what PostgreSQL does not take for a word.
    """

    itself: str
    as_prefix: str
    stems: tuple[str, ...]
    stop_in: frozenset[str]


@dataclass(frozen=True)
class Wanted:
    """The words of a query as tsqueries: those that count, all, any, and the excluded.

    Empty ones stand for nothing asked. `stop_words` has a place per term not excluded.
    """

    each: tuple[str, ...]
    everything: str
    anything: str
    never: str
    stop_words: tuple[bool, ...]


_kept: dict[str, Stems] = {}


def wanted(terms: Sequence[Term], config: str) -> Wanted:
    """`config` names the language whose stop words do not count."""
    known = _stems_of(_words_of(terms))
    asked = [term for term in terms if not term.is_excluded]
    stop_words = tuple(_is_stop_word(term, known, config) for term in asked)
    queries = [
        _tsquery(term, known)
        for term, is_stop in zip(asked, stop_words, strict=True)
        if not is_stop or all(stop_words)
    ]
    each = tuple(query for query in queries if query)
    excluded = [_tsquery(term, known) for term in terms if term.is_excluded]
    as_one = _joined(terms)
    return Wanted(
        each,
        everything=_either([" & ".join(each), as_one] if each else []),
        anything=_either([*each, as_one]),
        never=_either(excluded),
        stop_words=stop_words,
    )


def is_stem(word: str, of: str) -> bool:
    """Whether who looks for a word finds this one too."""
    return f"'{word}'" in _stems_of({of})[of].stems


def any_word(terms: Sequence[Term]) -> str:
    """A tsquery that finds any single word of the terms, to mark it in a text."""
    asked = [term for term in terms if not term.is_excluded]
    asked += [other for term in asked for other in term.alternatives]
    known = _stems_of(_words_of(asked))
    found = [
        _one_of(known[word], term.is_prefix) for term in asked for word in term.words
    ]
    return _either([*found, _joined(terms)])


def _tsquery(term: Term, known: dict[str, Stems]) -> str:
    """The words side by side as they are, or the stems of all of them."""
    stems = [known[word] for word in term.words if known[word].itself]
    parts = []
    if term.is_phrase or len(stems) > 1:
        parts.append(" <-> ".join(f"({_plain(one, term.is_prefix)})" for one in stems))
    if not term.is_phrase:
        parts.append(" & ".join(f"({_one_of(one, term.is_prefix)})" for one in stems))
    parts += [_tsquery(other, known) for other in term.alternatives]
    query = _either(parts)
    return f"({query})" if query else ""


def _plain(stems: Stems, is_prefix: bool) -> str:
    return stems.as_prefix if is_prefix else stems.itself


def _one_of(stems: Stems, is_prefix: bool) -> str:
    return _either(dict.fromkeys([_plain(stems, is_prefix), *stems.stems]))


def _joined(terms: Sequence[Term]) -> str:
    """All words as one, for a name or a word that is written so."""
    word = joined(terms)
    return f"'{word}'{':*' if terms[-1].is_prefix else ''}" if word else ""


def _either(queries: Iterable[str]) -> str:
    return " | ".join(query for query in queries if query)


def _is_stop_word(term: Term, known: dict[str, Stems], config: str) -> bool:
    if term.is_phrase or term.alternatives or len(term.words) > 1:
        return False
    stems = known[term.words[0]]
    return config in stems.stop_in or not stems.itself


def _words_of(terms: Iterable[Term]) -> set[str]:
    return {
        word
        for term in terms
        for one in (term, *term.alternatives)
        for word in one.words
    }


def _stems_of(words: set[str]) -> dict[str, Stems]:
    """What is kept is copied first: another thread may clear it at any time."""
    found = {word: stems for word in words if (stems := _kept.get(word))}
    missing = words - found.keys()
    if missing:
        asked = _asked(missing)
        if len(_kept) + len(asked) > MOST_KEPT:
            _kept.clear()
        _kept.update({w: s for w, s in asked.items() if len(w) <= LONGEST_KEPT})
        found |= asked
    return found


def _asked(words: set[str]) -> dict[str, Stems]:
    with connection.cursor() as cursor:
        cursor.execute(ASK, [sorted(words), CONFIGS])
        return {
            word: Stems(itself, as_prefix, tuple(stems or ()), frozenset(stop_in or ()))
            for word, itself, as_prefix, stems, stop_in in cursor.fetchall()
        }
