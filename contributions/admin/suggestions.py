from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.access import may_administer
from contributions.admin import bulk
from contributions.admin.base import ReadingAdmin
from contributions.admin.bulk_summary import ACCEPT, DECLINE
from contributions.admin.queue import SUGGESTION
from contributions.models import Suggestion


@admin.register(Suggestion)
class SuggestionAdmin(ReadingAdmin):
    list_display = ["name", "kind", "status", "person", "held_because", "created_at"]
    list_filter = ["status", "kind", "reason"]
    list_select_related = ["person"]
    search_fields = ["name", "comment", "source"]
    ordering = ["created_at", "pk"]
    actions = ["accept", "decline"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """E-mail addresses are for administrators."""
        hidden = set() if may_administer(request.user) else self.for_administrators
        fields = super().get_fields(request, obj)
        return [name for name in fields if name not in hidden]

    @admin.action(description=_("Accept selected suggestions, after a summary…"))
    def accept(
        self, request: HttpRequest, chosen: QuerySet[Suggestion]
    ) -> HttpResponse:
        return bulk.summarize(request, SUGGESTION, chosen, ACCEPT)

    @admin.action(description=_("Decline selected suggestions, after a summary…"))
    def decline(
        self, request: HttpRequest, chosen: QuerySet[Suggestion]
    ) -> HttpResponse:
        return bulk.summarize(request, SUGGESTION, chosen, DECLINE)
