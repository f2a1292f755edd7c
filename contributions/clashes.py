"""What two people changed in different ways, in words, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalogue.models import Entry, Role
from catalogue.values import in_words, path_label
from catalogue.wording import period
from contributions.merging import Clash


@dataclass(frozen=True)
class ClashRow:
    """A field with its three values as a reader sees them."""

    path: str
    label: str
    base: str
    theirs: str
    mine: str


def describe(kind: str, found: Iterable[Clash]) -> list[ClashRow]:
    return [
        ClashRow(
            clash.path,
            path_label(kind, clash.path),
            *(
                _in_words(kind, clash.path, value)
                for value in (clash.base, clash.theirs, clash.mine)
            ),
        )
        for clash in found
    ]


def _in_words(kind: str, path: str, value: Any) -> str:
    if path == "links":
        return "; ".join(map(_link, value))
    return in_words(kind, path, value)


def _link(link: dict[str, Any]) -> str:
    other = Entry.objects.filter(pk=link["object"]).first()
    when = period(link["since"], link["until"])
    return f"{Role(link['role']).label} {other}" + (f" ({when})" if when else "")
