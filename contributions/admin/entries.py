from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.models import Entry, Tool
from contributions.addresses import address
from contributions.admin import selections
from contributions.admin.changing import MOST_CHANGED
from contributions.admin.editing import RecordAdmin, kind_of
from contributions.admin.hiding import MOST_HIDDEN
from contributions.admin.merges import address_of_preview
from contributions.shapes import id_from
from organizations.models import Organization
from usecases.models import UseCase


def _ask(
    request: HttpRequest, page: str, entries: QuerySet[Entry], most: int
) -> HttpResponse:
    """On to a page about the first so many of the selected entries."""
    if (count := entries.count()) > most:
        told = gettext(
            "These are the first %(most)d of the %(count)d selected entries."
        )
        messages.warning(request, told % {"most": most, "count": count})
    keys = entries.order_by("pk").values_list("pk", flat=True)[:most]
    query = urlencode([("entry", key) for key in keys])
    return redirect(f"{reverse(page)}?{query}")


class EntryAdmin(RecordAdmin):
    search_fields = ["name", "slug"]
    ordering = ["name"]
    date_hierarchy = "updated_at"
    show_facets = admin.ShowFacets.ALWAYS
    actions = ["publish", "hide", "change", "merge", "as_csv", "as_json"]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: object = None
    ) -> HttpResponse:
        """The history that readers see: Django's own would be empty."""
        entry = get_object_or_404(Entry, pk=id_from(object_id))
        return redirect(address("entry_history", entry))

    @admin.action(description=_("Download selected entries as CSV"))
    def as_csv(
        self, request: HttpRequest, entries: QuerySet[Entry]
    ) -> StreamingHttpResponse:
        return selections.as_csv(kind_of(self.model), entries)

    @admin.action(description=_("Download selected entries as JSON"))
    def as_json(
        self, request: HttpRequest, entries: QuerySet[Entry]
    ) -> StreamingHttpResponse:
        loaded: Any = entries
        return selections.as_json(kind_of(self.model), loaded.for_records())

    @admin.action(description=_("Publish selected entries, after a summary…"))
    def publish(self, request: HttpRequest, entries: QuerySet[Entry]) -> HttpResponse:
        """A reason may be given on a page of its own."""
        return _ask(request, "moderation:publish_many", entries, MOST_HIDDEN)

    @admin.action(description=_("Hide selected entries, with a reason…"))
    def hide(self, request: HttpRequest, entries: QuerySet[Entry]) -> HttpResponse:
        """The reason, which everybody can read, is asked for on a page of its own."""
        return _ask(request, "moderation:hide_many", entries, MOST_HIDDEN)

    @admin.action(description=_("Change tags or state of selected entries…"))
    def change(self, request: HttpRequest, entries: QuerySet[Entry]) -> HttpResponse:
        """What to change is asked for on a page of its own."""
        return _ask(request, "moderation:change_many", entries, MOST_CHANGED)

    @admin.action(description=_("Merge the two selected entries"))
    def merge(
        self, request: HttpRequest, entries: QuerySet[Entry]
    ) -> HttpResponse | None:
        ids = list(entries.order_by("pk").values_list("pk", flat=True)[:3])
        if len(ids) != 2:
            self.message_user(request, gettext("Tick two entries."), messages.ERROR)
            return None
        return redirect(address_of_preview(*ids))


@admin.register(Tool)
class ToolAdmin(EntryAdmin):
    list_display = ["name", "form", "licence", "state", "status", "updated_at"]
    list_filter = ["status", "form", "state"]


@admin.register(UseCase)
class UseCaseAdmin(EntryAdmin):
    list_display = ["name", "country", "since", "state", "status", "updated_at"]
    list_filter = ["status", "state"]


@admin.register(Organization)
class OrganizationAdmin(EntryAdmin):
    list_display = ["name", "type", "country", "status", "updated_at"]
    list_filter = ["status", "type"]
