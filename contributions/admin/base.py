from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse

from accounts.access import may_administer, may_curate


class ReadingAdmin(admin.ModelAdmin):
    """Moderators look things up here; nothing is written but through actions."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    show_full_result_count = False
    list_per_page = 50
    # What moderators may not read, they do not find by either.
    for_administrators: ClassVar[set[str]] = {"email"}

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        name = lookup.partition("__")[0]
        if name in self.for_administrators and not may_administer(request.user):
            return False
        return super().lookup_allowed(lookup, value, request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's own list fails on what no table holds; here, it is refused."""
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        sent = [one for _name, values in request.GET.lists() for one in values]
        try:
            if any("\0" in one for one in [*sent, *chosen]):
                raise BadRequest
            for one in chosen:
                self.opts.pk.to_python(one)
        except ValidationError as error:
            raise BadRequest from error
        return super().changelist_view(request, extra_context)

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
