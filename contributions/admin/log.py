from django.contrib import admin

from contributions.admin.base import ReadingAdmin
from contributions.models import Batch, Change


@admin.register(Batch)
class BatchAdmin(ReadingAdmin):
    list_display = ["label", "kind", "person", "created_at"]
    list_filter = ["kind"]
    list_select_related = ["person"]
    ordering = ["-created_at"]


@admin.register(Change)
class ChangeAdmin(ReadingAdmin):
    list_display = ["entry", "version", "person", "created_at", "comment", "source"]
    list_select_related = ["entry", "person"]
    search_fields = ["entry__name", "comment", "source"]
    ordering = ["-created_at", "-pk"]
