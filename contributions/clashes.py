"""What two people changed in different ways, in words, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.models import Entry, Role
from catalogue.vocabularies import language_name
from catalogue.wording import field_label, period
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
            *map(_in_words, (clash.base, clash.theirs, clash.mine)),
        )
        for clash in found
    ]


def path_label(kind: str, path: str) -> str:
    """A path of a delta as people know it: “Summary (French)”."""
    if path in ("links", "tags"):
        return _("Links") if path == "links" else _("Tags")
    label = capfirst(field_label(kind, path) or path.rpartition(".")[2])
    if path.startswith("texts."):
        language = language_name(path.split(".")[1])
        return _("%(field)s (%(language)s)") % {"field": label, "language": language}
    return label


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "; ".join(map(_link, value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _link(link: dict[str, Any]) -> str:
    other = Entry.objects.filter(pk=link["object"]).first()
    when = period(link["since"], link["until"])
    return f"{Role(link['role']).label} {other}" + (f" ({when})" if when else "")
