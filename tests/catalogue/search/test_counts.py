"""Totals, hits and counts equal what reading every entry one by one would give."""

from dataclasses import replace

import pytest

from catalogue import kinds, version
from catalogue.search import results
from catalogue.search.results import Asked, Results
from tests.catalogue.search.random_catalogue import RandomCatalogue
from tests.catalogue.search.reference import VALUES, Seen, read

SELECTIONS = 8

pytestmark = pytest.mark.django_db


def ask(asked: Asked) -> Results:
    return results.find(asked, version.current(), kinds.get(asked.kind).facets)


def every_id(asked: Asked) -> list[int]:
    """The ids of all pages, one after the other."""
    found: list[int] = []
    while page := ask(replace(asked, offset=len(found))).ids:
        found += page
    return found


def expected(seen: list[Seen], found: Results, but: str = "") -> list[Seen]:
    """Who satisfies what was asked, leaving the choice in one facet aside."""
    return [
        one
        for one in seen
        if one.matches(found.terms, found.words_needed)
        and one.satisfies(found.asked.chosen, but)
    ]


def counts(found: Results) -> dict[tuple[str, str], int]:
    return {
        (value.facet.name, value.value): found.count_of(value)
        for value in found.index.values.values()
    }


def expected_counts(seen: list[Seen], found: Results) -> dict[tuple[str, str], int]:
    counted = dict.fromkeys(counts(found), 0)
    for facet in VALUES[found.asked.kind]:
        for one in expected(seen, found, but=facet):
            for value in one.values[facet]:
                counted[facet, value] += 1
    return counted


def test_reference_knows_every_facet() -> None:
    declared = {
        kind.name: [facet.name for facet in kind.facets] for kind in kinds.every()
    }

    assert declared == {kind: list(facets) for kind, facets in VALUES.items()}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", list(VALUES))
def test_hits_and_counts_equal_the_reference(kind: str, seed: int) -> None:
    catalogue, seen = RandomCatalogue(seed), read(kind)

    for _ in range(SELECTIONS):
        asked = catalogue.selection(kind, seen)
        found, ids = ask(asked), every_id(asked)

        assert found.total == len(ids), asked
        assert set(ids) == {one.id for one in expected(seen, found)}, asked
        assert counts(found) == expected_counts(seen, found), asked


@pytest.mark.parametrize("seed", range(5, 8))
@pytest.mark.parametrize("kind", list(VALUES))
def test_count_beside_a_value_is_the_total_after_choosing_it(
    kind: str, seed: int
) -> None:
    catalogue = RandomCatalogue(seed)
    seen = read(kind)

    for _ in range(SELECTIONS // 2):
        asked = catalogue.selection(kind, seen, most=2)
        found = ask(asked)

        for value in found.index.values.values():
            choice = {**asked.chosen, value.facet.name: (value.value,)}
            after = ask(replace(asked, chosen=choice))
            assert found.count_of(value) == after.total, (asked, value)
