"""A line that cannot be taken is named, and nothing is imported."""

from pathlib import Path
from typing import Any

import pytest

from catalogue.models import Entry, Slug, Tag, Tool
from contributions import actions, catalogue_files
from contributions.actions import Why
from contributions.catalogue_files import LineError
from tests.factories import ToolFactory
from tests.lines import write_lines

NOBODY = Why(by=None)

pytestmark = pytest.mark.django_db


def load(folder: Path) -> None:
    catalogue_files.import_from(folder, NOBODY)


def fresh(tool: Tool) -> Tool:
    return Tool.objects.get(pk=tool.pk)


GOOD = {"slug": "good", "name": "Good"}
BROKEN: list[tuple[str, dict[str, Any] | str | bytes]] = [
    ("tools", "{"),
    ("tools", ""),
    ("tools", "[]"),
    ("tools", "7"),
    ("tools", b'{"slug": "a", "name": "\xff"}'),
    ("tools", {"name": "A"}),
    ("tools", {"slug": "a"}),
    ("tools", {"slug": 7, "name": "A"}),
    ("tools", {"slug": "A b", "name": "A"}),
    ("tools", {"slug": "", "name": "A"}),
    ("tools", {"slug": "a" * 100, "name": "A"}),
    ("tools", {"slug": "\0", "name": "A"}),
    ("tools", {"slug": "good", "name": "Twice"}),
    ("tools", {"slug": "a", "old_slugs": ["good"], "name": "A"}),
    ("tools", {"slug": "a", "old_slugs": "x", "name": "A"}),
    ("tools", {"slug": "a", "old_slugs": ["a"], "name": "A"}),
    ("tools", {"slug": "a", "old_slugs": ["x y"], "name": "A"}),
    ("tools", {"slug": "a", "old_slugs": [7], "name": "A"}),
    ("tools", {"id": "7", "slug": "a", "name": "A"}),
    ("tools", {"id": 0, "slug": "a", "name": "A"}),
    ("tools", {"id": -7, "slug": "a", "name": "A"}),
    ("tools", {"id": True, "slug": "a", "name": "A"}),
    ("tools", {"id": 10**30, "slug": "a", "name": "A"}),
    ("tools", {"id": 2**63 - 1, "slug": "a", "name": "A"}),
    ("tools", {"slug": "a", "name": ""}),
    ("tools", {"slug": "a", "name": 3}),
    ("tools", {"slug": "a", "name": "A", "colour": "red"}),
    ("tools", {"slug": "a", "name": "A", "licence": "GPL"}),
    ("tools", {"slug": "a", "name": "A", "source": "x" * 501}),
    ("tools", {"slug": "a", "name": "A", "source": 7}),
    ("tools", {"slug": "a", "name": "A", "texts": []}),
    ("tools", {"slug": "a", "name": "A", "tags": ["unknown"]}),
    ("tools", {"slug": "a", "name": "A", "tags": "x"}),
    ("tools", {"slug": "a", "name": "A", "tags": [[]]}),
    ("tools", {"slug": "a", "name": "A", "tags": 7}),
    ("tools", {"slug": "a", "name": "A", "links": [{}]}),
    ("tools", {"slug": "a", "name": "A", "links": ["tool/good"]}),
    ("tools", {"slug": "a", "name": "A", "links": 7}),
    (
        "tools",
        {"slug": "a", "name": "A", "links": [{"role": "uses", "object": "tool/good"}]},
    ),
    (
        "tools",
        {"slug": "a", "name": "A", "links": [{"role": "built_on", "object": "tool/x"}]},
    ),
    (
        "tools",
        {"slug": "a", "name": "A", "links": [{"role": "built_on", "object": ["x"]}]},
    ),
    (
        "tools",
        {"slug": "a", "name": "A", "links": [{"role": "built_on", "object": "tool/a"}]},
    ),
    ("use_cases", {"slug": "a", "name": "A", "since": "16"}),
    ("use_cases", {"slug": "a", "name": "A", "ended_because": "Money"}),
    ("organizations", {"slug": "a", "name": "A", "country": "XX"}),
    ("tags", "{"),
    ("tags", {"slug": "a"}),
    ("tags", {"slug": "a", "name": "A", "kind": "mood"}),
    ("tags", {"slug": "a", "name": "A", "colour": "red"}),
    ("tags", {"slug": "a", "name": "Good"}),
    ("tags", {"slug": "a", "name": "A\0"}),
    ("tags", {"slug": "a", "name": 7}),
    ("tags", {"slug": "a", "name": "A", "labels": []}),
    ("tags", {"slug": "a", "name": "A", "synonyms": "x"}),
    ("tags", {"id": "7", "slug": "a", "name": "A"}),
    ("tags", {"id": 10**30, "slug": "a", "name": "A"}),
    ("tags", {"slug": "a", "name": "A", "is_hidden": "x"}),
    ("tags", {"slug": "a", "name": "A", "merged_into": "nothing"}),
    ("tags", {"slug": "a", "name": "A", "merged_into": "a"}),
    ("tags", {"slug": "a", "name": "A", "merged_into": 7}),
    ("tags", {"slug": "a", "name": "A", "merged_into": []}),
    ("tags", {"slug": "good", "name": "Twice"}),
]


@pytest.mark.parametrize(("file", "line"), BROKEN, ids=lambda part: ascii(part)[:60])
def test_broken_line_is_named_and_nothing_is_imported(
    tmp_path: Path, file: str, line: dict[str, Any] | str | bytes
) -> None:
    files = {name: [GOOD] for name in ("tags", "tools", "use_cases", "organizations")}
    files[file] = [GOOD, line]
    name = file.replace("_", "-")

    with pytest.raises(LineError, match=rf"^{name}\.jsonl, line 2: .+"):
        load(write_lines(tmp_path, **files))

    assert not Entry.objects.exists()
    assert not Tag.objects.exists()
    assert not Slug.objects.exists()


@pytest.mark.parametrize(
    "line",
    [
        {"slug": "good", "name": ""},
        {"slug": "good", "name": "Good", "links": [{"role": "x", "object": "tool/a"}]},
        {"slug": "good", "name": "Good", "source": 7, "licence": "MIT"},
    ],
)
def test_broken_change_is_named_and_nothing_is_imported(
    tmp_path: Path, line: dict[str, Any]
) -> None:
    tool = ToolFactory(name="Good", licence="MIT")
    ToolFactory(name="A")

    with pytest.raises(LineError, match=r"^tools\.jsonl, line 2: .+"):
        load(write_lines(tmp_path, tools=[{"slug": "new", "name": "New"}, line]))

    assert fresh(tool).version == 1
    assert Tool.objects.count() == 2


def test_refusal_says_which_field(tmp_path: Path) -> None:
    with pytest.raises(LineError, match="licence: .*GPL"):
        load(
            write_lines(tmp_path, tools=[{"slug": "a", "name": "A", "licence": "GPL"}])
        )


def test_refusal_among_many_lines_names_the_right_one(tmp_path: Path) -> None:
    lines = [{"slug": f"a{n}", "name": "A"} for n in range(300)]
    lines[280]["links"] = [{"role": "built_on", "object": "tool/a280"}]

    with pytest.raises(LineError, match=r"^tools\.jsonl, line 281: links: "):
        load(write_lines(tmp_path, tools=lines))


def test_two_lines_cannot_lead_to_one_entry(tmp_path: Path) -> None:
    tool = ToolFactory(name="Old")
    actions.edit(tool, {"name": "New"}, NOBODY)
    lines = [{"slug": "new", "name": "New"}, {"slug": "old", "name": "Old"}]

    with pytest.raises(LineError, match=r"^tools\.jsonl, line 2: .*line 1"):
        load(write_lines(tmp_path, tools=lines))
