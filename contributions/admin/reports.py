from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contributions import actions
from contributions.admin.base import ReadingAdmin
from contributions.models import Report


@admin.register(Report)
class ReportAdmin(ReadingAdmin):
    list_display = ["entry", "change", "reason", "message", "person", "created_at"]
    list_display += ["handled_at", "handled_by"]
    list_filter = ["reason", ("handled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["entry", "change", "person", "handled_by"]
    search_fields = ["entry__name", "message"]
    ordering = ["-created_at", "-pk"]
    actions = ["mark_handled"]

    @admin.action(description=_("Mark selected reports as handled"))
    def mark_handled(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        count = actions.handle_reports(reports, request.user)  # type: ignore[arg-type]
        told = ngettext("%d report handled.", "%d reports handled.", count) % count
        self.message_user(request, told, messages.SUCCESS)
