from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from contributions import actions
from contributions.actions import AlreadyDecided, AlreadyHere, Clashing
from contributions.admin.base import ReadingAdmin
from contributions.models import DeclineReason, Suggestion

REFUSED = (AlreadyDecided, AlreadyHere, Clashing, ValidationError)


def decline_because(reason: DeclineReason) -> Callable[..., None]:
    """An action of the list that declines for one reason."""

    def decline(
        self: "SuggestionAdmin", request: HttpRequest, chosen: QuerySet[Suggestion]
    ) -> None:
        self.decide(request, chosen, lambda s, by: actions.decline(s, by, reason))

    decline.__name__ = f"decline_{reason.name.lower()}"
    label = format_lazy("{}: {}", _("Decline selected suggestions"), reason.label)
    return admin.action(description=label)(decline)


@admin.register(Suggestion)
class SuggestionAdmin(ReadingAdmin):
    list_display = ["name", "kind", "status", "person", "held_because", "created_at"]
    list_filter = ["status", "kind", "reason"]
    list_select_related = ["person"]
    search_fields = ["name", "comment", "source"]
    ordering = ["created_at", "pk"]
    actions = ["accept", *(decline_because(reason) for reason in DeclineReason)]

    @admin.action(description=_("Accept selected suggestions"))
    def accept(self, request: HttpRequest, chosen: QuerySet[Suggestion]) -> None:
        self.decide(request, chosen, actions.accept)

    def decide(
        self,
        request: HttpRequest,
        chosen: QuerySet[Suggestion],
        act: Callable[[Suggestion, User], Any],
    ) -> None:
        """Decide one after the other, and say of each that could not be why."""
        by = request.user
        assert isinstance(by, User)
        count = 0
        for suggestion in chosen:
            try:
                act(suggestion, by)
            except REFUSED as error:
                told = f"{suggestion}: {error}"
                self.message_user(request, told, messages.WARNING)
            else:
                count += 1
        told = ngettext("%d suggestion decided.", "%d suggestions decided.", count)
        self.message_user(request, told % count, messages.SUCCESS)
