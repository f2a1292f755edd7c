"""A guest's way to an account: an address, and the code that is sent there."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from contributions.views.signing_in import account_required
from hackathons import joining, proving
from hackathons.forms.joining import AddressForm, ProofForm
from hackathons.middleware import JOINED

PROFILE = "contributions:profile"


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def keep(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    if not request.user.is_guest:
        return redirect(PROFILE)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if proving.send_code(request, form.cleaned_data["email"]):
            return redirect("hackathons:keep_code")
        form.add_error("email", _("Codes were sent there already. Wait a little."))
    status = 422 if form.errors else 200
    return render(request, "hackathons/keep.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def keep_code(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    if not request.user.is_guest:
        return redirect(PROFILE)
    email = proving.pending(request)
    if not email:
        return redirect("hackathons:keep")
    form = ProofForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if proving.is_proved(request, form.cleaned_data["code"]):
            return _keep(request, request.user, email)
        if not proving.pending(request):
            messages.warning(request, _("That was not the code. Ask for a new one."))
            return redirect("hackathons:keep")
        form.add_error("code", _("That is not the code that was sent."))
    context = {"form": form, "email": email}
    status = 422 if form.errors else 200
    return render(request, "hackathons/keep_code.html", context, status=status)


def _keep(request: HttpRequest, guest: User, email: str) -> HttpResponse:
    try:
        account = joining.keep(guest, email)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("hackathons:keep")
    messages.success(
        request,
        _("Your work is kept. Sign in with this address on any device."),
    )
    if account == guest:
        return redirect(PROFILE)
    joined = request.session.get(JOINED)
    logout(request)
    if joined:
        request.session[JOINED] = joined
    # A second factor of the account is asked for here too.
    return perform_login(request, account, email=email)
