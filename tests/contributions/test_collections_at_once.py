"""What two people, or one in two windows, do to collections at the same time."""

import pytest

from catalogue.models import Collection
from contributions import actions
from tests.factories import CollectionFactory, ToolFactory, UserFactory
from tests.threads import at_once, overlapping

pytestmark = pytest.mark.django_db(transaction=True)


def places(collection: Collection) -> list[int]:
    return list(collection.items.order_by("place").values_list("place", flat=True))


@pytest.mark.parametrize("together", [at_once, overlapping])
def test_two_adds_take_two_places(together):
    collection = CollectionFactory(entries=[ToolFactory()], public=True)
    tools = [ToolFactory(), ToolFactory()]

    together(*[lambda tool=tool: actions.collect(collection, [tool]) for tool in tools])

    assert places(collection) == [1, 2, 3]


def test_one_entry_added_twice_is_there_once():
    collection, tool = CollectionFactory(), ToolFactory()

    added = overlapping(*[lambda: actions.collect(collection, [tool])] * 2)

    assert added == [1, 0]
    assert places(collection) == [1]


def test_removal_beside_an_add_leaves_no_gap():
    tools = [ToolFactory() for _ in range(4)]
    collection = CollectionFactory(entries=tools[:3])

    overlapping(
        lambda: actions.take_out(collection, tools[0]),
        lambda: actions.collect(collection, [tools[3]]),
    )

    assert places(collection) == [1, 2, 3]


def test_moves_in_two_windows_leave_no_gap():
    tools = [ToolFactory() for _ in range(4)]
    collection = CollectionFactory(entries=tools)

    overlapping(
        lambda: actions.arrange(collection, {}, {tools[0]: 4}),
        lambda: actions.move_by(collection, tools[3], -1),
    )

    assert places(collection) == [1, 2, 3, 4]


def test_two_collections_of_one_title_get_two_addresses():
    made = overlapping(*[lambda: CollectionFactory(title="Maps")] * 2)

    assert [one.slug for one in made] == ["maps", "maps-2"]


def test_limit_of_collections_holds_in_two_windows(monkeypatch):
    monkeypatch.setattr(actions.collections, "MOST_COLLECTIONS", 1)
    person = UserFactory()

    def make() -> bool:
        try:
            return bool(CollectionFactory(person=person))
        except actions.collections.ValidationError:
            return False

    assert overlapping(make, make) == [True, False]


def test_limit_of_entries_holds_in_two_windows(monkeypatch):
    monkeypatch.setattr(actions.collections, "MOST_ENTRIES", 1)
    collection, tools = CollectionFactory(), [ToolFactory(), ToolFactory()]

    def add(tool) -> bool:
        try:
            return bool(actions.collect(collection, [tool]))
        except actions.collections.ValidationError:
            return False

    assert overlapping(lambda: add(tools[0]), lambda: add(tools[1])) == [True, False]
    assert places(collection) == [1]
