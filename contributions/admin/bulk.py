"""Deciding on many things of the queue: first a summary, then the same again."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from catalogue.models import EntryStatus
from contributions import actions
from contributions.actions import (
    AlreadyDecided,
    AlreadyHandled,
    AlreadyHere,
    AnotherMessage,
    Clashing,
    StatusMoved,
    Why,
)
from contributions.admin.bulk_summary import (
    ABOUT,
    ACCEPT,
    DECLINE,
    Summary,
)
from contributions.admin.pages import for_moderators, show
from contributions.admin.queue import ENTRY, REPORT, SUGGESTION
from contributions.admin.reviewing import MessageForm, NoteForm

REFUSED = (
    *(AlreadyDecided, AlreadyHandled, AlreadyHere, AnotherMessage, Clashing),
    *(StatusMoved, ValidationError),
)


class ManyForm(MessageForm, NoteForm):
    """What is said with a decision; only what the chosen things need is asked."""

    public_reason = forms.CharField(
        label=gettext_lazy("Public reason"),
        help_text=gettext_lazy(
            "For the entries. Everybody can read it at their addresses and in their "
            "histories: write nothing about a person."
        ),
        max_length=400,
        required=False,
        widget=forms.TextInput({"class": "input"}),
        error_messages={"required": gettext_lazy("Say why: everybody can read it.")},
    )

    field_order = ["reason", "message", "public_reason", "note"]

    def __init__(self, *args: Any, summary: Summary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        declines = summary.decision == DECLINE
        needed = {
            "message": summary.suggestions,
            "reason": declines and summary.suggestions,
            "public_reason": summary.entries,
            "note": summary.reports,
        }
        for name in (name for name, things in needed.items() if not things):
            del self.fields[name]
        for name in self.fields.keys() & {"reason", "public_reason"}:
            self.fields[name].required = declines
        if "reason" in self.fields:
            required = {"required": _("Choose a reason.")}
            self.fields["reason"].error_messages |= required


@require_POST
@for_moderators
def decide_many(request: HttpRequest) -> HttpResponse:
    decision = request.POST.get("do", "")
    chosen = request.POST.getlist("item")
    if not chosen or decision not in ABOUT:
        messages.warning(request, _("Choose what to decide on first."))
        return redirect("moderation:queue")
    summary = Summary.of(chosen, decision)
    is_confirmed = "confirmed" in request.POST
    form = ManyForm(request.POST if is_confirmed else None, summary=summary)
    if form.is_valid():
        _decide_all(request, summary, form.cleaned_data)
        return redirect("moderation:queue")
    return _show(request, summary, form)


def summarize(
    request: HttpRequest, what: str, chosen: QuerySet, decision: str
) -> HttpResponse:
    """The summary for what was selected in a list of the admin."""
    keys = chosen.order_by("pk").values_list("pk", flat=True)
    summary = Summary.of([f"{what}:{key}" for key in keys], decision)
    return _show(request, summary, ManyForm(None, summary=summary))


def _show(request: HttpRequest, summary: Summary, form: ManyForm) -> HttpResponse:
    context = {"summary": summary, "form": form, "decision": summary.decision}
    status = 422 if form.is_bound else 200
    return show(request, "contributions/admin/decide_many.html", context, status)


def _decide_all(request: HttpRequest, summary: Summary, said: dict[str, Any]) -> None:
    """One after the other; what cannot be decided waits on, and is said."""
    by: Any = request.user
    for line in summary.left:
        messages.warning(request, line)
    counts = dict.fromkeys((SUGGESTION, ENTRY, REPORT), 0)
    for what, name, act in _acts(summary, by, said):
        try:
            act()
            counts[what] += 1
        except REFUSED as error:
            why = ", ".join(getattr(error, "messages", [str(error)]))
            messages.warning(request, f"{name}: {why}")
    for what, count in counts.items():
        if count:
            messages.success(request, _done(what, count) % count)


def _acts(
    summary: Summary, by: User, said: dict[str, Any]
) -> Iterator[tuple[str, str, Callable[[], Any]]]:
    """What is to be done: of which sort, with which name."""
    accepts, message = summary.decision == ACCEPT, said.get("message", "")
    for one in summary.suggestions:
        read = {"message": message, "said": summary.read_of(one)}
        act: Callable[[], Any] = partial(actions.accept, one, by, **read)
        if not accepts:
            act = partial(actions.decline, one, by, said["reason"], **read)
        yield SUGGESTION, one.name, act
    status = EntryStatus.PUBLISHED if accepts else EntryStatus.HIDDEN
    why = Why(by, comment=said.get("public_reason", "").strip())
    for entry in summary.entries:
        act = partial(actions.decide_status, entry, status, why, EntryStatus.HELD)
        yield ENTRY, entry.name, act
    for told in summary.reports:
        act = partial(actions.handle_report, told, by, said["note"])
        yield REPORT, told.name, act


def _done(what: str, n: int) -> str:
    if what == SUGGESTION:
        return ngettext("%d suggestion decided.", "%d suggestions decided.", n)
    if what == ENTRY:
        return ngettext("%d entry decided on.", "%d entries decided on.", n)
    return ngettext("%d report handled.", "%d reports handled.", n)
