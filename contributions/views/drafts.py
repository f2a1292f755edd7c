from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import may_keep_drafts
from accounts.models import User
from catalogue.models import Entry
from contributions import actions
from contributions.shapes import id_from

NOT_FIELDS = {"csrfmiddlewaretoken", "kind", "entry", "draft"}


@require_POST
def draft_save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep what a page sends while somebody types; answers what to show of it."""
    person = request.user
    if not isinstance(person, User) or not may_keep_drafts(person):
        is_late = actions.was_sent(uuid)
        return _said(request, *(("sent", 410) if is_late else ("signed out", 403)))
    sent = {n: list(v) for n, v in request.POST.lists() if n not in NOT_FIELDS}
    entry = None
    if asked := request.POST.get("entry", ""):
        entry = Entry.objects.visible_to(person).filter(pk=id_from(asked)).first()
        if entry is None:
            return _said(request, "refused", 404)
    try:
        draft = actions.save_draft(
            uuid, person, request.POST.get("kind", ""), entry, sent
        )
    except actions.AlreadySent:
        return _said(request, "sent", 410)
    except PermissionDenied:
        return _said(request, "refused", 403)
    except ValidationError as error:
        is_long = error.code == "too_long"
        return _said(request, "too long" if is_long else "refused", 422)
    context = {"state": "saved", "saved_at": draft.updated_at}
    return render(request, "contributions/_draft_said.html", context)


@require_POST
def draft_discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = request.user if isinstance(request.user, User) else None
    actions.discard_draft(uuid, person)
    return redirect(_next(request))


def _said(request: HttpRequest, state: str, status: int) -> HttpResponse:
    context = {"state": state}
    return render(request, "contributions/_draft_said.html", context, status=status)


def _next(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    home = "contributions:profile" if request.user.is_authenticated else "home"
    return address if is_ours else reverse(home)
