from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.models import Entry, EntryStatus, Tool
from contributions import actions
from contributions.actions import Why
from contributions.admin.base import ReadingAdmin
from contributions.admin.hiding import MOST_HIDDEN
from contributions.admin.merges import address_of_preview
from organizations.models import Organization
from usecases.models import UseCase


class EntryAdmin(ReadingAdmin):
    search_fields = ["name", "slug"]
    ordering = ["name"]
    date_hierarchy = "updated_at"
    actions = ["publish", "hide", "merge"]

    @admin.action(description=_("Publish selected entries"))
    def publish(self, request: HttpRequest, entries: QuerySet[Entry]) -> None:
        self._set_status(request, entries, EntryStatus.PUBLISHED)

    @admin.action(description=_("Hide selected entries, with a reason…"))
    def hide(self, request: HttpRequest, entries: QuerySet[Entry]) -> HttpResponse:
        """The reason, which everybody can read, is asked for on a page of its own."""
        keys = entries.order_by("pk").values_list("pk", flat=True)[:MOST_HIDDEN]
        query = urlencode([("entry", key) for key in keys])
        return redirect(f"{reverse('moderation:hide_many')}?{query}")

    @admin.action(description=_("Merge the two selected entries"))
    def merge(
        self, request: HttpRequest, entries: QuerySet[Entry]
    ) -> HttpResponse | None:
        ids = list(entries.order_by("pk").values_list("pk", flat=True)[:3])
        if len(ids) != 2:
            self.message_user(request, gettext("Tick two entries."), messages.ERROR)
            return None
        return redirect(address_of_preview(*ids))

    def _set_status(
        self, request: HttpRequest, entries: QuerySet[Entry], status: EntryStatus
    ) -> None:
        why = Why(by=request.user)  # type: ignore[arg-type]
        try:
            count = len(actions.set_status_of(entries, status, why))
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return
        message = ngettext("%d entry changed.", "%d entries changed.", count) % count
        self.message_user(request, message, messages.SUCCESS)


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
