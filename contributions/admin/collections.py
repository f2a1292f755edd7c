from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.models import Collection
from contributions import actions
from contributions.admin.base import ReadingAdmin


@admin.register(Collection)
class CollectionAdmin(ReadingAdmin):
    list_display = ["title", "person", "is_public", "private_because", "updated_at"]
    list_filter = ["is_public"]
    list_select_related = ["person"]
    search_fields = ["title", "introduction"]
    ordering = ["-updated_at", "pk"]
    actions = ["make_private"]

    @admin.action(description=_("Show selected collections to their owners only"))
    def make_private(self, request: HttpRequest, chosen: QuerySet[Collection]) -> None:
        by: Any = request.user
        reason = gettext("Shown to its owner only, without another reason.")
        done = [actions.take_from_public(one, by, reason) for one in chosen]
        told = ngettext(
            "%d collection is private now.",
            "%d collections are private now.",
            sum(done),
        )
        self.message_user(request, told % sum(done), messages.SUCCESS)
