"""Undoing many changes together: what comes back, what stays and what is said."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue.models import Entry, EntryStatus
from contributions import actions, history, reverting, undoing
from contributions.actions import Overtaken, Why
from contributions.models import Batch, BatchKind, Change
from contributions.undoing import Choice, Undone
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
    link,
    text,
)

pytestmark = pytest.mark.django_db
NOBODY = Why(by=None)


@pytest.fixture
def vandal() -> User:
    return UserFactory(username="vandal")


def edit(entry: Entry, by: User | None, **values: object) -> Change:
    change = actions.edit(entry, values, Why(by=by))
    assert change is not None
    return change


def fresh(entry: Entry) -> Entry:
    return reverting.current(entry)


def planned(choice: Choice) -> list[Undone]:
    return undoing.plan(choice)


def undo(choice: Choice, by: User) -> Batch:
    seen = undoing.digest_of(undoing.plan(choice))
    return actions.undo(choice, Why(by=by, comment="Vandalism."), seen, "Undo")


def test_undo_of_forty_changes_keeps_the_three_that_others_improved(
    vandal: User, moderator: User
) -> None:
    tools = [ToolFactory(licence="MIT", state="active") for _ in range(40)]
    for tool in tools:
        edit(tool, vandal, licence="Zlib", state="ended")
    for tool in tools[:3]:
        edit(tool, UserFactory(), licence="ISC")

    batch = undo(Choice(person=vandal), moderator)

    assert (batch.kind, batch.changes.count()) == (BatchKind.UNDO, 40)
    for place, tool in enumerate(tools):
        now = fresh(tool)
        expected = "ISC" if place < 3 else "MIT"
        assert (now.licence, now.state) == (expected, "active")
        assert history.record_at(now, now.version) == now.record()


def test_plan_says_what_stays_and_by_which_change(vandal: User) -> None:
    tool = ToolFactory(licence="MIT", state="active")
    edit(tool, vandal, licence="Zlib", state="ended")
    later = edit(tool, None, licence="ISC")

    [undone] = planned(Choice(person=vandal))

    assert [(k.path, k.now, k.by) for k in undone.kept] == [("licence", "ISC", later)]
    assert undone.delta == {"state": {"from": "ended", "to": "active"}}


def test_changes_of_one_entry_are_taken_back_newest_first(
    vandal: User, moderator: User
) -> None:
    tool = ToolFactory(licence="MIT")
    edit(tool, vandal, licence="ISC")
    edit(tool, vandal, licence="0BSD")

    undo(Choice(person=vandal), moderator)

    assert (fresh(tool).licence, fresh(tool).version) == ("MIT", 4)


def test_entry_that_was_created_is_hidden(vandal: User, moderator: User) -> None:
    tool = ToolFactory(by=vandal)

    undo(Choice(person=vandal), moderator)

    last = tool.changes.latest("version")
    assert fresh(tool).status == EntryStatus.HIDDEN
    assert (last.comment, last.person) == ("Vandalism.", moderator)


def test_entry_that_others_built_on_stays_and_is_told(
    vandal: User, moderator: User
) -> None:
    tool = ToolFactory(by=vandal)
    edit(tool, vandal, licence="Zlib")
    edit(tool, moderator, state="active")
    choice = Choice(person=vandal)

    assert [undone.built_on for undone in planned(choice)] == [True]
    undo(choice, moderator)

    now = fresh(tool)
    assert (now.status, now.licence, now.state) == ("published", "", "active")


def undo_the_edits(tool: Entry, vandal: User) -> None:
    """As another moderator did, who left that the entry was added."""
    first = tool.changes.order_by("version")[1]
    undo(Choice(person=vandal, since=first.created_at), UserFactory(is_staff=True))


def go_back(tool: Entry, vandal: User) -> None:
    moderator = UserFactory(is_staff=True)
    actions.restore(tool, 1, Why(by=moderator), fresh(tool).version)


def take_back_each(tool: Entry, vandal: User) -> None:
    for change in tool.changes.filter(version__gt=1).order_by("-version"):
        actions.revert(change, Why(by=UserFactory(is_staff=True)))


def type_it_again(tool: Entry, vandal: User) -> None:
    actions.edit(tool, {"licence": "", "state": ""}, Why(by=UserFactory()))


@pytest.mark.parametrize(
    "taking_back",
    [undo_the_edits, go_back, take_back_each, type_it_again],
    ids=lambda way: way.__name__,
)
def test_entry_whose_vandalism_was_only_taken_back_is_hidden(
    vandal: User, moderator: User, taking_back: Callable[[Entry, User], None]
) -> None:
    tool = ToolFactory(by=vandal)
    edit(tool, vandal, licence="Zlib")
    edit(tool, vandal, state="ended")
    taking_back(tool, vandal)

    [undone] = planned(Choice(person=vandal))

    assert (undone.built_on, undone.status) == (False, EntryStatus.HIDDEN)


def test_entry_improved_beside_what_was_taken_back_stays(
    vandal: User, moderator: User
) -> None:
    tool = ToolFactory(by=vandal)
    edit(tool, vandal, licence="Zlib")
    edit(tool, moderator, licence="", website="https://example.org")

    [undone] = planned(Choice(person=vandal))

    assert (undone.built_on, undone.status) == (True, "")


def test_undo_of_an_undo_brings_everything_again(vandal: User, moderator: User) -> None:
    tag = TagFactory()
    tool, added = ToolFactory(licence="MIT"), ToolFactory(by=vandal)
    edit(tool, vandal, licence="Zlib", tags=[tag.pk])
    before = fresh(tool).record()

    undone = undo(Choice(person=vandal), moderator)
    redone = undo(Choice(batch=undone), moderator)

    assert fresh(tool).record() == before
    assert fresh(added).status == EntryStatus.PUBLISHED
    undo(Choice(batch=redone), moderator)
    assert (fresh(tool).licence, fresh(added).status) == ("MIT", EntryStatus.HIDDEN)


def test_entry_that_would_contradict_itself_stays_as_it_is(
    vandal: User, moderator: User
) -> None:
    case, tool = UseCaseFactory(since="2015", until="2016"), ToolFactory(licence="MIT")
    edit(case, vandal, since="", until="")
    edit(tool, vandal, licence="Zlib")
    edit(case, moderator, since="2020")
    choice = Choice(person=vandal)

    conflicts = {undone.entry.pk: undone.conflict for undone in planned(choice)}
    undo(choice, moderator)

    assert "before the start" in conflicts[case.pk]
    assert (fresh(case).version, fresh(tool).licence) == (3, "MIT")


def test_undo_that_would_do_something_else_than_shown_is_refused(
    vandal: User, moderator: User
) -> None:
    tool = ToolFactory(licence="MIT")
    edit(tool, vandal, licence="Zlib")
    choice = Choice(person=vandal)
    seen = undoing.digest_of(undoing.plan(choice))
    edit(tool, moderator, licence="ISC")

    with pytest.raises(Overtaken):
        actions.undo(choice, Why(by=moderator, comment="No."), seen, "Undo")

    assert not Batch.objects.exists()


def test_change_beside_what_was_shown_does_not_matter(
    vandal: User, moderator: User
) -> None:
    tool = ToolFactory(licence="MIT")
    edit(tool, vandal, licence="Zlib")
    choice = Choice(person=vandal)
    seen = undoing.digest_of(undoing.plan(choice))
    edit(tool, moderator, state="active")

    actions.undo(choice, Why(by=moderator, comment="No."), seen, "Undo")

    assert (fresh(tool).licence, fresh(tool).state) == ("MIT", "active")


def test_undo_of_many_asks_as_often_as_of_few(vandal: User, moderator: User) -> None:
    maker, tag = OrganizationFactory(), TagFactory()
    counts = []
    for many in (10, 20):
        person = UserFactory()
        tools = [ToolFactory(summary="Votes.", tags=[tag]) for _ in range(many)]
        befores = [fresh(tool).record() for tool in tools]
        for number, tool in enumerate(tools):
            french = {"fr": text("Vote."), "en": text("Spam.", is_original=False)}
            links = [link("developed_by", maker)]
            values = {"name": f"Spam {many} {number}", "texts": french, "links": links}
            edit(tool, person, tags=[], **values)
        with CaptureQueriesContext(connection) as asked:
            undo(Choice(person=person), moderator)
        counts.append(len(asked))
        assert [fresh(tool).record() for tool in tools] == befores

    assert counts[0] == counts[1]
    assert counts[1] < 60


def test_undo_needs_a_reason(vandal: User, moderator: User) -> None:
    edit(ToolFactory(), vandal, licence="Zlib")
    choice = Choice(person=vandal)

    with pytest.raises(ValidationError, match="Say why"):
        actions.undo(
            choice, Why(by=moderator), undoing.digest_of(undoing.plan(choice)), "Undo"
        )


def test_undo_with_nothing_left_is_refused(vandal: User, moderator: User) -> None:
    tool = ToolFactory(licence="MIT")
    edit(tool, vandal, licence="Zlib")
    undo(Choice(person=vandal), moderator)

    with pytest.raises(ValidationError, match="Nothing is left"):
        undo(Choice(person=vandal), moderator)


def test_changes_outside_the_period_stay(vandal: User, moderator: User) -> None:
    tool = ToolFactory(licence="MIT")
    first = edit(tool, vandal, licence="ISC")
    second = edit(tool, vandal, state="ended")

    undo(Choice(person=vandal, since=second.created_at), moderator)

    assert (fresh(tool).licence, fresh(tool).state) == ("ISC", "")
    assert first.created_at < second.created_at


def test_too_many_changes_are_refused(
    vandal: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "MOST_CHANGES", 1)
    for _ in range(2):
        edit(ToolFactory(), vandal, licence="Zlib")

    with pytest.raises(undoing.TooMany):
        planned(Choice(person=vandal))
