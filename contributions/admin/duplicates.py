"""The list of likely duplicates: where moderators begin to merge."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from catalogue.models import Entry
from contributions import actions
from contributions.admin.base import ReadingAdmin
from contributions.admin.merges import address_of_preview, moderator
from contributions.models import Duplicate, DuplicateReason
from contributions.models.duplicate import SEEN

LIST = "admin:contributions_duplicate_changelist"


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Compute the list anew, now."""
    moderator(request)
    count = actions.find_duplicates()
    told = ngettext(
        "%d pair waits to be looked at.", "%d pairs wait to be looked at.", count
    )
    messages.success(request, told % count)
    return redirect(LIST)


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that two entries are two things, and what tells them apart."""
    person = moderator(request)
    duplicate = get_object_or_404(Duplicate, pk=pk)
    try:
        note = request.POST.get("note", "").strip()
        is_new = actions.dismiss(duplicate, person, note)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(address_of_preview(duplicate.left_id, duplicate.right_id))
    if is_new:
        messages.success(request, _("Noted: these are two different things."))
    else:
        messages.warning(request, _("Somebody has said so already."))
    return redirect(LIST)


class StateFilter(admin.SimpleListFilter):
    """The pairs that wait, unless those that were dismissed are asked for."""

    title = gettext_lazy("decision")
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("dismissed", _("Not a duplicate"))]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        return [{**first, "display": _("Waiting")}, *rest]

    def queryset(
        self, request: HttpRequest, pairs: QuerySet[Duplicate]
    ) -> QuerySet[Duplicate]:
        return pairs.filter(dismissed_at__isnull=self.value() != "dismissed")


@admin.register(Duplicate)
class DuplicateAdmin(ReadingAdmin):
    change_list_template = "admin/contributions/duplicate/change_list.html"
    list_display = ["percent", "left_name", "right_name", "why", "note", "merge"]
    list_display_links = None
    list_filter = [StateFilter, "left__kind"]
    list_select_related = ["left", "right"]
    search_fields = ["left__name", "right__name"]
    ordering = ["-score", "left__name", "pk"]
    actions = ["dismiss_selected", "reopen_selected"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("find/", view(find), name="contributions_duplicate_find"),
            path(
                "<int:pk>/dismiss/",
                view(dismiss),
                name="contributions_duplicate_dismiss",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"title": _("Likely duplicates"), **(extra_context or {})}
        return super().changelist_view(request, context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Duplicate]:
        seen = super().get_queryset(request)
        return seen.filter(left__status__in=SEEN, right__status__in=SEEN)

    @admin.display(description=gettext_lazy("score"), ordering="score")
    def percent(self, pair: Duplicate) -> str:
        return f"{pair.score:.0%}"

    @admin.display(description=gettext_lazy("entry"), ordering="left__name")
    def left_name(self, pair: Duplicate) -> str:
        return _link_to(pair.left)

    @admin.display(description=gettext_lazy("looks like"), ordering="right__name")
    def right_name(self, pair: Duplicate) -> str:
        return _link_to(pair.right)

    @admin.display(description=gettext_lazy("reasons"))
    def why(self, pair: Duplicate) -> str:
        return ", ".join(str(DuplicateReason(name).label) for name in pair.reasons)

    @admin.display(description=gettext_lazy("next"))
    def merge(self, pair: Duplicate) -> str:
        address = address_of_preview(pair.left_id, pair.right_id)
        return format_html('<a href="{}">{}</a>', address, _("Compare and merge"))

    @admin.action(description=gettext_lazy("Selected pairs are not duplicates"))
    def dismiss_selected(
        self, request: HttpRequest, pairs: QuerySet[Duplicate]
    ) -> None:
        person = moderator(request)
        for pair in pairs:
            actions.dismiss(pair, person)
        messages.success(request, _("Noted: these are different things."))

    @admin.action(description=gettext_lazy("Put selected pairs back into the list"))
    def reopen_selected(self, request: HttpRequest, pairs: QuerySet[Duplicate]) -> None:
        person = moderator(request)
        for pair in pairs:
            actions.reopen(pair, person)
        messages.success(request, _("They wait again."))


def _link_to(entry: Entry) -> str:
    return format_html('<a href="{}">{}</a>', entry.get_absolute_url(), entry.name)
