"""Addresses for entries: readable, unique within a kind, never used twice."""

import re
from collections.abc import Iterator, Sequence
from itertools import count, islice

from catalogue.models.slug import slug_from
from catalogue.search.prepared import ask
from contributions.sequences import NEXT_ID

# Pages that stand among the entries' own.
RESERVED = frozenset({"add", "compare", "lookalikes"})
MOST_NAMESAKES = 20
TAKEN = """
SELECT slug FROM catalogue_slug WHERE kind = %(kind)s AND slug = ANY(%(asked)s::text[])
"""
ALL = "SELECT slug FROM catalogue_slug WHERE kind = %(kind)s"
ID_AND_TAKEN = f"SELECT {NEXT_ID}, ARRAY({TAKEN})"


def free_slugs(kind: str, names: Sequence[str]) -> list[str]:
    """A slug for each name, distinct from each other and from all ever used.

    Called while no other writer is at work. An entry that is renamed back gets a new
    address too: browsers remember the permanent redirect away from the old one.
    """
    if len(names) == 1 and (slug := _first_free(kind, slug_from(names[0]))):
        return [slug]
    taken = {*RESERVED, *(slug for (slug,) in ask(ALL, {"kind": kind}, len(names)))}
    slugs = []
    for name in names:
        slug = next(slug for slug in _numbered(slug_from(name)) if slug not in taken)
        taken.add(slug)
        slugs.append(slug)
    return slugs


def id_and_slug(kind: str, name: str) -> tuple[int, str]:
    """Those of one new entry, in one question."""
    asked = _first(slug_from(name))
    [(pk, taken)] = ask(ID_AND_TAKEN, {"kind": kind, "asked": asked}, 1)
    return pk, _free(asked, taken) or free_slugs(kind, [name])[0]


def _first_free(kind: str, base: str) -> str:
    asked = _first(base)
    found = ask(TAKEN, {"kind": kind, "asked": asked}, 1)
    return _free(asked, [slug for (slug,) in found])


def _first(base: str) -> list[str]:
    return list(islice(_numbered(base), MOST_NAMESAKES))


def _free(asked: list[str], taken: list[str]) -> str:
    """The first free one; none when so many namesakes have an address."""
    known = RESERVED.union(taken)
    return next((slug for slug in asked if slug not in known), "")


def _numbered(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{number}" for number in count(2))


def fits(slug: str, name: str) -> bool:
    """Whether a slug was made from this name, so that a rename need not move it."""
    return bool(re.fullmatch(rf"{slug_from(name)}(-\d+)?", slug))
