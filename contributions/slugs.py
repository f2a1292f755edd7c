"""Addresses for entries: readable, unique within a kind, never used twice."""

import re
from collections.abc import Sequence

from catalogue.models import Slug
from catalogue.models.slug import slug_from

# Pages that stand among the entries' own.
RESERVED = frozenset({"add", "compare", "lookalikes"})


def free_slugs(kind: str, names: Sequence[str]) -> list[str]:
    """A slug for each name, distinct from each other and from all ever used.

    Called while no other writer is at work. An entry that is renamed back gets a new
    address too: browsers remember the permanent redirect away from the old one.
    """
    known = Slug.objects.filter(kind=kind).values_list("slug", flat=True)
    if len(names) == 1:
        known = known.filter(slug__startswith=slug_from(names[0]))
    taken = {*RESERVED, *known}
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
