"""Budgets hold with 2,000 and with 20,000 entries, and for who is signed in."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from benchmarks.synthetic import Synthetic
from catalogue.models import Entry
from tests.counting import cold, queries, restart
from tests.tables import empty_all

pytestmark = pytest.mark.django_db
SIGNED_IN = 3


@pytest.fixture(scope="module", params=[2_000, 20_000], ids="{} entries".format)
def many(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[int]:
    """A catalogue of so many entries; five of seven are tools."""
    with django_db_blocker.unblock():
        try:
            Synthetic(request.param * 5 // 7).fill()
            yield request.param
        finally:
            empty_all()


@pytest.fixture
def pages(many: int) -> dict[str, int]:
    """How often each page may ask: tag-1 is the most used, e-1 is a tool."""
    tools = many * 5 // 7
    maker = tools + tools // 5 + 1
    return {
        "/en/": 8,
        "/en/?tag=tag-1": 8,
        "/en/tools/": 6,
        "/en/tools/?tag=tag-1&tag=tag-2&open_source=open&platform=web": 6,
        "/en/tools/?tag=tag-1&page=3&sort=recent": 6,
        "/en/use-cases/?tag=tag-1&country=FR": 6,
        "/en/organizations/?type=company&country=none": 6,
        "/en/tags/tag-1/": 8,
        "/en/tools/e-1/": 10,
        f"/en/use-cases/e-{tools + 1}/": 10,
        f"/en/organizations/e-{maker}/": 10,
    }


def test_catalogue_is_as_large_as_said(many: int) -> None:
    assert many - 10 < Entry.objects.count() <= many


def test_pages_ask_no_more_often_than_with_few_entries(
    client: Client, pages: dict[str, int]
) -> None:
    for address, most in pages.items():
        restart()
        assert queries(client, address) <= most, address
        assert cold(client, address) <= most, address


def test_pages_ask_thrice_more_at_most_for_who_is_signed_in(
    client: Client, pages: dict[str, int], moderator
) -> None:
    client.force_login(moderator)

    for address, most in pages.items():
        restart()
        assert queries(client, address) <= most + SIGNED_IN, address
