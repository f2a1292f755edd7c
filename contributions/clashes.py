"""What two people changed in different ways, in words, side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalogue.models import Entry, Role
from catalogue.values import in_words, path_label
from catalogue.wording import period
from contributions.merging import Clash
from contributions.models import Change


@dataclass(frozen=True)
class ClashRow:
    """A field with its three values as a reader sees them, and who changed it last."""

    path: str
    label: str
    base: str
    theirs: str
    mine: str
    change: Change | None


def describe(entry: Entry, clashes: Sequence[Clash]) -> list[ClashRow]:
    names = _names(clashes)
    changes = _last_changes(entry, clashes)
    return [
        ClashRow(
            clash.path,
            _label(entry, clash.path, names),
            base=_in_words(entry.kind, clash.path, clash.base, names),
            theirs=_in_words(entry.kind, clash.path, clash.theirs, names),
            mine=_in_words(entry.kind, clash.path, clash.mine, names),
            change=changes.get(_place(entry, clash.path)),
        )
        for clash in clashes
    ]


def _subject(path: str) -> int | None:
    """The other entry whose link to this one clashes: linked.<entry>.<version>."""
    name, _dot, rest = path.partition(".")
    return int(rest.partition(".")[0]) if name == "linked" else None


def _names(clashes: Iterable[Clash]) -> dict[int, str]:
    """The names of all entries that clashing links speak of."""
    ids: set[int] = set()
    for clash in clashes:
        if subject := _subject(clash.path):
            ids.add(subject)
        if clash.path.partition(".")[0] in ("links", "linked"):
            values = (clash.base, clash.theirs, clash.mine)
            ids |= {link["object"] for value in values for link in value}
    found = Entry.objects.filter(pk__in=ids) if ids else []
    return {one.pk: one.name for one in found}


def _last_changes(
    entry: Entry, clashes: Iterable[Clash]
) -> dict[tuple[int, str], Change]:
    """The last change of each field that clashes."""
    wanted = {_place(entry, clash.path) for clash in clashes}
    ids = {pk for pk, _path in wanted}
    changes = Change.objects.filter(entry__in=ids).with_people()
    found: dict[tuple[int, str], Change] = {}
    for change in changes.order_by("version"):
        for path in change.fields:
            if (change.entry_id, path) in wanted:
                found[change.entry_id, path] = change
    return found


def _place(entry: Entry, path: str) -> tuple[int, str]:
    subject = _subject(path)
    return (subject, "links") if subject else (entry.pk, path)


def _label(entry: Entry, path: str, names: dict[int, str]) -> str:
    if subject := _subject(path):
        return _("Links of “%(entry)s”") % {"entry": names.get(subject, "")}
    return path_label(entry.kind, path)


def _in_words(kind: str, path: str, value: Any, names: dict[int, str]) -> str:
    if path == "links" or _subject(path):
        return "; ".join(_link(link, names) for link in value)
    return in_words(kind, path, value)


def _link(link: dict[str, Any], names: dict[int, str]) -> str:
    other = names.get(link["object"], "")
    beside = [period(link["since"], link["until"]), link["source"]]
    more = ", ".join(part for part in beside if part)
    return f"{Role(link['role']).label} {other}" + (f" ({more})" if more else "")
