"""What two people do at the same time, in real threads and real transactions."""

import random
from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction

from catalogue import search
from catalogue.models import Entry, EntryStatus, SearchRow
from contributions import actions, undoing
from contributions.actions import Overtaken, Why
from contributions.models import Change
from contributions.undoing import Choice
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
    link,
)
from tests.threads import at_once, overlapping

NOBODY = Why(by=None)

pytestmark = pytest.mark.django_db(transaction=True)


def search_rows() -> list[dict]:
    return list(SearchRow.objects.order_by("pk").values())


def fresh(entry: Entry) -> Entry:
    return type(entry).objects.get(pk=entry.pk)


def edit(entry: Entry, **values: object) -> Callable[[], object]:
    return lambda: actions.edit(entry, values, NOBODY)


def hide(entry: Entry) -> Callable[[], object]:
    return lambda: actions.set_status(entry, EntryStatus.HIDDEN, NOBODY)


def use(tool: Entry, organization: Entry) -> Callable[[], object]:
    links = [link("uses", tool), link("run_by", organization)]
    return lambda: UseCaseFactory(links=links)


def test_two_new_entries_of_one_name_get_two_addresses() -> None:
    created = at_once(*[lambda: ToolFactory(name="Decidim")] * 2)

    assert {entry.slug for entry in created} == {"decidim", "decidim-2"}


def test_second_of_a_name_waits_for_the_first() -> None:
    created = overlapping(*[lambda: ToolFactory(name="Decidim")] * 2)

    assert [entry.slug for entry in created] == ["decidim", "decidim-2"]


def test_two_renames_to_one_name_get_two_addresses() -> None:
    one, other = ToolFactory(), ToolFactory()

    overlapping(edit(one, name="Decidim"), edit(other, name="Decidim"))

    assert [fresh(one).slug, fresh(other).slug] == ["decidim", "decidim-2"]


def test_edits_of_two_fields_of_one_entry_both_stand() -> None:
    tool = ToolFactory()

    changes = overlapping(edit(tool, licence="MIT"), edit(tool, state="active"))

    assert (fresh(tool).licence, fresh(tool).state) == ("MIT", "active")
    assert [change.version for change in changes] == [2, 3]


def test_new_use_meets_an_organization_that_is_hidden_meanwhile() -> None:
    tool, organization = ToolFactory(), OrganizationFactory()

    overlapping(use(tool, organization), hide(organization))

    assert SearchRow.objects.get(pk=tool.pk).used_by == 0


def test_organization_is_hidden_while_a_new_use_comes() -> None:
    tool, organization = ToolFactory(), OrganizationFactory()

    overlapping(hide(organization), use(tool, organization))

    assert SearchRow.objects.get(pk=tool.pk).used_by == 0


def test_new_link_meets_an_organization_that_is_hidden_meanwhile() -> None:
    tool, organization = ToolFactory(), OrganizationFactory()
    case = UseCaseFactory(links=[link("run_by", organization)])
    links = [link("run_by", organization), link("uses", tool)]

    overlapping(edit(case, links=links), hide(organization))

    assert SearchRow.objects.get(pk=tool.pk).used_by == 0


def test_link_goes_while_its_other_end_is_hidden() -> None:
    tool = ToolFactory()
    case = UseCaseFactory(links=[link("uses", tool)])

    overlapping(edit(case, links=[]), hide(tool))

    assert SearchRow.objects.get(pk=case.pk).uses == 0
    assert SearchRow.objects.get(pk=tool.pk).uses == 0


def test_two_new_uses_of_one_tool_are_both_counted() -> None:
    tool = ToolFactory()
    one, other = OrganizationFactory(), OrganizationFactory()

    overlapping(use(tool, one), use(tool, other))

    row = SearchRow.objects.get(pk=tool.pk)
    assert (row.uses, row.used_by) == (2, 2)


def test_entry_is_renamed_while_another_links_to_it() -> None:
    tool, organization = ToolFactory(), OrganizationFactory()

    overlapping(use(tool, organization), edit(tool, name="Decidim"))

    assert fresh(tool).slug == "decidim"
    assert SearchRow.objects.get(pk=tool.pk).uses == 1


def test_reindex_waits_for_a_write_and_counts_it() -> None:
    tool, organization = ToolFactory(), OrganizationFactory()

    overlapping(use(tool, organization), search.rebuild)

    assert SearchRow.objects.get(pk=tool.pk).uses == 1


@pytest.mark.parametrize("seed", range(3))
def test_many_writers_leave_no_stale_search_row(seed: int) -> None:
    tools = [ToolFactory() for _ in range(3)]
    organizations = [OrganizationFactory() for _ in range(3)]
    cases = [UseCaseFactory() for _ in range(3)]
    plans = [random.Random(f"{seed}/{writer}") for writer in range(3)]

    def write(plan: random.Random) -> None:
        for number in range(8):
            links = [
                *(link("uses", tool) for tool in plan.sample(tools, 2)),
                link("run_by", plan.choice(organizations)),
            ]
            actions.edit(plan.choice(cases), {"links": links}, NOBODY)
            entry = plan.choice(tools + organizations + cases)
            actions.set_status(entry, plan.choice(EntryStatus.values), NOBODY)
            name = f"{plan.random()} {number}"
            actions.edit(plan.choice(tools), {"name": name}, NOBODY)

    at_once(*[lambda plan=plan: write(plan) for plan in plans])

    written = search_rows()
    search.rebuild()
    assert search_rows() == written


def test_transaction_of_many_edits_meets_an_edit_of_one_entry() -> None:
    first, second = ToolFactory(), ToolFactory()

    def import_both() -> None:
        with transaction.atomic():
            actions.edit(first, {"licence": "MIT"}, NOBODY)
            actions.edit(second, {"licence": "MIT"}, NOBODY)

    at_once(import_both, edit(second, website="https://second.example"))

    assert fresh(second).licence == "MIT"
    assert fresh(second).website == "https://second.example"


def test_many_are_hidden_while_one_of_them_is_edited() -> None:
    tools = [ToolFactory() for _ in range(5)]
    hide_all = partial(actions.set_status_of, tools, EntryStatus.HIDDEN, NOBODY)

    at_once(hide_all, edit(tools[2], licence="MIT"))

    assert {fresh(tool).status for tool in tools} == {"hidden"}
    assert (fresh(tools[2]).licence, fresh(tools[2]).version) == ("MIT", 3)


def revert(change: Change) -> Callable[[], Change | None]:
    return lambda: actions.revert(change, NOBODY).change


def changed(entry: Entry, **values: object) -> Change:
    change = actions.edit(entry, values, NOBODY)
    assert change is not None
    return change


def versions(entry: Entry) -> list[int]:
    return list(entry.changes.order_by("version").values_list("version", flat=True))


def test_revert_meets_an_edit_of_the_same_field_and_leaves_it() -> None:
    tool = ToolFactory(licence="MIT", state="active")
    change = changed(tool, licence="ISC", state="ended")

    edited, reverted = overlapping(edit(tool, licence="0BSD"), revert(change))

    assert (fresh(tool).licence, fresh(tool).state) == ("0BSD", "active")
    assert (edited.version, reverted.version) == (3, 4)


def test_edit_of_a_field_comes_after_its_revert() -> None:
    tool = ToolFactory(licence="MIT")
    change = changed(tool, licence="ISC")

    reverted, edited = overlapping(revert(change), edit(tool, licence="0BSD"))

    assert fresh(tool).licence == "0BSD"
    assert edited.fields["licence"] == {"from": "MIT", "to": "0BSD"}
    assert (reverted.version, edited.version) == (3, 4)


def test_revert_and_edit_of_another_field_both_stand() -> None:
    tool = ToolFactory(licence="MIT")
    change = changed(tool, licence="ISC")

    made = at_once(revert(change), edit(tool, state="active"))

    assert (fresh(tool).licence, fresh(tool).state) == ("MIT", "active")
    assert {one.version for one in made} == {3, 4}
    assert versions(tool) == [1, 2, 3, 4]


def test_revert_and_edit_of_tags_merge_as_sets() -> None:
    tags = [TagFactory() for _ in range(3)]
    tool = ToolFactory(tags=tags[:1])
    change = changed(tool, tags=[tags[1].pk])

    overlapping(edit(tool, tags=[tags[1].pk, tags[2].pk]), revert(change))

    assert fresh(tool).record()["tags"] == sorted([tags[0].pk, tags[2].pk])


def test_two_reverts_of_one_change_make_one_change() -> None:
    tool = ToolFactory(licence="MIT")
    change = changed(tool, licence="ISC")

    made = at_once(revert(change), revert(change))

    assert [one.version for one in made if one] == [3]
    assert fresh(tool).licence == "MIT"
    assert versions(tool) == [1, 2, 3]


def test_version_does_not_come_back_over_an_edit_that_was_faster() -> None:
    tool = ToolFactory(licence="MIT")
    changed(tool, licence="ISC")

    def restore() -> bool:
        try:
            return bool(actions.restore(tool, 1, NOBODY, seen=2).change)
        except Overtaken:
            return False

    _edited, is_back = overlapping(edit(tool, state="active"), restore)

    assert not is_back
    assert (fresh(tool).licence, fresh(tool).state) == ("ISC", "active")


def test_two_clicks_confirm_a_fact_once() -> None:
    tool, person = ToolFactory(licence="MIT"), UserFactory()

    made = at_once(*[lambda: actions.confirm(tool, "licence", person)] * 2)

    assert sum(bool(one) for one in made) == 1
    assert tool.confirmations.count() == 1


def test_undo_and_edits_of_the_same_entries_neither_lose_nor_deadlock() -> None:
    vandal = UserFactory()
    tools = [ToolFactory(licence="MIT") for _ in range(6)]
    for tool in tools:
        actions.edit(tool, {"licence": "Zlib"}, Why(by=vandal))
    choice = Choice(person=vandal)
    seen = undoing.digest_of(undoing.plan(choice))

    def undo() -> object:
        return actions.undo(choice, Why(by=None, comment="No."), seen, "Undo")

    def edit_all() -> None:
        for tool in reversed(tools):
            actions.edit(tool, {"state": "active"}, NOBODY)

    at_once(undo, edit_all, edit_all)

    assert {fresh(tool).licence for tool in tools} == {"MIT"}
    assert {fresh(tool).state for tool in tools} == {"active"}
    assert {fresh(tool).version for tool in tools} == {4}


def test_undo_waits_for_an_edit_and_then_refuses_what_was_not_shown() -> None:
    vandal, tool = UserFactory(), ToolFactory(licence="MIT")
    actions.edit(tool, {"licence": "Zlib"}, Why(by=vandal))
    choice = Choice(person=vandal)
    seen = undoing.digest_of(undoing.plan(choice))

    def undo() -> object:
        try:
            return actions.undo(choice, Why(by=None, comment="No."), seen, "Undo")
        except Overtaken:
            return Overtaken

    _, answer = overlapping(edit(tool, licence="ISC"), undo)

    assert (answer, fresh(tool).licence) == (Overtaken, "ISC")
