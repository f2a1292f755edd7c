"""Joining by code, with a name or an account; leaving; wishing to be named."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.access import may_manage_hackathon
from accounts.models import User
from contributions.views.signing_in import account_required
from hackathons import joining, qr
from hackathons.codes import as_typed
from hackathons.forms.joining import CodeForm, JoinForm
from hackathons.middleware import JOINED
from hackathons.models import Hackathon, Membership
from hackathons.views.finding import by_the_clock, hackathon_of, managed


@require_safe
def join_short(request: HttpRequest, code: str) -> HttpResponse:
    """The short address of a wall or a QR code, to the reader's own language."""
    response = redirect("hackathons:join", code=as_typed(code))
    response["Vary"] = "Accept-Language"
    return response


@require_safe
@by_the_clock
def join_by_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("hackathons:join", code=form.cleaned_data["code"])
    status = 422 if form.errors else 200
    return render(
        request, "hackathons/join_by_code.html", {"form": form}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_the_clock
def join(request: HttpRequest, code: str) -> HttpResponse:
    found = Hackathon.objects.with_occasion()
    hackathon = get_object_or_404(found, code=as_typed(code))
    person = request.user if isinstance(request.user, User) else None
    is_barred = not hackathon.allows_guests and (person is None or person.is_guest)
    sent = request.POST if request.method == "POST" else None
    form = JoinForm(sent, hackathon=hackathon, is_known=person is not None)
    context = {"hackathon": hackathon, "form": form, "is_barred": is_barred}
    if not hackathon.is_open or is_barred:
        status = 403 if sent is not None else 200
        return render(request, "hackathons/join_not.html", context, status=status)
    if form.is_valid():
        try:
            _join(request, hackathon, form)
            return redirect(hackathon)
        except ValidationError as error:
            form.add_error(None, error)
    status = 422 if form.errors else 200
    return render(request, "hackathons/join.html", context, status=status)


@require_safe
@by_the_clock
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """What is printed and projected, so that people join."""
    hackathon = hackathon_of(slug)
    drawing = qr.of_hackathon(hackathon)
    context = {
        "hackathon": hackathon,
        "qr": drawing,
        "short": drawing.address.partition("://")[2],
        "may_manage": may_manage_hackathon(request.user, hackathon),
    }
    return render(request, "hackathons/code.html", context)


@require_POST
@account_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """From now on, changes of this device are no longer marked."""
    hackathon = hackathon_of(slug)
    if request.session.get(JOINED) == hackathon.pk:
        del request.session[JOINED]
    return redirect(hackathon)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def naming(request: HttpRequest, slug: str) -> HttpResponse:
    """The wish to be named on wall, board and archive, which may change at any time."""
    hackathon = hackathon_of(slug)
    membership = get_object_or_404(Membership, hackathon=hackathon, person=request.user)
    if request.method != "POST":
        context = {"hackathon": hackathon, "membership": membership}
        return render(request, "hackathons/naming.html", context)
    joining.be_named(membership, request.POST.get("named") == "yes")
    messages.success(request, _("Saved. You can change this at any time."))
    return redirect(hackathon)


@require_safe
@account_required
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has joined, for those who run the hackathon."""
    hackathon = managed(request, slug)
    members = hackathon.memberships.select_related("person", "team")
    context = {"hackathon": hackathon, "members": members.order_by("-joined_at", "-pk")}
    return render(request, "hackathons/people.html", context)


@require_POST
@account_required
def sign_out(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    hackathon = managed(request, slug)
    members = hackathon.memberships.select_related("person")
    membership = get_object_or_404(members, pk=pk)
    joining.sign_out(membership)
    told = _("%(person)s is signed out of the hackathon.")
    messages.success(request, told % {"person": membership.person})
    return redirect("hackathons:people", slug=slug)


def _join(request: HttpRequest, hackathon: Hackathon, form: JoinForm) -> None:
    if isinstance(request.user, User):
        joining.join(hackathon, request.user, form.team_chosen)
    else:
        name = form.cleaned_data["display_name"]
        membership = joining.join_as_guest(hackathon, name, form.team_chosen)
        login(request, membership.person)
        UserSession.objects.create_from_request(request)
    request.session[JOINED] = hackathon.pk
