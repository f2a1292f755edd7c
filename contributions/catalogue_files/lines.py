"""The lines of the files, and what must hold of them before they are understood."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from catalogue import kinds
from catalogue.models.slug import SLUG_LENGTH, SLUG_PATTERN
from contributions import shapes

TAGS_FILE = "tags.jsonl"
# Above it, other readers of JSON round; the ids to come need room too.
LARGEST_ID = 2**53
TAG_FIELDS = {"id", "slug", "kind", "name", "labels", "synonyms", "is_hidden"}
TAG_FIELDS |= {"merged_into"}


class LineError(Exception):
    """A line of a file that cannot be taken, with its place and the reason."""


@dataclass
class Line:
    """One line of a file, and where it stands."""

    kind: str
    place: str
    values: dict[str, Any]

    @property
    def reference(self) -> str:
        return f"{self.kind}/{self.values['slug']}"

    @property
    def references(self) -> list[str]:
        """The names under which the entry may be known, the current one first."""
        old = self.values.get("old_slugs", [])
        return [self.reference, *(f"{self.kind}/{slug}" for slug in old)]

    def error(self, reason: str | ValidationError) -> LineError:
        if isinstance(reason, ValidationError):
            reason = _sentence(reason)
        return LineError(f"{self.place}: {reason}")


def file_of(kind: str) -> str:
    return f"{kinds.get(kind).path}.jsonl"


def holds_catalogue(folder: Path) -> bool:
    names = [TAGS_FILE, *(file_of(kind.name) for kind in kinds.every())]
    return any((folder / name).is_file() for name in names)


def read_tags(folder: Path) -> Iterator[Line]:
    for line in _read(folder / TAGS_FILE, "tag"):
        if unknown := line.values.keys() - TAG_FIELDS:
            raise line.error(f"{', '.join(sorted(unknown))}: unknown.")
        yield line


def read_entries(folder: Path, kind: str) -> Iterator[Line]:
    for line in _read(folder / file_of(kind), kind):
        if wrong := _misshapen(line.values):
            raise line.error(f"{wrong}: this is not what the field can hold.")
        yield line


def _read(path: Path, kind: str) -> Iterator[Line]:
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, text in enumerate(file, start=1):
            line = Line(kind, f"{path.name}, line {number}", {})
            try:
                values = json.loads(text)
            except ValueError as error:
                raise line.error(f"not a record ({error}).") from error
            if not isinstance(values, dict) or not isinstance(values.get("slug"), str):
                raise line.error("not a record with a slug.")
            if "id" in values and not _is_id(values["id"]):
                raise line.error("id: this is not what the field can hold.")
            line.values = values
            yield line


def _misshapen(values: dict[str, Any]) -> str:
    """The first of the fields that a record does not have, or has otherwise."""
    checks = {
        "slug": _is_slug,
        "old_slugs": lambda slugs: (
            isinstance(slugs, list) and all(map(_is_slug, slugs))
        ),
        "source": lambda source: isinstance(source, str),
        "tags": shapes.is_list_of_text,
        "links": lambda links: isinstance(links, list) and all(map(_is_link, links)),
    }
    wrong = [
        name for name in checks if name in values and not checks[name](values[name])
    ]
    return wrong[0] if wrong else ""


def _is_id(value: Any) -> bool:
    return shapes.is_id(value) and value <= LARGEST_ID


def _is_slug(value: Any) -> bool:
    return (
        isinstance(value, str)
        and len(value) <= SLUG_LENGTH + 10
        and bool(re.fullmatch(SLUG_PATTERN, value))
    )


def _is_link(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("object"), str)


def _sentence(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return "; ".join(
        f"{field}: {' '.join(found)}" for field, found in error.message_dict.items()
    )
