"""A reindex changes nothing, whatever was written before and by however many."""

from collections.abc import Callable
from random import Random
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from catalogue import search, version
from catalogue.models import Entry, EntryStatus, SearchRow
from catalogue.search import results
from catalogue.search.results import Asked
from contributions import actions
from contributions.actions import NewEntry, Why
from tests.catalogue.search.random_catalogue import WORDS, RandomCatalogue
from tests.factories import OrganizationFactory, ToolFactory, UseCaseFactory, link

NOBODY = Why(by=None)


def rows() -> list[dict[str, Any]]:
    return list(SearchRow.objects.order_by("pk").values())


def assert_reindex_changes_nothing() -> None:
    before = rows()

    count = search.rebuild()

    assert rows() == before
    assert count == len(before) == Entry.objects.count()


def write_at_random(catalogue: RandomCatalogue) -> None:
    """Change one thing of one entry, linked or not, published or not."""
    random = catalogue.random
    entry = random.choice(catalogue.entries)
    fresh = type(entry).objects.get(pk=entry.pk).record()
    other = random.choice(catalogue.entries)
    same_kind = [one for one in catalogue.entries if one.kind == entry.kind]
    word = random.choice(WORDS)
    writes: list[dict[str, Any]] = [
        {"name": f"{word} renamed {entry.pk}"},
        {"tags": [tag.pk for tag in random.sample(catalogue.tags, 2)]},
        {"links": fresh["links"][1:]},
        {"links": random.choice(same_kind).record()["links"][:1]},
        {"texts": {"fr": {"summary": word, "is_original": True}}},
        {"texts": {}},
        {"country": "FR"} if entry.kind != "tool" else {"licence": "MIT"},
    ]
    links = [one for one in writes[3]["links"] if one["object"] != entry.pk]
    writes[3]["links"] = links
    if random.random() < 0.3:
        status = random.choice(list(EntryStatus))
        actions.set_status(other, status, NOBODY)
    else:
        actions.edit(entry, random.choice(writes), NOBODY)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_reindex_changes_nothing_after_any_writes(seed: int) -> None:
    catalogue = RandomCatalogue(seed, entries=18)

    for _ in range(25):
        write_at_random(catalogue)

    assert_reindex_changes_nothing()


@pytest.mark.django_db
def test_name_of_a_neighbour_is_found_under_its_new_name() -> None:
    maker = OrganizationFactory(name="Oldname")
    tool = ToolFactory(links=[link("developed_by", maker)])

    actions.edit(maker, {"name": "Newname"}, NOBODY)

    assert found("tool", "newname") == [tool.pk]
    assert found("tool", '"oldname"') == []


@pytest.mark.django_db
def test_neighbours_forget_who_is_hidden() -> None:
    maker = OrganizationFactory(name="Hiddenmaker", country="FR")
    tool = ToolFactory(links=[link("developed_by", maker)])

    actions.set_status(maker, EntryStatus.HIDDEN, NOBODY)

    assert found("tool", '"hiddenmaker"') == []
    assert found("tool", "", country=("FR",)) == []
    assert found("tool", "", country=("",)) == [tool.pk]


@pytest.mark.django_db
def test_tool_knows_who_runs_its_use_cases() -> None:
    tool, city = ToolFactory(), OrganizationFactory(type="local government")
    case = UseCaseFactory(links=[link("uses", tool), link("run_by", city)])

    assert found("tool", "", used_by_type=("local government",)) == [tool.pk]
    actions.edit(city, {"type": "parliament"}, NOBODY)
    assert found("tool", "", used_by_type=("parliament",)) == [tool.pk]
    actions.edit(case, {"links": [link("uses", tool)]}, NOBODY)
    assert found("tool", "", used_by_type=("parliament",)) == []
    assert_reindex_changes_nothing()


def found(kind: str, words: str, **chosen: tuple[str, ...]) -> list[int]:
    return results.find(Asked(kind, words, chosen), version.current()).ids


# Writers at the same time, in real threads and transactions


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_reindex_changes_nothing_after_concurrent_writers(seed: int) -> None:
    catalogue = RandomCatalogue(seed, entries=12)
    writers = [writer(catalogue, seed * 10 + number) for number in range(4)]

    errors = at_the_same_time(writers)

    assert errors == []
    assert_reindex_changes_nothing()


@pytest.mark.django_db(transaction=True)
def test_linking_and_renaming_at_the_same_time_leaves_the_new_name() -> None:
    for number in range(8):
        maker, tool = OrganizationFactory(name=f"Before{number}"), ToolFactory()
        to = [link("developed_by", maker)]

        errors = at_the_same_time(
            [
                lambda tool=tool, to=to: actions.edit(tool, {"links": to}, NOBODY),
                lambda maker=maker: actions.edit(maker, {"name": "After"}, NOBODY),
            ]
        )

        assert errors == []
        assert tool.pk in found("tool", "after ")
    assert_reindex_changes_nothing()


def writer(catalogue: RandomCatalogue, seed: int) -> Callable[[], None]:
    own = object.__new__(RandomCatalogue)
    own.random = Random(seed)
    own.tags, own.entries = catalogue.tags, catalogue.entries

    def write() -> None:
        for _ in range(8):
            write_at_random(own)

    return write


def at_the_same_time(works: list[Callable[[], Any]]) -> list[Exception]:
    """Run each in a thread with a connection of its own; what went wrong."""
    errors: list[Exception] = []
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> None:
        try:
            start.wait()
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.django_db
def test_entry_with_very_many_links_is_found_by_the_oldest() -> None:
    maker = OrganizationFactory(name="Maker")
    made = {"links": [link("developed_by", maker)]}
    news = [NewEntry("tool", {"name": f"Made {n}", **made}) for n in range(201)]
    tools = actions.create_many(news, NOBODY)

    linked = SearchRow.objects.get(entry=maker).linked.split("\n")

    assert linked == [tool.name for tool in tools[:200]]
    assert_reindex_changes_nothing()
