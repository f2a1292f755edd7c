"""The shipped catalogue answers judged queries: something expected in the top three.

The table was judged from what the catalogue holds, not from what the search finds.
docs/search-quality.md shows the ranks; `python -m benchmarks.judged` writes it.
"""

import pytest
from django.conf import settings
from django.db import transaction

from benchmarks import judged
from catalogue.search import rebuild
from contributions import catalogue_files
from contributions.actions import Why

ENOUGH = 0.95
CATALOGUE = settings.BASE_DIR / "fixtures/catalogue"


@pytest.fixture(scope="module")
def ranks(django_db_setup: None, django_db_blocker) -> list[judged.Ranked]:
    with django_db_blocker.unblock(), transaction.atomic():
        catalogue_files.import_from(CATALOGUE, Why(by=None))
        rebuild()
        found = judged.rank_all()
        transaction.set_rollback(True)
    return found


def test_table_is_large_and_about_every_kind() -> None:
    queries = judged.read()

    assert len(queries) >= 60
    assert {query.kind for query in queries} == {"tool", "use_case", "organization"}
    assert len({(query.text, query.kind) for query in queries}) == len(queries)


def test_expected_entries_are_among_the_first_three(
    ranks: list[judged.Ranked],
) -> None:
    misses = [one for one in ranks if not one.is_hit]

    assert 1 - len(misses) / len(ranks) >= ENOUGH, misses
