"""Tags that go by much the same name, and what merged tags lead to."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from catalogue.models import Tag
from catalogue.search import words


@lru_cache(maxsize=20_000)
def key_of(name: str) -> str:
    """What is left of a name without case, accents, spaces, marks and plural."""
    plain = re.sub(r"\W|_", "", words.plain(name))
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") else plain


def lookalikes() -> dict[int, set[int]]:
    """By tag, the others that go by the same name but for its spelling."""
    ids: dict[str, set[int]] = defaultdict(set)
    tags = Tag.objects.filter(merged_into=None)
    for pk, tag, labels, synonyms in tags.values_list(
        "pk", "name", "labels", "synonyms"
    ):
        for name in (tag, *labels.values(), *synonyms):
            ids[key_of(name)].add(pk)
    alike: dict[int, set[int]] = defaultdict(set)
    for group in ids.values():
        for pk in group if len(group) > 1 else ():
            alike[pk] |= group - {pk}
    return alike


def followed(ids: Iterable[int]) -> dict[int, int]:
    """The tags that stand for merged ones, by the ids of these."""
    leads: dict[int, int] = {}
    asked = set(ids)
    while asked:
        merged = Tag.objects.filter(pk__in=asked).exclude(merged_into=None)
        found = dict(merged.values_list("pk", "merged_into_id"))
        leads |= found
        asked = set(found.values()) - leads.keys()
    return {pk: _end(pk, leads) for pk in leads}


def _end(pk: int, leads: dict[int, int]) -> int:
    while pk in leads:
        pk = leads[pk]
    return pk
