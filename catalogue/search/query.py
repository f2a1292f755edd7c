"""What a person typed, as the terms that are looked for.

Quotes hold words together, a minus excludes, `or` between two words takes either; the
last word may be unfinished.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalogue.search.words import words

MOST_TERMS = 8
MOST_JOINED = 5
LONGEST_QUERY = 200
# What is too long to be found is shown in its field again, up to here.
MOST_GIVEN_BACK = 1_000
TERM = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')
OR_WORDS = {"or", "ou", "o"}


@dataclass(frozen=True)
class Term:
    """One thing to look for: its words as they are indexed, and how they count."""

    words: tuple[str, ...]
    is_phrase: bool = False
    is_excluded: bool = False
    is_prefix: bool = False
    alternatives: tuple["Term", ...] = ()


def parse(text: str) -> list[Term]:
    """The terms of a query, at most eight; the rest is not looked for."""
    terms: list[Term] = []
    either = False
    for match in TERM.finditer(text[:LONGEST_QUERY]):
        quoted = match[2] is not None
        if match[0].casefold() in OR_WORDS and not quoted and terms:
            either = match[0].casefold() == "or" or match[0].isupper()
            if either:
                continue
        found = words(match[2] if quoted else match[4])
        if not found:
            continue
        term = Term(
            tuple(found),
            is_phrase=quoted,
            is_excluded=bool(match[1] or match[3]),
        )
        if either and terms:
            last = terms[-1]
            terms[-1] = replace(last, alternatives=(*last.alternatives, term))
        else:
            terms.append(term)
        either = False
    return _with_prefix(terms[:MOST_TERMS], text)


def _with_prefix(terms: list[Term], text: str) -> list[Term]:
    """The last word may be the beginning of one, unless something follows it."""
    if not terms or text != text.rstrip() or terms[-1].is_phrase:
        return terms
    if terms[-1].is_excluded or terms[-1].alternatives:
        return terms
    return [*terms[:-1], replace(terms[-1], is_prefix=True)]


def joined(terms: Sequence[Term]) -> str:
    """The words as one, as some names are written: what do they know."""
    words = [word for term in terms for word in term.words]
    if not 1 < len(words) <= MOST_JOINED or any(_is_special(term) for term in terms):
        return ""
    return "".join(words)


def _is_special(term: Term) -> bool:
    return term.is_phrase or term.is_excluded or bool(term.alternatives)
