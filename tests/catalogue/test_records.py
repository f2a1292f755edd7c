import json
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue import records
from catalogue.models import Entry
from catalogue.vocabularies import KindName
from contributions import actions
from contributions.actions import Why
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
)
from tests.strategies import Target, valid_records

KINDS = KindName.values
NOBODY = Why(by=None)
TARGETS: list[Target] = [(kind, id_) for id_, kind in enumerate(KINDS * 2, start=1)]

pure = settings(max_examples=30, deadline=None)
stored = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass
class World:
    """What the records of a test may name."""

    tags: list[int]
    targets: list[Target]


@pytest.fixture
def world(db: None) -> World:
    makers = [ToolFactory, UseCaseFactory, OrganizationFactory] * 2
    entries = [make() for make in makers]
    return World(
        tags=[TagFactory().pk for _ in range(3)],
        targets=[(entry.kind, entry.pk) for entry in entries],
    )


def arbitrary(kind: str) -> st.SearchStrategy[records.Record]:
    return valid_records(kind, tags=[1, 2, 3], targets=TARGETS)


def record_of(entry: Entry) -> records.Record:
    return type(entry).objects.get(pk=entry.pk).record()


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@stored
def test_created_entry_has_the_record_it_was_given(
    world: World, kind: str, data: st.DataObject
) -> None:
    record = data.draw(valid_records(kind, world.tags, world.targets))

    entry = actions.create(kind, record, NOBODY)

    assert record_of(entry) == record


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@stored
def test_edited_entry_has_the_record_it_was_given(
    world: World, kind: str, data: st.DataObject
) -> None:
    before = data.draw(valid_records(kind, world.tags, world.targets))
    after = data.draw(valid_records(kind, world.tags, world.targets))
    entry = actions.create(kind, before, NOBODY)

    actions.edit(entry, after, NOBODY)

    assert record_of(entry) == after


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@stored
def test_changes_of_an_entry_fold_to_its_record(
    world: World, kind: str, data: st.DataObject
) -> None:
    first, *others = data.draw(
        st.lists(valid_records(kind, world.tags, world.targets), min_size=1, max_size=3)
    )
    entry = actions.create(kind, first, NOBODY)
    for other in others:
        actions.edit(entry, other, NOBODY)

    folded = records.empty(kind)
    for change in entry.changes.order_by("version"):
        folded = records.patch(folded, change.fields)

    assert folded == record_of(entry)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@pure
def test_patch_applies_what_diff_found(kind: str, data: st.DataObject) -> None:
    before, after = data.draw(arbitrary(kind)), data.draw(arbitrary(kind))

    patched = records.patch(before, records.diff(before, after))

    assert patched == after


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@pure
def test_delta_backwards_undoes_it(kind: str, data: st.DataObject) -> None:
    before, after = data.draw(arbitrary(kind)), data.draw(arbitrary(kind))

    back = records.patch(after, records.diff(after, before))

    assert back == before


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@pure
def test_equal_records_have_no_difference(kind: str, data: st.DataObject) -> None:
    record = data.draw(arbitrary(kind))

    assert records.diff(record, json.loads(json.dumps(record))) == {}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@pure
def test_equal_records_are_equal_as_text(kind: str, data: st.DataObject) -> None:
    record = data.draw(arbitrary(kind))
    shuffled = {
        **dict(reversed(record.items())),
        "texts": dict(reversed(record["texts"].items())),
        "tags": record["tags"][::-1] * 2,
        "links": [dict(reversed(item.items())) for item in record["links"][::-1]] * 2,
    }

    completed = records.complete(kind, shuffled)

    assert json.dumps(completed) == json.dumps(record)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@pure
def test_patch_leaves_the_record_before_as_it_was(
    kind: str, data: st.DataObject
) -> None:
    before, after = data.draw(arbitrary(kind)), data.draw(arbitrary(kind))
    copy = json.loads(json.dumps(before))

    records.patch(before, records.diff(before, after))

    assert before == copy


@pytest.mark.parametrize("kind", KINDS)
def test_empty_record_has_every_field(kind: str) -> None:
    empty = records.empty(kind)

    assert set(empty) == {*records.fields_of(kind), "texts", "tags", "links"}
    assert not any(empty.values())


def test_record_names_links_at_their_subject_only(db: None) -> None:
    organization = OrganizationFactory()
    tool = ToolFactory(links=[link("developed_by", organization)])

    assert [item["object"] for item in tool.record()["links"]] == [organization.pk]
    assert organization.record()["links"] == []


def test_text_that_goes_is_told_field_by_field() -> None:
    before = records.complete("tool", {"name": "A", "texts": {"fr": {"name": "B"}}})
    after = records.complete("tool", {"name": "A"})

    delta = records.diff(before, after)

    assert delta["texts.fr.name"] == {"from": "B", "to": None}
    assert records.patch(before, delta)["texts"] == {}


def test_link_with_another_date_is_removed_and_added() -> None:
    item = {"role": "uses", "object": 7}
    before = records.complete("use_case", {"links": [{**item, "since": "2015"}]})
    after = records.complete("use_case", {"links": [{**item, "since": "2016"}]})

    delta = records.diff(before, after)

    assert delta == {"links": {"added": after["links"], "removed": before["links"]}}


def test_tags_are_told_as_added_and_removed() -> None:
    before = records.complete("tool", {"tags": [1, 2]})
    after = records.complete("tool", {"tags": [2, 3]})

    delta = records.diff(before, after)

    assert delta == {"tags": {"added": [3], "removed": [1]}}
