"""The figures of the search rows against a plain count, whatever is written."""

import random
from collections.abc import Iterable

import pytest
from django.core.management import call_command

from catalogue import search
from catalogue.models import Entry, EntryStatus, Link, SearchRow
from contributions import actions, sequences
from contributions.actions import NewEntry, Why
from tests.factories import OrganizationFactory, ToolFactory, UseCaseFactory, link

NOBODY = Why(by=None)

pytestmark = pytest.mark.django_db

Figures = dict[int, tuple[int, int]]


def figures() -> Figures:
    rows = SearchRow.objects.values_list("pk", "uses", "used_by")
    return {pk: (uses, used_by) for pk, uses, used_by in rows}


def counted() -> Figures:
    """The same figures, counted one entry at a time from the links."""
    return {
        entry.pk: (uses_of(entry), users_of(entry)) for entry in Entry.objects.all()
    }


def uses_of(entry: Entry) -> int:
    links = Link.objects.select_related("subject", "object")
    if entry.kind == "use_case":
        tools = [item.object for item in links.filter(subject=entry, role="uses")]
        return count_published(tools)
    roles = ["uses"] if entry.kind == "tool" else ["run_by", "partner"]
    cases = [item.subject for item in links.filter(object=entry, role__in=roles)]
    return count_published(cases)


def users_of(entry: Entry) -> int:
    if entry.kind != "tool":
        return 0
    users = []
    for use in Link.objects.filter(object=entry, role="uses"):
        if use.subject.is_published:
            runs = Link.objects.filter(subject=use.subject, role="run_by")
            users += [run.object for run in runs]
    return count_published(users)


def count_published(entries: Iterable[Entry]) -> int:
    return len({entry.pk for entry in entries if entry.is_published})


def row(entry: Entry) -> SearchRow:
    return SearchRow.objects.get(pk=entry.pk)


def random_links(
    plan: random.Random, tools: list[Entry], organizations: list[Entry]
) -> list[dict]:
    return [
        *(link("uses", tool) for tool in plan.sample(tools, plan.randrange(4))),
        *(
            link(role, organization)
            for role in ("run_by", "partner", "funded_by")
            for organization in plan.sample(organizations, plan.randrange(3))
        ),
    ]


@pytest.mark.parametrize("seed", range(10))
def test_figures_are_right_after_every_write(seed: int) -> None:
    plan = random.Random(seed)
    tools = [ToolFactory() for _ in range(4)]
    organizations = [OrganizationFactory() for _ in range(3)]
    cases: list[Entry] = []

    for _ in range(12):
        links = random_links(plan, tools, organizations)
        act = plan.choice(["create", "edit", "status", "status"])
        if act == "create" or not cases:
            cases.append(UseCaseFactory(links=links))
        elif act == "edit":
            actions.edit(plan.choice(cases), {"links": links}, NOBODY)
        else:
            entry = plan.choice(tools + organizations + cases)
            status = EntryStatus(plan.choice(EntryStatus.values))
            actions.set_status(entry, status, NOBODY)
        assert figures() == counted()

    search.rebuild()
    assert figures() == counted()


def test_figures_are_right_after_a_bulk_of_entries() -> None:
    tool, organization, *cases = sequences.reserve_ids(5)
    links = [
        {"role": "uses", "object": tool},
        {"role": "run_by", "object": organization},
    ]
    news = [
        NewEntry("tool", {"name": "A"}, id=tool),
        NewEntry("organization", {"name": "A"}, id=organization),
        *(NewEntry("use_case", {"name": "A", "links": links}, id=id_) for id_ in cases),
    ]

    actions.create_many(news, NOBODY)

    assert figures() == {
        tool: (3, 1),
        organization: (3, 0),
        **dict.fromkeys(cases, (1, 0)),
    }


def test_organization_that_runs_and_partners_counts_the_case_once() -> None:
    organization = OrganizationFactory()
    UseCaseFactory(links=[link("run_by", organization), link("partner", organization)])

    assert row(organization).uses == 1


def test_partner_is_no_user_of_the_tool() -> None:
    tool, organization = ToolFactory(), OrganizationFactory()
    UseCaseFactory(links=[link("uses", tool), link("partner", organization)])

    assert (row(tool).uses, row(tool).used_by) == (1, 0)


def test_organization_with_two_cases_uses_a_tool_once() -> None:
    tool, organization = ToolFactory(), OrganizationFactory()
    for _ in range(2):
        UseCaseFactory(links=[link("uses", tool), link("run_by", organization)])

    assert (row(tool).uses, row(tool).used_by) == (2, 1)


@pytest.mark.parametrize("status", [EntryStatus.HIDDEN, EntryStatus.HELD])
def test_unpublished_case_is_not_counted_until_it_is_published(
    status: EntryStatus,
) -> None:
    tool, organization = ToolFactory(), OrganizationFactory()
    case = UseCaseFactory(
        status=status, links=[link("uses", tool), link("run_by", organization)]
    )
    assert (row(tool).uses, row(tool).used_by, row(organization).uses) == (0, 0, 0)

    actions.set_status(case, EntryStatus.PUBLISHED, NOBODY)

    assert (row(tool).uses, row(tool).used_by, row(organization).uses) == (1, 1, 1)


def test_name_is_sorted_without_case_and_accents() -> None:
    tool = ToolFactory(name="Éléphant Ñandú")

    assert row(tool).sort_name == "elephant nandu"


def test_rename_moves_the_row() -> None:
    tool = ToolFactory(name="Old")

    actions.edit(tool, {"name": "Ångström"}, NOBODY)

    assert row(tool).sort_name == "angstrom"


def test_reindex_command_mends_a_row(capsys: pytest.CaptureFixture) -> None:
    tool = ToolFactory()
    UseCaseFactory(links=[link("uses", tool)])
    SearchRow.objects.filter(pk=tool.pk).update(uses=9, sort_name="x")

    call_command("reindex")

    assert row(tool).uses == 1
    assert row(tool).sort_name == tool.name.lower()
    assert "2 search rows" in capsys.readouterr().out


def test_reindex_command_writes_a_row_that_is_missing() -> None:
    tool = ToolFactory()
    SearchRow.objects.all().delete()

    call_command("reindex")

    assert row(tool).kind == "tool"


@pytest.mark.django_db(transaction=True)
def test_reindex_command_needs_no_transaction_around_it() -> None:
    ToolFactory()

    call_command("reindex")

    assert SearchRow.objects.count() == 1
