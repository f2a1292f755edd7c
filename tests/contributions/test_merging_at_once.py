"""Merging while others write, in real threads and real transactions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from catalogue.models import CollectionItem, Entry
from contributions import actions, reverting
from contributions.actions import Why
from contributions.history import record_at
from contributions.merge_plan import GONE
from contributions.models import Merge
from tests.factories import CollectionFactory, ToolFactory, UseCaseFactory, link
from tests.threads import at_once, overlapping

NOBODY = Why(by=None)

pytestmark = pytest.mark.django_db(transaction=True)


def merge(kept: Entry, gone: Entry, **choices: str) -> Callable[[], Any]:
    """Merge, or tell why not."""

    def act() -> Any:
        try:
            return actions.merge(kept, gone, choices, NOBODY)
        except ValidationError as error:
            return error

    return act


def test_two_moderators_merge_one_pair_the_other_way_round() -> None:
    one, other = ToolFactory(), ToolFactory()

    answers = at_once(merge(one, other), merge(other, one))

    assert sorted(type(answer).__name__ for answer in answers) == [
        "Merge",
        "ValidationError",
    ]
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("is_merge_first", [True, False])
def test_edits_of_the_kept_entry_and_a_merge_both_stand(is_merge_first: bool) -> None:
    kept, gone = ToolFactory(), ToolFactory(state="active")
    acts = [merge(kept, gone), lambda: actions.edit(kept, {"licence": "MIT"}, NOBODY)]

    overlapping(*(acts if is_merge_first else reversed(acts)))

    now = reverting.current(kept)
    assert (now.licence, now.state) == ("MIT", "active")
    assert record_at(now, now.version) == now.record()


def test_new_use_of_an_entry_that_is_merged_meanwhile_is_one_of_the_kept() -> None:
    kept, gone = ToolFactory(), ToolFactory()
    uses: list[Entry] = []

    overlapping(
        lambda: uses.append(UseCaseFactory(links=[link("uses", gone)])),
        merge(kept, gone),
    )

    assert reverting.current(uses[0]).record()["links"][0]["object"] == kept.pk


def test_merging_and_collecting_never_wait_for_each_other() -> None:
    """The merge renames the kept entry, which others put into a collection."""
    kept, gone = ToolFactory(name="Kept"), ToolFactory(name="Gone")
    full = CollectionFactory(entries=[gone])
    empty = CollectionFactory()
    acts = [
        lambda: actions.collect(full, [kept]),
        lambda: actions.collect(empty, [kept]),
        merge(kept, gone, name=GONE),
    ]

    at_once(*acts)

    items = CollectionItem.objects.order_by("collection", "place")
    assert list(items.values_list("collection", "entry", "place")) == [
        (full.pk, kept.pk, 1),
        (empty.pk, kept.pk, 1),
    ]
