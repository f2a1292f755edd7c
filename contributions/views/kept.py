"""Answers to what went wrong that lose nothing of what was sent.

They ask the database nothing, so that they work while it is away.
"""

import re
import sys

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER, get_token
from django.template import loader
from django.utils import translation

from catalogue.models import Entry
from contributions.kept import Sent, sent_by

WAIT_SECONDS = 10
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
ABOUT_THE_OLD_FORM = {"version", "settled_at"}
FOREIGN = tuple(
    reason.partition("%s")[0] for reason in (REASON_BAD_ORIGIN, REASON_BAD_REFERER)
)

# What is sent to these from elsewhere must not be one click away from being done.
PRIVATE = re.compile(r"^/[a-z-]+/(profile|account)/")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token was too old, or the browser keeps no cookies.

    What another site's page sent is shown, but no button of ours sends it.
    """
    is_foreign = reason.startswith(FOREIGN)
    is_private = PRIVATE.search(request.path_info) is not None
    may_resend = not is_foreign and not is_private
    why = "foreign" if is_foreign else "token"
    page = _page(request, why, sent_by(request), may_resend)
    return HttpResponse(page, status=403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """The sign-in expired while somebody typed what only an account may send."""
    return HttpResponse(_page(request, "signed out", sent_by(request)), status=403)


def gone(request: HttpRequest, present: Entry | None = None) -> HttpResponse:
    """What was sent belongs to an entry that is not shown any more, or not alone.

    `present` is the entry that it was merged into: what was typed may be added there.
    """
    sent = sent_by(request)
    if present is None:
        page = _page(request, "gone", sent, may_resend=False)
        return HttpResponse(page, status=404)
    sent.address = f"{present.get_absolute_url()}edit/"
    sent.fields = [(n, v) for n, v in sent.fields if n not in ABOUT_THE_OLD_FORM]
    sent.fields.append(("version", "0"))
    page = _page(request, "merged", sent, present=present)
    return HttpResponse(page, status=409)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read; of what is too much, nothing was."""
    language = translation.get_language_from_path(request.path_info)
    context = {"is_too_much": isinstance(exception, TOO_MUCH)}
    with translation.override(language or translation.get_language()):
        page = loader.render_to_string("400.html", context)
    return HttpResponse(page, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """What Django asks for after any error; 503 where the database is away."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    why = "away" if is_away else "broken"
    if request.method == "POST":
        page = _page(request, why, sent_by(request))
    else:
        page = _page(request, why)
    response = HttpResponse(page, status=503 if is_away else 500)
    if is_away:
        response["Retry-After"] = str(WAIT_SECONDS)
    return response


def _page(
    request: HttpRequest,
    why: str,
    sent: Sent | None = None,
    may_resend: bool = True,
    present: Entry | None = None,
) -> str:
    language = translation.get_language_from_path(request.path_info)
    context = {
        "why": why,
        "sent": sent,
        "present": present,
        "may_resend": may_resend and bool(sent and (sent.fields or sent.had_secrets)),
        "token": get_token(request) if sent else "",
    }
    with translation.override(language or translation.get_language()):
        template = "contributions/kept.html" if sent else "500.html"
        return loader.render_to_string(template, context)
