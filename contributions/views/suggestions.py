from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from contributions import actions, suggested
from contributions.actions import AlreadyDecided
from contributions.forms.suggesting import AnswerForm
from contributions.models import Suggestion
from contributions.spam import GuardForm, TooMany, check_rate
from contributions.submissions import Submission

PAGE_SIZE = 30


@require_safe
def suggestion_list(request: HttpRequest) -> HttpResponse:
    """What was decided: no addresses, and the names of those alone who are public."""
    decided = Suggestion.objects.decided().with_outcome().order_by("-decided_at", "pk")
    page = Paginator(decided, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "contributions/suggestion_list.html", {"page": page})


@require_safe
@never_cache
def suggestion_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The private page of a suggestion, for whoever has its address."""
    return _show(request, _found(uuid), AnswerForm(), GuardForm.of(request, False))


@require_POST
@never_cache
def suggestion_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Answer a moderator's question; the secret address is all that is asked for."""
    suggestion = _found(uuid)
    form, sender = AnswerForm(request.POST), GuardForm.of(request)
    if form.is_valid() & sender.is_valid():
        by = request.user if isinstance(request.user, User) else None
        try:
            check_rate(request)
            actions.answer_question(suggestion, by, form.cleaned_data["text"])
        except ValidationError as error:
            form.add_error(None, error)
        except TooMany as limit:
            form.add_error(None, str(limit))
            return limit.answer(_show(request, suggestion, form, sender))
        except AlreadyDecided:
            told = _("A moderator decided before your answer came.")
            form.add_error(None, told)
            return _show(request, _found(uuid), form, sender, status=409)
        else:
            return redirect(f"{suggestion.get_absolute_url()}#asked")
    return _show(request, suggestion, form, sender, status=422)


def _found(uuid: UUID) -> Suggestion:
    related = ("entry", "person", "change__entry")
    found = Suggestion.objects.select_related(*related)
    return get_object_or_404(found.prefetch_related("entry__texts"), pk=uuid)


def _show(
    request: HttpRequest,
    suggestion: Suggestion,
    form: AnswerForm,
    sender: GuardForm,
    status: int = 200,
) -> HttpResponse:
    rows = suggested.rows_of(Submission.from_json(suggestion.content))
    context = {"suggestion": suggestion, "rows": rows, "form": form, "sender": sender}
    context["said"] = list(suggestion.messages.in_order())
    context["problems"] = [*form.non_field_errors(), *sender.non_field_errors()]
    template = "contributions/suggestion_detail.html"
    response = render(request, template, context, status=status)
    # With "no-referrer", browsers would send the answer without an origin.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
