"""Whatever people do in whatever order, the change log tells all of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from catalogue.models import Entry, Tag
from catalogue.records import Record
from catalogue.vocabularies import KindName
from contributions import actions, reverting
from contributions.actions import AlreadyHere, Clashing, Why
from contributions.history import record_at
from contributions.merge_plan import GONE, KEPT
from contributions.merging import MINE, THEIRS
from contributions.models import Change, Merge
from contributions.submissions import Submission
from tests.factories import TagFactory
from tests.strategies import names, valid_records

NOBODY = Why(by=None)
MOST_ENTRIES = 3
CHOSEN = ("name", "website", "texts.en", "texts.fr")


@dataclass
class World:
    """The entries and tags of one run, and where its decisions come from."""

    data: st.DataObject
    tags: list[int]
    entries: list[Entry] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)

    def one(self) -> Entry:
        return self.data.draw(st.sampled_from(self.entries))

    def record(self, kind: str) -> Record:
        targets = [(entry.kind, entry.pk) for entry in self.entries]
        return self.data.draw(valid_records(kind, self.tags, targets))

    def version_of(self, entry: Entry) -> int:
        last = reverting.current(entry).version
        return self.data.draw(st.integers(1, last))


def create(world: World) -> None:
    if len(world.entries) < MOST_ENTRIES:
        kind = world.data.draw(st.sampled_from(KindName.values))
        world.entries.append(actions.create(kind, world.record(kind), NOBODY))


def edit_parts(*names: str) -> Callable[[World], None]:
    """Replace these parts of a record; without names, all of it."""

    def edit(world: World) -> None:
        entry = world.one()
        record = world.record(entry.kind)
        values = {name: record[name] for name in names or record}
        actions.edit(entry, values, NOBODY)

    edit.__name__ = "_".join(("edit", *names))
    return edit


def rename(world: World) -> None:
    actions.edit(world.one(), {"name": world.data.draw(names)}, NOBODY)


def rename_tag(world: World) -> None:
    name = world.data.draw(st.text("abc", min_size=1, max_size=9))
    pk = world.data.draw(st.sampled_from(world.tags))
    Tag.objects.filter(pk=pk).update(name=f"{pk} {name}", slug=f"{pk}-{name}")


def revert(world: World) -> None:
    ids = [entry.pk for entry in world.entries]
    changes = Change.objects.filter(entry__in=ids).order_by("entry", "version")
    actions.revert(world.data.draw(st.sampled_from(list(changes))), NOBODY)


def restore(world: World) -> None:
    entry = world.one()
    seen = reverting.current(entry).version
    actions.restore(entry, world.version_of(entry), NOBODY, seen)


def send_old_form(world: World) -> None:
    """A form that was opened on an older version; what the person is asked about, an
    entry of the same name or a clash, is answered at once.
    """
    entry = world.one()
    version, typed = world.version_of(entry), world.record(entry.kind)
    base = record_at(entry, version)
    some = st.sets(st.sampled_from(sorted(base)), min_size=1)
    parts = world.data.draw(some | st.just({*base}))
    mine = {**base, **{name: typed[name] for name in parts}}
    sent = Submission(entry.kind, mine, entry.pk, base_version=version)
    try:
        try:
            actions.submit(sent, NOBODY)
        except AlreadyHere as same:
            event("a form met a namesake")
            sent.different_from = [entry.pk for entry in same.entries]
            actions.submit(sent, NOBODY)
    except Clashing as clash:
        event("a form clashed")
        sides = st.sampled_from([MINE, THEIRS])
        sent.settled = {c.path: world.data.draw(sides) for c in clash.clashes}
        sent.settled_at = clash.version
        actions.submit(sent, NOBODY)


def merge(world: World) -> None:
    """Of any two, whatever they are: what cannot be one is refused."""
    sides = {name: world.data.draw(st.sampled_from([KEPT, GONE])) for name in CHOSEN}
    world.merges.append(actions.merge(world.one(), world.one(), sides, NOBODY))


def unmerge(world: World) -> None:
    if world.merges:
        merged = world.data.draw(st.sampled_from(world.merges))
        actions.unmerge(merged.batch, NOBODY)


STEPS: list[Callable[[World], None]] = [
    create,
    edit_parts(),
    edit_parts("texts"),
    edit_parts("tags", "links"),
    rename,
    rename_tag,
    revert,
    restore,
    send_old_form,
    merge,
    unmerge,
]


def led_to(entry: Entry) -> int | None:
    """What the log says that an entry was merged into, last."""
    deltas = entry.changes.order_by("-version").values_list("fields", flat=True)
    return next((d["merged_into"]["to"] for d in deltas if "merged_into" in d), None)


def check(entry: Entry) -> None:
    entry = reverting.current(entry)
    versions = list(entry.changes.order_by("version").values_list("version", flat=True))

    assert record_at(entry, entry.version) == entry.record()
    assert led_to(entry) == entry.merged_into_id
    assert versions == list(range(1, entry.version + 1))


def run(world: World, steps: list[Callable[[World], Any]]) -> None:
    for step in [create, *steps]:
        try:
            step(world)
            event(f"{step.__name__} done")
        except ValidationError:
            event(f"{step.__name__} refused")
        for entry in world.entries:
            check(entry)


@pytest.mark.django_db
@given(data=st.data(), steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=12))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_log_folds_to_todays_records_after_every_step(
    data: st.DataObject, steps: list[Callable[[World], None]]
) -> None:
    with transaction.atomic():
        tags = [TagFactory().pk for _ in range(3)]
        run(World(data, tags), steps)
        transaction.set_rollback(True)
