from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
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
    readonly_fields = ["decision"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """E-mail addresses are for administrators; what waits is decided elsewhere."""
        hidden = {"decision"}
        if not may_administer(request.user):
            hidden |= self.for_administrators
        first = ["decision"] if obj is not None and obj.is_waiting else []
        fields = super().get_fields(request, obj)
        return [*first, *(name for name in fields if name not in hidden)]

    @admin.display(description=_("Decision"))
    def decision(self, suggestion: Suggestion) -> str:
        address = reverse("moderation:suggestion", args=[suggestion.pk])
        words = _("Compare with the entry and decide")
        return format_html('<a href="{}">{}</a>', address, words)

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
