"""The catalogue's version grows with every write, and with nothing else."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from catalogue import search, version
from catalogue.models import Entry, EntryStatus, Tag
from catalogue.search import results
from catalogue.search.results import Asked
from contributions import actions
from contributions.actions import NewEntry, Why
from tests.factories import TagFactory, ToolFactory

NOBODY = Why(by=None)

ACTIONS: dict[str, Callable[[Entry], Any]] = {
    "create": lambda tool: actions.create("tool", {"name": "New"}, NOBODY),
    "create_many": lambda tool: actions.create_many(
        [NewEntry("tool", {"name": "A"}), NewEntry("tool", {"name": "B"})], NOBODY
    ),
    "edit": lambda tool: actions.edit(tool, {"licence": "MIT"}, NOBODY),
    "set_status": lambda tool: actions.set_status(tool, EntryStatus.HELD, NOBODY),
    "create_tags": lambda tool: actions.create_tags([Tag(name="T", slug="t")]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("action", ACTIONS)
def test_action_raises_the_version_once(action: str) -> None:
    tool = ToolFactory()
    before = version.current()

    ACTIONS[action](tool)

    assert version.current() == before + 1


@pytest.mark.django_db
def test_refused_write_leaves_the_version() -> None:
    before = version.current()

    with pytest.raises(ValidationError):
        actions.create("tool", {"name": ""}, NOBODY)

    assert version.current() == before


@pytest.mark.django_db
def test_reads_leave_the_version() -> None:
    tool = ToolFactory(summary="Vote.", tags=[TagFactory()])
    before = version.current()

    for words in ("", "vote", "vtoe", "one two three", "-vote"):
        results.find(Asked("tool", words), before)
    tool.record()

    assert version.current() == before


@pytest.mark.django_db(transaction=True)
def test_another_connection_sees_a_write_in_its_next_read() -> None:
    for number in range(3):
        before = elsewhere(version.current)
        tool = ToolFactory(name=f"Seen{number}")

        assert elsewhere(version.current) > before
        assert elsewhere(lambda n=number: find(f"seen{n} ")) == [tool.pk]


@pytest.mark.django_db(transaction=True)
def test_write_that_is_not_committed_is_not_seen() -> None:
    before = elsewhere(version.current)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ToolFactory(name="Unseen")
        assert elsewhere(lambda: find("unseen")) == []
        raise ZeroDivisionError

    assert elsewhere(version.current) == before
    assert find("unseen") == []


@pytest.mark.django_db(transaction=True)
def test_index_of_values_follows_the_version() -> None:
    ToolFactory(licence="MIT")
    assert count("MIT") == 1

    elsewhere(lambda: ToolFactory(licence="MIT"))

    assert count("MIT") == 2


@pytest.mark.django_db
def test_reindex_finds_the_same_under_a_new_version() -> None:
    tool = ToolFactory(name="Decidim")
    before = version.current()

    search.rebuild()

    assert version.current() > before
    assert find("decidim") == [tool.pk]


def find(words: str) -> list[int]:
    return results.find(Asked("tool", words), version.current()).ids


def count(licence: str) -> int:
    found = results.find(Asked("tool"), version.current())
    [value] = [one for one in found.index.values.values() if one.value == licence]
    return found.count_of(value)


def elsewhere(read: Callable[[], Any]) -> Any:
    """What a thread with a connection of its own gets."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(read())
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return found[0]
