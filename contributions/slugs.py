"""Addresses for entries: readable, unique within a kind, never used twice."""

import re
from collections.abc import Sequence

from catalogue.models.slug import slug_from
from catalogue.search.prepared import ask

# Pages that stand among the entries' own.
RESERVED = frozenset({"add", "compare", "lookalikes"})
LIKE = "SELECT slug FROM catalogue_slug WHERE kind = %(kind)s AND slug LIKE %(start)s"


def free_slugs(kind: str, names: Sequence[str]) -> list[str]:
    """A slug for each name, distinct from each other and from all ever used.

    Called while no other writer is at work. An entry that is renamed back gets a new
    address too: browsers remember the permanent redirect away from the old one.
    """
    start = slug_from(names[0]) if len(names) == 1 else ""
    known = ask(LIKE, {"kind": kind, "start": f"{start}%"}, len(names))
    taken = {*RESERVED, *(slug for (slug,) in known)}
    slugs = []
    for name in names:
        base = slug = slug_from(name)
        number = 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug)
        slugs.append(slug)
    return slugs


def fits(slug: str, name: str) -> bool:
    """Whether a slug was made from this name, so that a rename need not move it."""
    return bool(re.fullmatch(rf"{slug_from(name)}(-\d+)?", slug))
