"""What two people do at the same time, in real threads and real transactions."""

import random
from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction

from catalogue import search
from catalogue.models import Entry, EntryStatus, SearchRow
from contributions import actions
from contributions.actions import Why
from tests.factories import OrganizationFactory, ToolFactory, UseCaseFactory, link
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
