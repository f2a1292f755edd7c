"""What the fields of the admin offer while somebody types: entries and tags."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext, gettext_lazy

from catalogue.models import Entry, Tag
from catalogue.models.link import ROLE_KINDS
from contributions.admin.base import ReadingAdmin
from contributions.shapes import LARGEST_ID

LONGEST_TERM = 100
# A link leads to one of these; nothing is said to be done by a use case.
OBJECT_KINDS = {kind for pairs in ROLE_KINDS.values() for _subject, kind in pairs}


def named(entry: Entry) -> str:
    """The name with the kind, and the status where readers do not see the entry."""
    beside = [str(entry.get_kind_display())]
    if not entry.is_published:
        beside.append(str(entry.get_status_display()))
    return f"{entry.name} ({', '.join(beside)})"


def _entries(entries: Any) -> QuerySet:
    return entries.not_merged().filter(kind__in=OBJECT_KINDS)


OFFERED: dict[type[Model], Callable[[Any], QuerySet]] = {
    Entry: _entries,
    Tag: lambda tags: tags.shown(),
}
NAMED: dict[type[Model], Callable[[Any], str]] = {Entry: named}


@admin.register(Entry)
class EntryOffer(ReadingAdmin):
    """Entries of all kinds, to choose from: the lists are those of each kind."""

    search_fields = ["name", "slug"]
    ordering = ["name", "pk"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        return []


class OfferView(AutocompleteJsonView):
    """Django's answer to a field that is typed in, without what is not to be chosen."""

    def process_request(self, request: HttpRequest) -> tuple:
        term, *rest = super().process_request(request)
        return term.replace("\0", "")[:LONGEST_TERM], *rest

    def get_queryset(self) -> QuerySet:
        found = super().get_queryset()
        offered = OFFERED.get(found.model)
        return offered(found) if offered else found

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        return {**result, "text": NAMED.get(type(obj), str)(obj)}


class Offer(AutocompleteSelect):
    """A field to type in; what was chosen is named for all rows at once."""

    def __init__(self, model: type, field: str) -> None:
        super().__init__(model._meta.get_field(field), admin.site)  # type: ignore[attr-defined]
        self.names: Mapping[str, str] = {}

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Without a text in it, the empty field would have no name to be read out."""
        found = super().build_attrs(*args, **kwargs)
        return {**found, "data-placeholder": gettext("Type to search")}

    def optgroups(self, name: str, value: Sequence[str], attrs: Any = None) -> list:
        chosen = [("", ""), *((v, self.names.get(v, v)) for v in value if v)]
        options = [
            self.create_option(name, key, label, bool(key), index)
            for index, (key, label) in enumerate(chosen)
        ]
        return [(None, options, 0)]


class OfferedField(forms.IntegerField):
    """The id of an entry or a tag; the rows ask at once whether it is there."""

    default_error_messages: ClassVar = {"invalid": gettext_lazy("Choose one.")}

    def __init__(self, model: type, field: str, label: Any) -> None:
        super().__init__(
            min_value=1, max_value=LARGEST_ID, label=label, widget=Offer(model, field)
        )
