"""Codes by mail, by which a guest proves that an address is theirs."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from hackathons.codes import as_typed

PROVING = "proving"
MOST_ATTEMPTS = 3


def send_code(request: HttpRequest, email: str) -> bool:
    """Send a code to an address; False when it was sent too many already."""
    key = email.lower()
    if not ratelimit.consume(request, action="request_login_code", key=key):
        return False
    code = get_adapter().generate_login_code()
    get_adapter().send_mail("account/email/login_code", email, {"code": code})
    request.session[PROVING] = {
        "email": email,
        "code": code,
        "at": time.time(),
        "left": MOST_ATTEMPTS,
    }
    return True


def pending(request: HttpRequest) -> str:
    """The address that a code was sent to, while that code is good."""
    return (_state(request) or {}).get("email", "")


def is_proved(request: HttpRequest, code: str) -> bool:
    """Whether this is the code; after a few wrong ones, none is."""
    state = _state(request)
    if state is None:
        return False
    if constant_time_compare(as_typed(code), as_typed(state["code"])):
        del request.session[PROVING]
        return True
    state["left"] -= 1
    request.session[PROVING] = state
    return False


def _state(request: HttpRequest) -> dict[str, Any] | None:
    state = request.session.get(PROVING)
    if not state or state["left"] < 1:
        return None
    age = time.time() - state["at"]
    return state if age <= app_settings.LOGIN_BY_CODE_TIMEOUT else None
