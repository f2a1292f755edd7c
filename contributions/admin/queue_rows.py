"""What a moderator sees of each thing in the queue."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from accounts.models import User
from catalogue.models import Entry
from contributions.admin.queue import ENTRY, REPORT, SUGGESTION, Item
from contributions.models import Occasion, Report, Suggestion, waits_for_answer


@dataclass(frozen=True)
class Row:
    """An item with what a moderator sees of it in the list."""

    item: Item
    thing: Suggestion | Report | Entry
    name: str
    why: str

    @property
    def what(self) -> str:
        labels = {
            SUGGESTION: gettext("Suggestion"),
            REPORT: gettext("Report"),
            ENTRY: gettext("Held entry"),
        }
        return labels[self.item.what]

    @property
    def person(self) -> User | None:
        return getattr(self.thing, "person", None)

    @property
    def occasion(self) -> Occasion | None:
        return getattr(self.thing, "occasion", None)

    @property
    def kind(self) -> str:
        """Of the entry that it is about; nothing where it is about a collection."""
        if isinstance(self.thing, Report):
            return self.thing.entry.kind if self.thing.entry else ""
        return self.thing.kind

    @property
    def question(self) -> str:
        """Of a suggestion: whether its sender was asked something, and answered."""
        is_asked = getattr(self.thing, "is_asked", None)
        if is_asked is None:
            return ""
        return gettext("Asked, no answer yet") if is_asked else gettext("Answered")

    @property
    def is_new_entry(self) -> bool:
        return isinstance(self.thing, Suggestion) and self.thing.entry_id is None


def rows_of(items: Iterable[Item]) -> list[Row]:
    """The items with their names and people: one question for each sort of thing."""
    items = list(items)
    keys = {what: [i.key for i in items if i.what == what] for what in _LOADED}
    things = {
        what: {str(thing.pk): thing for thing in load(keys[what])} if keys[what] else {}
        for what, load in _LOADED.items()
    }
    return [
        Row(item, thing, _name(thing), _why(thing))
        for item in items
        if (thing := things[item.what].get(item.key))
    ]


def _name(thing: Suggestion | Report | Entry) -> str:
    is_edit = isinstance(thing, Suggestion) and thing.entry is not None
    return thing.entry.name if is_edit else thing.name  # type: ignore[union-attr]


def _why(thing: Suggestion | Report | Entry) -> str:
    if isinstance(thing, Report):
        return str(thing.get_reason_display())
    if isinstance(thing, Suggestion):
        return thing.held_reason or gettext("From a visitor")
    return str(thing.get_status_display())


_LOADED: dict[str, Any] = {
    SUGGESTION: lambda keys: (
        Suggestion.objects.filter(pk__in=keys)
        .defer("content")
        .annotate(is_asked=waits_for_answer())
        .select_related("person", "entry", "occasion")
    ),
    REPORT: lambda keys: Report.objects.filter(pk__in=keys).select_related(
        "person", "entry", "collection", "change__occasion"
    ),
    ENTRY: lambda keys: Entry.objects.filter(pk__in=keys),
}
