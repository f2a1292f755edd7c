from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from contributions.admin import bulk
from contributions.admin.base import ReadingAdmin
from contributions.admin.bulk_summary import HANDLE
from contributions.admin.queue import REPORT
from contributions.models import Report


@admin.register(Report)
class ReportAdmin(ReadingAdmin):
    list_display = [
        "entry",
        "change",
        "collection",
        "reason",
        "message",
        "person",
        "created_at",
    ]
    list_display += ["handled_at", "handled_by"]
    list_filter = ["reason", ("collection", admin.EmptyFieldListFilter)]
    list_filter += [("handled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["entry", "change", "collection", "person", "handled_by"]
    search_fields = ["entry__name", "collection__title", "message"]
    ordering = ["-created_at", "-pk"]
    actions = ["mark_handled"]

    @admin.action(description=_("Mark selected reports as handled, after a summary…"))
    def mark_handled(
        self, request: HttpRequest, reports: QuerySet[Report]
    ) -> HttpResponse:
        return bulk.summarize(request, REPORT, reports, HANDLE)
