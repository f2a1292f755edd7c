"""No page of the admin asks more often with many entries than it may."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import User
from benchmarks import curated
from catalogue.models import Entry
from contributions.models import Change, Report, Suggestion
from tests.counting import cold, restart
from tests.tables import empty_all

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture(scope="module")
def filled(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, str]]:
    """The pages of a catalogue that hundreds of people work on; filled once for all."""
    with django_db_blocker.unblock():
        try:
            curated.fill(is_searched=False)
            yield curated.pages()
        finally:
            empty_all()


def test_catalogue_is_as_large_as_said(filled: dict[str, str]) -> None:
    assert 4_990 <= Entry.objects.count() <= 5_000
    assert Change.objects.count() == 20_000
    assert Suggestion.objects.count() == 1_000
    assert Report.objects.count() == 500


def test_every_page_of_the_admin_asks_little(
    client: Client, moderator: User, filled: dict[str, str]
) -> None:
    client.force_login(moderator)

    restart()
    counts = {name: cold(client, address) for name, address in filled.items()}

    assert {name: n for name, n in counts.items() if n > MOST_QUERIES} == {}
