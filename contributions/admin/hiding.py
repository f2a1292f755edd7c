"""Hiding several entries for one reason, which everybody can read."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from catalogue import kinds
from catalogue.models import Entry, EntryStatus
from contributions import actions
from contributions.actions import Why
from contributions.admin.pages import for_moderators, show
from contributions.admin.reviewing import ReasonForm
from contributions.shapes import id_from

MOST_HIDDEN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def hide_many(request: HttpRequest) -> HttpResponse:
    keys = [id_from(text) for text in request.GET.getlist("entry")[:MOST_HIDDEN]]
    shown = Entry.objects.exclude(status=EntryStatus.HIDDEN).order_by("name", "pk")
    entries = list(shown.filter(pk__in=[key for key in keys if key]))
    if not entries:
        messages.warning(request, _("None of these is shown any more."))
        return redirect("admin:index")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by: Any = request.user
        reason = form.cleaned_data["reason"].strip()
        try:
            actions.check_reason_to_hide(EntryStatus.HIDDEN, reason)
            hidden = actions.set_status_of(
                entries, EntryStatus.HIDDEN, Why(by, comment=reason)
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            count = len(hidden)
            told = ngettext("%d entry is hidden.", "%d entries are hidden.", count)
            messages.success(request, told % count)
            return redirect(list_of(entries[0]))
    context = {"entries": entries, "form": form}
    status = 422 if form.is_bound else 200
    return show(request, "contributions/admin/hide_many.html", context, status)


def list_of(entry: Entry) -> str:
    """The admin's list of this kind of entry."""
    options = kinds.get(entry.kind).model._meta
    return f"admin:{options.app_label}_{options.model_name}_changelist"
