"""What our own pages of the admin have in common: who may come in, and the frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.access import may_curate

View = Callable[..., HttpResponse]


def for_moderators(view: View) -> View:
    """Visitors sign in first; other people are refused."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_curate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def show(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page in the frame of the admin, without its list of tables."""
    frame = {"has_permission": True, "is_nav_sidebar_enabled": False}
    return render(request, template, {**frame, **context}, status=status)
