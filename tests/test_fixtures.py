"""The shipped catalogue loads as it is, and keeps the promises made about it."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from catalogue.search.words import fold
from catalogue.vocabularies import validate_licence
from contributions import catalogue_files
from contributions.actions import Why
from contributions.models import Change
from tests.tables import empty_the_catalogue

FOLDER = settings.BASE_DIR / "fixtures" / "catalogue"
KINDS = ["tools", "use-cases", "organizations"]


def lines_of(name: str) -> list[dict[str, Any]]:
    with (FOLDER / f"{name}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def lines() -> dict[str, list[dict[str, Any]]]:
    return {name: lines_of(name) for name in KINDS}


def summaries(lines: list[dict[str, Any]], language: str = "en") -> list[str]:
    texts = [line.get("texts", {}).get(language, {}) for line in lines]
    return [text["summary"] for text in texts if text.get("summary")]


def test_catalogue_loads_and_is_written_back_byte_for_byte(
    db: None, tmp_path: Path
) -> None:
    empty_the_catalogue()
    files = {path.name: path.read_bytes() for path in FOLDER.iterdir()}

    outcome = catalogue_files.import_from(FOLDER, Why(by=None))
    catalogue_files.export_to(tmp_path)

    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == files
    assert outcome.created == Change.objects.count()
    assert catalogue_files.import_from(FOLDER, Why(by=None)).changed == 0


@pytest.mark.parametrize(
    ("kind", "at_least"), [("tools", 1231), ("use-cases", 178), ("organizations", 511)]
)
def test_catalogue_is_as_large_as_promised(
    lines: dict[str, list], kind: str, at_least: int
) -> None:
    assert len(lines[kind]) >= at_least


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_has_an_original_summary(lines: dict[str, list], kind: str) -> None:
    without = [
        line["slug"]
        for line in lines[kind]
        if not any(
            text.get("is_original") and text.get("summary")
            for text in line.get("texts", {}).values()
        )
    ]

    assert without == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_summaries_of_a_kind_are_equal(
    lines: dict[str, list], kind: str
) -> None:
    counts = Counter(summaries(lines[kind]))

    assert [summary for summary, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(("language", "at_least"), [("fr", 40), ("es", 10), ("ar", 10)])
def test_best_known_entries_are_translated(
    lines: dict[str, list], language: str, at_least: int
) -> None:
    everything = [line for found in lines.values() for line in found]

    assert len(summaries(everything, language)) >= at_least


@pytest.mark.parametrize(("kind", "at_least"), [("tools", 80), ("use-cases", 40)])
def test_best_known_entries_are_described(
    lines: dict[str, list], kind: str, at_least: int
) -> None:
    described = [line for line in lines[kind] if is_described(line)]

    assert len(described) >= at_least


def is_described(line: dict[str, Any]) -> bool:
    """Whether an entry says more than its one sentence."""
    return any(text.get("description") for text in line["texts"].values())


@pytest.mark.parametrize(
    "tag",
    [
        "participatory-budgeting",
        "freedom-of-information",
        "petitions",
        "online-voting",
        "whistleblowing",
    ],
)
def test_thin_topics_have_tools_and_their_makers(
    lines: dict[str, list], tag: str
) -> None:
    tools = [line for line in lines["tools"] if tag in line.get("tags", [])]
    made = [tool for tool in tools if roles(tool) & {"developed_by", "provided_by"}]

    assert len(made) >= 12


def roles(line: dict[str, Any]) -> set[str]:
    return {link["role"] for link in line.get("links", [])}


@pytest.mark.parametrize("kind", KINDS)
def test_no_entry_is_there_twice(lines: dict[str, list], kind: str) -> None:
    """Names differ by more than case, accents and spaces, or by country."""
    counts = Counter(
        (re.sub(r"[^\w+]", "", fold(line["name"])), line.get("country"))
        for line in lines[kind]
    )

    assert [name for name, count in counts.items() if count > 1] == []


def test_licences_are_of_the_list(lines: dict[str, list]) -> None:
    unknown = set()
    for licence in {line["licence"] for line in lines["tools"] if "licence" in line}:
        try:
            validate_licence(licence)
        except ValidationError:
            unknown.add(licence)

    assert unknown == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_names_its_source(lines: dict[str, list], kind: str) -> None:
    assert [line["slug"] for line in lines[kind] if not line.get("source")] == []


def test_every_tag_is_carried_by_an_entry(lines: dict[str, list]) -> None:
    carried = {
        tag
        for found in lines.values()
        for line in found
        for tag in line.get("tags", [])
    }

    assert {tag["slug"] for tag in lines_of("tags")} - carried == set()


def test_ids_are_unique(lines: dict[str, list]) -> None:
    ids = [line["id"] for found in lines.values() for line in found]

    assert len(ids) == len(set(ids))
