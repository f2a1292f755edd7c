"""Pages of those who run a hackathon."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)

from accounts.access import may_open_hackathon
from accounts.models import User
from contributions.differences import traces_of
from contributions.views.signing_in import account_required
from hackathons import organizing
from hackathons.forms.opening import HackathonForm
from hackathons.views.finding import managed

MOST_LATE = 200


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def open_hackathon(request: HttpRequest) -> HttpResponse:
    if not may_open_hackathon(request.user):
        raise PermissionDenied
    form = HackathonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _form(request, form)
    assert isinstance(request.user, User)
    values = form.cleaned_data
    hackathon = organizing.open_hackathon(
        request.user,
        form.of_occasion,
        form.of_hackathon,
        values["tags"],
        values["teams"],
    )
    messages.success(
        request,
        _("Saved. People join with the code %(code)s.") % {"code": hackathon.code},
    )
    return redirect(hackathon)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    hackathon = managed(request, slug)
    sent = request.POST if request.method == "POST" else None
    form = HackathonForm(sent, hackathon=hackathon)
    if not form.is_valid():
        return _form(request, form)
    values = form.cleaned_data
    organizing.edit_hackathon(
        hackathon,
        form.of_occasion,
        form.of_hackathon,
        values["tags"],
        values["teams"],
    )
    messages.success(request, _("Saved."))
    return redirect(hackathon)


@require_POST
@account_required
def renew_code(request: HttpRequest, slug: str) -> HttpResponse:
    hackathon = managed(request, slug)
    organizing.renew_code(hackathon)
    messages.success(request, _("The code is %(code)s now.") % {"code": hackathon.code})
    return redirect("hackathons:code", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def late(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes that members made after the close, to be counted all the same."""
    hackathon = managed(request, slug)
    if request.method == "POST":
        if hackathon.archived_at:
            raise PermissionDenied
        chosen = [int(n) for n in request.POST.getlist("change") if _is_id(n)]
        count = organizing.attach(hackathon, chosen, _person(request))
        told = ngettext("%(n)s change attached.", "%(n)s changes attached.", count)
        messages.success(request, told % {"n": count})
        return redirect("hackathons:late", slug=slug)
    found = organizing.late_changes(hackathon).with_people().select_related("entry")
    found = found.prefetch_related("entry__texts").order_by("pk")[:MOST_LATE]
    attached = hackathon.occasion.late_changes.select_related(
        "person", "change__entry"
    ).order_by("-pk")
    context = {
        "hackathon": hackathon,
        "traces": traces_of(list(found), request.user),
        "attached": attached.prefetch_related("change__entry__texts"),
    }
    return render(request, "hackathons/late.html", context)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _form(request: HttpRequest, form: HackathonForm) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "hackathon": form.hackathon}
    status = 422 if form.errors else 200
    return render(request, "hackathons/form.html", context, status=status)
