from django.contrib import admin

from contributions.admin.base import ReadingAdmin
from contributions.models import Suggestion


@admin.register(Suggestion)
class SuggestionAdmin(ReadingAdmin):
    list_display = ["name", "kind", "status", "person", "held_because", "created_at"]
    list_filter = ["status", "kind", "reason"]
    list_select_related = ["person"]
    search_fields = ["name", "comment", "source"]
    ordering = ["created_at", "pk"]
