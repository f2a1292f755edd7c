"""The history of the whole site, one change, and taking changes back."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import may_curate, may_revert
from accounts.models import User
from catalogue.models import Entry
from contributions import actions, reverting
from contributions.actions import Overtaken, Reverted, Why
from contributions.addresses import address
from contributions.change_list import ChangeList
from contributions.differences import traces_of
from contributions.feeds import ChangeFeed, Source
from contributions.forms.fields import TextField
from contributions.models import Change
from contributions.occasions import where
from contributions.taking_back import Preview
from contributions.views.finding import change_of, with_entry
from contributions.views.signing_in import account_required


class ReasonForm(forms.Form):
    comment = TextField(
        label=gettext_lazy("Why"),
        max_length=500,
        required=False,
        widget=forms.TextInput({"class": "input"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    changes = ChangeList(request)
    if not changes.is_canonical:
        return redirect(changes.address)
    return render(request, "contributions/change_list.html", {"list": changes})


@require_safe
def change_feed(request: HttpRequest) -> HttpResponse:
    changes = ChangeList(request)
    if not changes.is_canonical or "before" in changes.filter.chosen:
        return redirect(changes.feed_address)
    source = Source(
        id=":".join(filter(None, ("changes", request.GET.urlencode()))),
        title=_("Changes"),
        page=changes.address,
        own_address=changes.feed_address,
        traces=changes.traces,
    )
    return ChangeFeed(source)(request)


@require_safe
def change_detail(request: HttpRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    [trace] = traces_of([change], request.user, whole=True)
    context = {"trace": trace, "reverted_by": change.reverted_by.order_by("pk")}
    return render(request, "contributions/change_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def change_revert(request: HttpRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    sets_status = reverting.sets_status(change)
    if not may_revert(request.user) or (sets_status and not may_curate(request.user)):
        raise PermissionDenied
    if reverting.is_creation(change):
        raise Http404(_("That an entry was added cannot be taken back."))
    assert isinstance(request.user, User)
    form, errors = _reason(request), []
    if form.is_valid():
        comment = form.cleaned_data["comment"] or _("Takes change %(n)s back") % {
            "n": change.pk
        }
        try:
            done = actions.revert(change, Why(request.user, comment, **where(request)))
            return _done(request, done)
        except ValidationError as error:
            errors = error.messages
    preview = Preview(reverting.plan_revert(change), request.user)
    context = {"change": change, "preview": preview, "form": form, "errors": errors}
    status = 422 if form.is_bound else 200
    return render(request, "contributions/change_revert.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
@with_entry
def entry_restore(request: HttpRequest, entry: Entry, version: int) -> HttpResponse:
    if not may_revert(request.user):
        raise PermissionDenied
    assert isinstance(request.user, User)
    change = change_of(entry, version)
    form, errors, status = _reason(request), [], 200
    if form.is_valid():
        comment = form.cleaned_data["comment"] or _("Back to version %(n)s") % {
            "n": version
        }
        why = Why(request.user, comment, **where(request))
        try:
            seen = form.cleaned_data["seen"] or 0
            return _done(request, actions.restore(entry, version, why, seen))
        except Overtaken:
            status = 409
            errors = [_("Somebody changed this entry meanwhile. Look again.")]
        except ValidationError as error:
            errors = error.messages
    if form.is_bound and status == 200:
        status = 422
    preview = Preview(reverting.plan_restore(entry, version), request.user)
    context = {"change": change, "preview": preview, "form": form, "errors": errors}
    return render(request, "contributions/entry_restore.html", context, status=status)


def _change(request: HttpRequest, pk: int) -> Change:
    visible = Change.objects.visible_to(request.user).with_people()
    loaded = visible.select_related("entry", "reverts")
    return get_object_or_404(loaded.prefetch_related("entry__texts"), pk=pk)


def _reason(request: HttpRequest) -> ReasonForm:
    return ReasonForm(request.POST if request.method == "POST" else None)


def _done(request: HttpRequest, done: Reverted) -> HttpResponse:
    if done.change is None:
        messages.info(request, _("There was nothing left to put back."))
    elif done.plan.kept or done.plan.lost_tags or done.plan.lost_links:
        messages.success(request, _("Put back, but for what could not come back."))
    else:
        messages.success(request, _("Put back."))
    return redirect(address("entry_history", done.plan.entry))
