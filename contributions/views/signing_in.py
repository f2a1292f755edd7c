"""Pages for people with an account, and what becomes of a form sent without one."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from contributions.kept import sent_by
from contributions.views import kept

View = Callable[..., HttpResponse]


def account_required(view: View) -> View:
    """Visitors sign in first; what they wrote before their sign-in expired is kept."""

    @wraps(view)
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        if sent_by(request).texts:
            return kept.signed_out(request)
        return redirect_to_login(_page_of_the_button(request))

    return ask


def _page_of_the_button(request: HttpRequest) -> str:
    """Where a button was pressed: the address of a button shows nothing by itself."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    )
    path = urlunsplit(urlsplit(page)._replace(scheme="", netloc="")) if is_ours else ""
    return path or request.get_full_path()
