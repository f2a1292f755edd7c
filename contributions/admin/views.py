"""The queue of the moderators, and a page to decide on each thing in it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.models import Entry, EntryStatus
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
from contributions.admin.pages import for_moderators, show
from contributions.admin.queue import ENTRY, REPORT, SUGGESTION, Queue
from contributions.admin.queue_rows import rows_of
from contributions.admin.reviewing import (
    MessageForm,
    NoteForm,
    Place,
    PrivateForm,
    ReasonForm,
    Sender,
)
from contributions.differences import traces_of
from contributions.forms.typed import ids, number
from contributions.models import Change, Report, Suggestion
from contributions.proposals import Proposal, reworded
from contributions.submissions import Submission

PAGE_SIZE = 30
SENT = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_moderators
def queue(request: HttpRequest) -> HttpResponse:
    waiting = Queue(request.GET)
    page = Paginator(waiting.items, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"queue": waiting, "page": page, "rows": rows_of(page.object_list)}
    return show(request, "contributions/admin/queue.html", context)


@SENT
@for_moderators
def suggestion(request: HttpRequest, uuid: UUID) -> HttpResponse:
    related = ("person", "entry", "occasion", "team", "decided_by", "change__entry")
    found = Suggestion.objects.select_related(*related)
    waiting = get_object_or_404(found, pk=uuid)
    place = Place(request.GET, SUGGESTION, uuid)
    form = MessageForm(request.POST if request.method == "POST" else None)
    context = {"suggestion": waiting, "place": place, "form": form}
    if not waiting.is_waiting:
        return _decided(request, waiting, place)
    proposal = Proposal(waiting)
    context["ticked"] = None
    if request.method == "POST":
        context["ticked"] = request.POST.getlist("field")
        try:
            if form.is_valid():
                return _decide(request, proposal, form, place)
        except AlreadyDecided as faster:
            return _decided(request, faster.suggestion, place)
        except AlreadyHere as found_here:
            context["look_alikes"] = found_here.entries
        except AnotherMessage as unread:
            context["problems"] = [str(unread)]
        except Clashing:
            message = _("Somebody changed the entry meanwhile. Look again.")
            context["problems"] = [message]
            proposal = Proposal(waiting)
        except ValidationError as error:
            _explain(error, form, context)
    context |= {
        "proposal": proposal,
        "fields": reworded(proposal.fields(request.user), request.POST),
        "sender": Sender.of(waiting),
        "said": list(waiting.messages.in_order()),
    }
    is_clash = "look_alikes" in context or "problems" in context
    status = (409 if is_clash else 422) if request.method == "POST" else 200
    return show(request, "contributions/admin/suggestion.html", context, status)


def _decide(
    request: HttpRequest, proposal: Proposal, form: MessageForm, place: Place
) -> HttpResponse:
    by: Any = request.user
    one, message = proposal.suggestion, form.cleaned_data["message"]
    going_on = place.after()
    said = number(request.POST.get("said", ""))
    match request.POST.get("do"):
        case "decline":
            actions.decline(one, by, form.cleaned_data["reason"], message, said)
            told = _("Declined: %s.")
        case "ask":
            actions.ask_sender(one, by, message, said)
            told = _("Asked, and it waits on: %s.")
        case "accept":
            actions.accept(one, by, _edited(request, proposal), message, said)
            told = _("Accepted: %s.")
        case _:
            raise ValidationError({"do": _("Nothing was chosen to be done.")})
    messages.success(request, told % one)
    return redirect(going_on)


def _edited(request: HttpRequest, proposal: Proposal) -> Submission:
    """What the moderator made of it: the ticked fields, reworded or not."""
    ticked = request.POST.getlist("field")
    if not ticked and proposal.submission.entry_id is not None:
        raise ValidationError({"fields": _("Tick at least one field, or decline.")})
    edits = {
        key: request.POST[f"words:{key}"].replace("\r\n", "\n").strip()
        for key in ticked
        if f"words:{key}" in request.POST
    }
    seen = number(request.POST.get("seen", ""))
    edited = proposal.chosen(ticked, edits, seen)
    different = {*edited.different_from, *ids(request.POST.get("different", ""))}
    return replace(edited, different_from=sorted(different))


def _decided(request: HttpRequest, found: Suggestion, place: Place) -> HttpResponse:
    """Who was faster, when and how; 409 for a moderator who wanted to decide too."""
    context = {"suggestion": found, "place": place}
    context["said"] = list(found.messages.in_order())
    status = 409 if request.method == "POST" else 200
    return show(request, "contributions/admin/decided.html", context, status)


def _explain(
    error: ValidationError, form: MessageForm, context: dict[str, Any]
) -> None:
    """Messages beside the form's own fields, the others above the table."""
    if not hasattr(error, "error_dict"):
        context["problems"] = error.messages
        return
    for name, found in error.message_dict.items():
        if name in form.fields:
            form.add_error(name, found)
        else:
            context.setdefault("refused", []).extend(found)


@SENT
@for_moderators
def report(request: HttpRequest, pk: int) -> HttpResponse:
    of_change = ("change__entry", "change__person", "change__batch")
    related = ("entry", "collection__person", "person", "handled_by", *of_change)
    found = Report.objects.select_related(*related)
    waiting = get_object_or_404(found, pk=pk)
    place = Place(request.GET, REPORT, pk)
    form_class = PrivateForm if waiting.collection else NoteForm
    form = form_class(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        going_on = place.after()
        try:
            if form.is_valid():
                messages.success(request, _see_to(request, waiting, form))
                return redirect(going_on)
        except AlreadyHandled as faster:
            waiting, status = faster.report, 409
        except ValidationError as error:
            form.add_error(None, error)
        except ObjectDoesNotExist:
            # Its owner deleted the collection, and its reports went with it.
            raise Http404 from None
    traces = traces_of([waiting.change], request.user) if waiting.change else []
    context = {"report": waiting, "place": place, "form": form, "traces": traces}
    context["beside"] = waiting.waiting_beside
    return show(request, "contributions/admin/report.html", context, status)


def _see_to(request: HttpRequest, waiting: Report, form: NoteForm) -> str:
    """Mark a report as handled, perhaps with its collection made private."""
    by: Any = request.user
    said = form.cleaned_data
    if request.POST.get("do") == "private":
        actions.make_reported_private(waiting, by, said.get("reason", ""), said["note"])
        return _("Made private: %s.") % waiting.name
    actions.handle_report(waiting, by, said["note"])
    return _("Handled: %s.") % waiting.name


@SENT
@for_moderators
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish or hide an entry that is held; show one again that is hidden."""
    entries = Entry.objects.prefetch_related("texts")
    one = get_object_or_404(entries, pk=pk)
    place = Place(request.GET, ENTRY, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"entry": one, "place": place, "form": form}
    status = 200
    if request.method == "POST":
        status = 422
        going_on = place.after() if place.number else one.get_absolute_url()
        wanted = EntryStatus.HIDDEN
        if request.POST.get("do") == "publish":
            wanted = EntryStatus.PUBLISHED
        try:
            if form.is_valid():
                by: Any = request.user
                why = Why(by, comment=form.cleaned_data["reason"].strip())
                seen = request.POST.get("seen", "")
                actions.decide_status(one, wanted, why, seen)
                messages.success(request, f"{one.name}: {wanted.label}")
                return redirect(going_on)
        except StatusMoved as faster:
            context["moved"], status = faster.change, 409
            one.refresh_from_db()
        except ValidationError as error:
            form.add_error(None, error)
    made = Change.objects.filter(entry=one).with_people().select_related("entry")
    context["traces"] = traces_of(made.newest_first()[:5], request.user)
    return show(request, "contributions/admin/entry.html", context, status)
