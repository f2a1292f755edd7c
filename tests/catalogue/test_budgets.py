"""How often each page asks the database, as literal numbers, whatever the size."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from catalogue import filters, kinds, version
from tests.counting import cold, queries, restart
from tests.factories import (
    CollectionFactory,
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
    link,
    text,
)
from tests.tables import empty_all

pytestmark = pytest.mark.django_db
LISTS = ("/en/tools/", "/en/use-cases/", "/en/organizations/")
PLAIN = ("", "?tag=tag-0", "?tag=tag-0&tag=tag-1&country=FR", "?with_tag=tag-0")
WORDS = ("?q=budget", "?q=budget&tag=tag-0&sort=recent", "?q=city&with_tag=tag-0")
NOT_FOUND = ("?q=budgte", "?q=budget+zebra")
MANY_WORDS = "zebrx girrafe elephent munkey tigger lionn wolfe budgte"
DEAD_END = "?q=zebra+giraffe&tag=tag-0"


@pytest.fixture(scope="module", params=[2, 30], ids="{} entries".format)
def many(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[int]:
    """A catalogue of so many entries of each kind, for all the tests that read it."""
    with django_db_blocker.unblock():
        try:
            fill(request.param)
            yield request.param
        finally:
            empty_all()


def fill(count: int) -> None:
    """Everything is linked."""
    tags = [TagFactory(name=f"Tag {n}", slug=f"tag-{n}") for n in range(8)]
    texts = {"en": text("Budgets of a city."), "fr": {"summary": "Budgets."}}
    tools = []
    for number in range(count):
        shared = {"texts": texts, "tags": [tags[number % 8], tags[(number + 1) % 8]]}
        city = OrganizationFactory(name=f"City {number}", country="FR", **shared)
        makers = [link("developed_by", city)]
        tool = ToolFactory(name=f"Tool {number}", links=makers, licence="MIT", **shared)
        uses = [link("uses", tool), link("run_by", city)]
        UseCaseFactory(name=f"Case {number}", links=uses, **shared)
        tools += [tool]
        CollectionFactory(title=f"List {number}", entries=tools, public=True)


@pytest.fixture
def enough(many: int) -> int:
    """A catalogue in which all words are found often enough."""
    if many < 3:
        pytest.skip("Few hits: the search looks further, which has its own budget.")
    return many


@pytest.mark.parametrize("address", LISTS)
def test_list_with_every_facet_asks_six_times_at_most(client, many, address):
    for query in PLAIN:
        restart()
        assert queries(client, address + query) <= 6, query


@pytest.mark.parametrize("address", LISTS)
def test_list_with_words_asks_seven_times_at_most(client, enough, address):
    """Once more where a process meets a word for the first time.

    One of them asks whether the tag of a filter was merged into another.
    """
    for query in WORDS:
        restart()
        assert queries(client, address + query) <= 8, query
        assert cold(client, address + query) <= 7, query


@pytest.mark.parametrize("address", LISTS)
def test_list_looks_further_for_words_that_are_not_found(client, many, address):
    for query in NOT_FOUND:
        restart()
        assert queries(client, address + query) <= 10, query
    restart()
    assert queries(client, address + DEAD_END) <= 10


@pytest.mark.parametrize("kind", kinds.every(), ids=lambda kind: kind.name)
def test_no_address_of_a_list_makes_it_ask_more_than_thirty_times(client, db, kind):
    """Every filter at once, each with as many values as are understood."""
    for factory in (OrganizationFactory, ToolFactory, UseCaseFactory):
        factory(name="City")
    sent = [(name, "city") for name in filters.link_filters(kind)]
    sent += [("q", MANY_WORDS), ("missing", kind.facts[0].gap_name)]
    repeated = [facet.name for facet in kind.facets] + [filters.WITH_TAG]
    sent += [(name, f"x{n}") for name in repeated for n in range(20)]
    understood = client.get(f"{kind.list_url}?{urlencode(sent)}")["Location"]

    restart()
    assert queries(client, understood) <= 30
    assert len(understood.split("&")) <= 40 + len(sent) - 20 * len(repeated)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/en/", 8),
        ("/en/?tag=tag-0", 8),
        ("/en/?tag=tag-0&tag=tag-1", 8),
        ("/en/tags/tag-0/", 8),
        ("/en/tags/tag-0/?tag=tag-1", 8),
        ("/en/tags/", 3),
        ("/en/tools/tool-1/", 10),
        ("/en/use-cases/case-1/", 10),
        ("/en/organizations/city-1/", 10),
        ("/en/collections/", 3),
        ("/en/collections/list-1/", 5),
        ("/en/tools/facets/tag/", 4),
        ("/en/search/suggest/?q=to", 3),
        ("/en/about/", 2),
        ("/en/changes/", 6),
        ("/en/changes/?kind=tool&person=person&tag=tag-0&batch=1", 9),
        ("/en/tools/tool-1/history/", 9),
        ("/en/tools/tool-1/history/1/", 9),
        ("/en/tools/tool-1/facts/", 10),
    ],
)
def test_page_asks_seldom(client, many, address, most):
    restart()
    assert queries(client, address) <= most
    assert cold(client, address) <= most


def test_suggestions_ask_twice_once_tags_are_known(client, many):
    client.get("/en/search/suggest/?q=city")

    assert queries(client, "/en/search/suggest/?q=to") == 2


def test_search_over_all_kinds_asks_four_times_a_kind_and_twice(client, enough):
    restart()

    assert queries(client, "/en/search/?q=budget") <= 14


def test_search_for_what_is_not_there_has_a_bound(client, many):
    for words in ("zebra", "budgte", "zebra+giraffe+budget", MANY_WORDS):
        restart()
        assert queries(client, f"/en/search/?q={words}") <= 18, words


@pytest.mark.parametrize("address", ["/en/about/", "/en/tools/?q=budget", "/en/"])
def test_page_that_is_kept_reads_the_version_alone(client, many, address):
    client.get(address)

    with CaptureQueriesContext(connection) as asked:
        client.get(address)

    assert [query["sql"] for query in asked] == [version.READ % version.read().number]


@pytest.mark.parametrize("address", ["/en/about/", "/en/tools/?q=budget", "/en/"])
def test_version_is_read_once_for_a_page(client, many, address):
    with CaptureQueriesContext(connection) as asked:
        client.get(address)

    read = [query for query in asked if "catalogue_catalogueversion" in query["sql"]]
    assert len(read) == 1


def test_frieze_asks_nothing_while_the_catalogue_stays(client, many):
    client.get("/en/about/")

    assert queries(client, "/en/privacy/") == 1


@pytest.mark.parametrize(
    "address", ["/en/", "/en/tools/", "/en/tools/tool-1/", "/en/tags/", "/en/about/"]
)
def test_signed_in_reader_costs_three_queries_more_at_most(client, many, address):
    visitor = cold(client, address)
    client.force_login(UserFactory(display_name="Ada"))

    assert cold(client, address) <= visitor + 3
