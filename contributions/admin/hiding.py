"""Hiding or publishing several entries for one reason, which everybody can read."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from catalogue import kinds
from catalogue.models import Entry, EntryStatus
from contributions import actions
from contributions.actions import Why
from contributions.admin.pages import for_moderators, show
from contributions.admin.reviewing import ReasonForm
from contributions.shapes import id_from

MOST_HIDDEN = 100
SENT = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Showing:
    """A status that several entries get, its page, and what is said without any."""

    status: EntryStatus
    template: str
    nothing: str | Promise


HIDE = Showing(
    EntryStatus.HIDDEN,
    "contributions/admin/hide_many.html",
    gettext_lazy("None of these is shown any more."),
)
PUBLISH = Showing(
    EntryStatus.PUBLISHED,
    "contributions/admin/publish_many.html",
    gettext_lazy("All of these are shown already."),
)


@SENT
@for_moderators
def hide_many(request: HttpRequest) -> HttpResponse:
    return _ask(request, HIDE)


@SENT
@for_moderators
def publish_many(request: HttpRequest) -> HttpResponse:
    return _ask(request, PUBLISH)


def _ask(request: HttpRequest, showing: Showing) -> HttpResponse:
    """Which entries change and for what reason, then the change."""
    keys = [id_from(text) for text in request.GET.getlist("entry")[:MOST_HIDDEN]]
    others = Entry.objects.exclude(status=showing.status).order_by("name", "pk")
    entries = list(others.filter(pk__in=[key for key in keys if key]))
    if not entries:
        messages.warning(request, str(showing.nothing))
        return redirect("admin:index")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by: Any = request.user
        reason = form.cleaned_data["reason"].strip()
        try:
            actions.check_reason_to_hide(showing.status, reason)
            why = Why(by, comment=reason)
            count = len(actions.set_status_of(entries, showing.status, why))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _done(showing.status, count) % count)
            return redirect(list_of(entries[0]))
    context = {"entries": entries, "form": form}
    status = 422 if form.is_bound else 200
    return show(request, showing.template, context, status)


def _done(status: EntryStatus, n: int) -> str:
    if status == EntryStatus.HIDDEN:
        return ngettext("%d entry is hidden.", "%d entries are hidden.", n)
    return ngettext("%d entry is shown.", "%d entries are shown.", n)


def list_of(entry: Entry) -> str:
    """The admin's list of this kind of entry."""
    options = kinds.get(entry.kind).model._meta
    return f"admin:{options.app_label}_{options.model_name}_changelist"
