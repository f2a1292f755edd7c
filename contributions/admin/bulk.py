"""Deciding on many suggestions in one go: first a summary, then the same again."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from contributions import actions
from contributions.actions import AlreadyDecided, AlreadyHere, Clashing
from contributions.admin.pages import for_moderators, show
from contributions.admin.reviewing import MessageForm
from contributions.models import Suggestion
from contributions.proposals import Histories, Proposal
from contributions.submissions import Submission

REFUSED = (AlreadyDecided, AlreadyHere, Clashing, ValidationError)
MOST = 50


@dataclass
class Summary:
    """What a decision on these suggestions would do; nothing is written yet."""

    ready: list[Suggestion] = field(default_factory=list)
    clashing: list[tuple[Suggestion, list[str]]] = field(default_factory=list)
    decided: list[Suggestion] = field(default_factory=list)
    others: int = 0

    @classmethod
    def of(cls, chosen: list[str], is_accepting: bool) -> "Summary":
        keys = [key for one in chosen if (key := _key(one))][:MOST]
        rows = Suggestion.objects.filter(pk__in=keys).oldest_first()
        found = list(rows.select_related("person", "entry", "decided_by"))
        summary = cls(others=len(chosen) - len(found))
        submissions = [Submission.from_json(one.content) for one in found]
        histories = Histories.of(submissions) if is_accepting else None
        for one in found:
            if not one.is_waiting:
                summary.decided.append(one)
            elif histories and (clashes := Proposal(one, histories).clashing):
                summary.clashing.append((one, clashes))
            else:
                summary.ready.append(one)
        return summary


@require_POST
@for_moderators
def decide_many(request: HttpRequest) -> HttpResponse:
    is_accepting = request.POST.get("do") == "accept"
    form = MessageForm(request.POST if "confirmed" in request.POST else None)
    chosen = request.POST.getlist("item")
    if not chosen:
        messages.warning(request, _("Choose what to decide on first."))
        return redirect("moderation:queue")
    summary = Summary.of(chosen, is_accepting)
    if form.is_valid() and (is_accepting or _has_reason(form)):
        _decide_all(request, summary.ready, form, is_accepting)
        return redirect("moderation:queue")
    context = {"summary": summary, "form": form, "is_accepting": is_accepting}
    status = 422 if form.is_bound else 200
    return show(request, "contributions/admin/decide_many.html", context, status)


def _decide_all(
    request: HttpRequest, chosen: list[Suggestion], form: MessageForm, accept: bool
) -> None:
    """One after the other; what cannot be decided waits on, and is said."""
    by: Any = request.user
    values, count = form.cleaned_data, 0
    for one in chosen:
        try:
            if accept:
                actions.accept(one, by, message=values["message"])
            else:
                actions.decline(one, by, values["reason"], values["message"])
            count += 1
        except REFUSED as error:
            said = ", ".join(getattr(error, "messages", [str(error)]))
            messages.warning(request, f"{one}: {said}")
    told = ngettext("%d suggestion decided.", "%d suggestions decided.", count)
    messages.success(request, told % count)


def _has_reason(form: MessageForm) -> bool:
    if not form.cleaned_data["reason"]:
        form.add_error("reason", _("Choose a reason."))
    return not form.errors


def _key(item: str) -> UUID | None:
    what, _sign, key = item.partition(":")
    try:
        return UUID(key) if what == "suggestion" else None
    except ValueError:
        return None
