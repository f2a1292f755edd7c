from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from accounts.access import may_curate


class ReadingAdmin(admin.ModelAdmin):
    """Moderators look things up here; nothing is written but through actions."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    show_full_result_count = False
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_curate(request.user)

    def has_view_permission(
        self, request: HttpRequest, obj: object | None = None
    ) -> bool:
        return may_curate(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: object | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: object | None = None
    ) -> bool:
        return False
