"""Similar tools: which ones, in which order, and why."""

import random
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from math import log

import pytest

from catalogue.models import Entry, EntryStatus, Link, Tool
from catalogue.similar import reason, similar_to
from contributions import actions
from contributions.actions import Why
from tests.browsing import page, words
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
)

pytestmark = pytest.mark.django_db


def names(tool: Tool) -> list[str]:
    return [like.tool.name for like in similar_to(tool)]


def test_shared_tags_make_tools_similar_and_rare_ones_more(client):
    rare, common = TagFactory(), TagFactory()
    tool = ToolFactory(name="Tool", tags=[rare, common])
    for number in range(3):
        ToolFactory(name=f"Common {number}", tags=[common])
    ToolFactory(name="Rare", tags=[rare])
    ToolFactory(name="Both", tags=[rare, common])
    ToolFactory(name="Neither", tags=[TagFactory()])

    assert names(tool) == ["Both", "Rare", "Common 0", "Common 1", "Common 2"]


def test_declared_alternatives_come_first_from_either_end():
    tag = TagFactory()
    rival = ToolFactory(name="Rival")
    tool = ToolFactory(name="Tool", tags=[tag], links=[link("alternative_to", rival)])
    ToolFactory(name="Alike", tags=[tag])
    ToolFactory(name="Other rival", tags=[tag], links=[link("alternative_to", tool)])

    found = [(like.tool.name, like.reason) for like in similar_to(tool)]

    assert found == [
        ("Other rival", "Declared alternative, 1 tag"),
        ("Rival", "Declared alternative"),
        ("Alike", "1 tag"),
    ]


def test_use_cases_and_makers_make_tools_similar_too():
    maker, tag = OrganizationFactory(), TagFactory()
    tool = ToolFactory(name="Tool", links=[link("developed_by", maker)])
    made = ToolFactory(name="Made", links=[link("provided_by", maker)])
    beside, alike = ToolFactory(name="Beside"), ToolFactory(name="Alike")
    UseCaseFactory(links=[link("uses", tool), link("uses", beside)])
    UseCaseFactory(links=[link("uses", tool)], tags=[tag])
    UseCaseFactory(links=[link("uses", alike)], tags=[tag])

    found = {like.tool: like.reason for like in similar_to(tool)}

    assert found == {
        made: "Same maker",
        beside: "1 use case",
        alike: "1 kind of use",
    }


def test_unpublished_entries_make_nothing_similar():
    tag, maker = TagFactory(), OrganizationFactory(hidden=True)
    made = [link("developed_by", maker)]
    tool = ToolFactory(name="Tool", tags=[tag], links=made)
    ToolFactory(name="Hidden", tags=[tag], hidden=True)
    other = ToolFactory(name="Same hidden maker", links=made)
    uses = [link("uses", tool), link("uses", other)]
    UseCaseFactory(name="Held", held=True, links=uses)

    assert names(tool) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((False, 4, 0, 2, 1), "4 tags, 2 use cases, same maker"),
        ((False, 1, 1, 1, 0), "1 tag, 1 kind of use, 1 use case"),
        ((False, 0, 2, 0, 2), "2 kinds of use, 2 same makers"),
        ((True, 0, 0, 0, 0), "Declared alternative"),
    ],
)
def test_reason_counts_in_words(given, said):
    assert reason(*given) == said


def random_catalogue(seed: int) -> None:
    chance = random.Random(seed)
    tags = [TagFactory() for _ in range(5)]
    makers = [OrganizationFactory(hidden=n == 0) for n in range(3)]
    tools: list[Entry] = []
    for _ in range(9):
        made = [link("developed_by", m) for m in makers if chance.random() < 0.3]
        made += [link("provided_by", m) for m in makers if chance.random() < 0.2]
        made += [link("alternative_to", t) for t in tools if chance.random() < 0.1]
        own = [tag for tag in tags if chance.random() < 0.3]
        tools.append(ToolFactory(tags=own, links=made))
    for number in range(6):
        uses = [link("uses", t) for t in tools if chance.random() < 0.3]
        own = [tag for tag in tags if chance.random() < 0.3]
        UseCaseFactory(tags=own, links=uses, hidden=number == 0)
    actions.set_status(tools[chance.randrange(9)], EntryStatus.HIDDEN, Why(by=None))


class Naive:
    """The same answer, read entry by entry."""

    def __init__(self) -> None:
        published = {entry.pk: entry for entry in Entry.objects.published()}
        links = [
            one
            for one in Link.objects.all()
            if one.subject_id in published and one.object_id in published
        ]
        self.tools = [pk for pk, entry in published.items() if entry.kind == "tool"]
        self.cases, self.makers, self.rivals = (defaultdict(set) for _ in range(3))
        for one in links:
            if one.role == "uses":
                self.cases[one.object_id].add(one.subject_id)
            if one.role in ("developed_by", "provided_by"):
                self.makers[one.subject_id].add(one.object_id)
            if one.role == "alternative_to":
                self.rivals[one.subject_id].add(one.object_id)
                self.rivals[one.object_id].add(one.subject_id)
        self.tags = {
            pk: set(entry.entry_tags.values_list("tag", flat=True))
            for pk, entry in published.items()
        }

    def subjects(self, tool: int) -> set[int]:
        """The tool's own tags and those of its use cases."""
        return self.tags[tool].union(*(self.tags[case] for case in self.cases[tool]))

    def weight(
        self, owners: Callable[[int], set], thing: int, tool: int, share: str
    ) -> Decimal:
        others = [t for t in self.tools if t != tool and thing in owners(t)]
        return Decimal(f"{float(share) / log(1 + len(others)):.6f}")

    def of(self, tool: int) -> list[tuple]:
        others = [other for other in self.tools if other != tool]
        rows = [(other, *self.pair(tool, other)) for other in others]
        rows = [row for row in rows if any(row[2])]
        rows.sort(key=lambda row: (not row[2][0], -row[1], row[0]))
        return [(row[0], reason(*row[2])) for row in rows[:5]]

    def pair(self, tool: int, other: int) -> tuple[Decimal, tuple]:
        tags = self.tags[tool] & self.tags[other]
        uses = (self.subjects(tool) & self.subjects(other)) - tags
        cases = self.cases[tool] & self.cases[other]
        makers = self.makers[tool] & self.makers[other]
        parts = [(self.subjects, tags, "1"), (self.subjects, uses, "0.5")]
        parts += [(self.cases.__getitem__, cases, "1")]
        parts += [(self.makers.__getitem__, makers, "1")]
        score = sum(
            self.weight(owners, thing, tool, share)
            for owners, things, share in parts
            for thing in things
        )
        counts = [len(things) for _, things, _ in parts]
        return Decimal(score), (other in self.rivals[tool], *counts)


@pytest.mark.parametrize("seed", range(4))
def test_similar_tools_equal_a_naive_reading(seed):
    random_catalogue(seed)
    naive = Naive()

    for tool in Tool.objects.published():
        found = [(like.tool.pk, like.reason) for like in similar_to(tool)]
        assert found == naive.of(tool.pk)


def test_similar_tools_take_one_query(django_assert_num_queries):
    tags = [TagFactory() for _ in range(3)]
    tool, *_ = [ToolFactory(tags=tags) for _ in range(8)]

    with django_assert_num_queries(1):
        assert len(similar_to(tool)) == 5


def test_tool_page_shows_similar_tools_with_reasons(client):
    tag = TagFactory()
    ToolFactory(name="Tool", tags=[tag])
    ToolFactory(name="Alike", tags=[tag], summary="What it does.")

    section = page(client, "/en/tools/tool/").select_one("#similar").parent

    assert [words(p) for p in section.select("li p")] == ["What it does.", "1 tag"]
    address = section.find("a", string="Compare all")["href"]
    assert address == "/en/tools/compare/?tool=tool&tool=alike"


def test_tool_page_leads_to_more_alternatives_than_it_shows(client):
    rivals = [link("alternative_to", ToolFactory()) for _ in range(7)]
    ToolFactory(name="Tool", links=rivals)

    section = page(client, "/en/tools/tool/").select_one("#similar").parent

    assert len(section.select("li")) == 5
    more = section.select_one("a.text")
    assert words(more) == "All 7 declared alternatives"
    assert more["href"] == "/en/tools/?alternative_to=tool"


def test_lonely_tool_has_no_empty_section(client):
    ToolFactory(name="Tool")

    assert not page(client, "/en/tools/tool/").select("#similar")
