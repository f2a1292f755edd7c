"""Facts in words: dates, periods, changes."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import FieldDoesNotExist
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue import kinds
from catalogue.records import Delta
from catalogue.vocabularies import PROPRIETARY

SHOWN_PARTS = 2


def partial_date(value: str) -> str:
    """2016, December 2016 or 7 December 2016."""
    if len(value) == 10:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if len(value) == 7:
        return date_format(date.fromisoformat(f"{value}-01"), "YEAR_MONTH_FORMAT")
    return value


def period(since: str, until: str, goes_on: bool = False) -> str:
    """When something lasted; only what goes on for sure is “since” its start."""
    start, end = partial_date(since), partial_date(until)
    if start and end:
        if start == end:
            return start
        return _("%(start)s–%(end)s") % {"start": start, "end": end}
    if start:
        words = _("since %(date)s") if goes_on else _("from %(date)s")
        return words % {"date": start}
    return _("until %(date)s") % {"date": end} if end else ""


def licence(identifier: str) -> str:
    """An SPDX identifier as readers know it: AGPL-3.0 or later."""
    if identifier == PROPRIETARY:
        return _("Proprietary")
    if identifier.endswith("-or-later"):
        return _("%(licence)s or later") % {
            "licence": identifier.removesuffix("-or-later")
        }
    return identifier.removesuffix("-only")


def enumeration(words: Iterable[str]) -> str:
    """One; one and two; one, two and three."""
    *most, last = [*words] or [""]
    if not most:
        return last
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last}


def what_changed(
    kind: str, version: int, delta: Delta, names: dict[int, str] | None = None
) -> str:
    """A change in a few words: “Licence changed and linked to CKAN”, at most so long.

    `names` are those of linked entries, by id, as far as they are known.
    """
    if version == 1:
        return _("%(kind)s added") % {"kind": kinds.get(kind).label}
    parts = _parts(kind, delta, names or {}) or _marks(delta)
    if len(parts) > SHOWN_PARTS:
        more = len(parts) - SHOWN_PARTS + 1
        rest = ngettext("%(n)s more change", "%(n)s more changes", more) % {"n": more}
        parts = [*parts[: SHOWN_PARTS - 1], rest]
    return capfirst(enumeration(parts))


def _parts(kind: str, delta: Delta, names: dict[int, str]) -> list[str]:
    parts = []
    for path, change in sorted(delta.items()):
        if path == "tags":
            parts += _counted_tags(change)
        elif path == "links":
            parts += _links(change, names)
        elif path == "merged_into":
            parts.append(
                _("merged into another") if change["to"] else _("parted again")
            )
        elif path == "status":
            parts.append("" if "merged_into" in delta else _("status changed"))
        else:
            parts.append(_field(kind, path, change))
    return list(dict.fromkeys(part for part in parts if part))


def _marks(delta: Delta) -> list[str]:
    """What is said of translations where nothing else changed."""
    to = [change["to"] for path, change in delta.items() if path.endswith(".outdated")]
    if not to:
        return []
    fits, outdated = _("translation found to fit again"), _("translation outdated")
    return [outdated if any(to) else fits]


def _counted_tags(change: dict[str, list]) -> list[str]:
    added, removed = len(change["added"]), len(change["removed"])
    parts = []
    if added:
        words = ngettext("%(n)s tag added", "%(n)s tags added", added)
        parts.append(words % {"n": added})
    if removed:
        words = ngettext("%(n)s tag removed", "%(n)s tags removed", removed)
        parts.append(words % {"n": removed})
    return parts


def _links(change: dict[str, list], names: dict[int, str]) -> list[str]:
    """Links that came, went or changed; one alone by name where that is known."""
    came = {link["object"] for link in change["added"]}
    went = {link["object"] for link in change["removed"]}
    added, removed, changed = came - went, went - came, came & went
    parts = []
    for ids, named, counted in (
        (
            added,
            _("linked to %(name)s"),
            ngettext("%(n)s link added", "%(n)s links added", len(added)),
        ),
        (
            removed,
            _("link to %(name)s removed"),
            ngettext("%(n)s link removed", "%(n)s links removed", len(removed)),
        ),
        (
            changed,
            _("link to %(name)s changed"),
            ngettext("%(n)s link changed", "%(n)s links changed", len(changed)),
        ),
    ):
        if len(ids) == 1 and ids <= names.keys():
            parts.append(named % {"name": names[min(ids)]})
        elif ids:
            parts.append(counted % {"n": len(ids)})
    return parts


def _field(kind: str, path: str, change: dict[str, object]) -> str:
    label = field_label(kind, path)
    was_empty, is_empty = not change["from"], not change["to"]
    if not label or (was_empty and is_empty):
        return ""
    if was_empty:
        return _("%(field)s filled in") % {"field": label}
    if is_empty:
        return _("%(field)s removed") % {"field": label}
    return _("%(field)s changed") % {"field": label}


def field_label(kind: str, path: str) -> str:
    """The name of a record's field as forms show it; empty for what has none."""
    name = path.split(".")[-1]
    if path.startswith("texts.") and name in ("is_original", "outdated"):
        return ""
    try:
        field = kinds.get(kind).model._meta.get_field(name)
        return str(getattr(field, "verbose_name", ""))
    except FieldDoesNotExist:
        return {"summary": _("summary"), "description": _("description")}.get(name, "")
