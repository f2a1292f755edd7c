"""What every page shows around its content."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language, get_language_from_path
from django.utils.translation import gettext_lazy as _

from catalogue import kinds, version
from toolbox import counts

LONGEST_KEPT_QUERY = 500


@dataclass(frozen=True)
class NavigationItem:
    """A page of the menu; `current` is a value of aria-current, or empty."""

    label: str | Promise
    address: str
    current: str


@dataclass(frozen=True)
class Language:
    """A finished language: its own name for itself, and this page in it."""

    code: str
    name: str
    address: str
    canonical: str
    is_current: bool


def site(request: HttpRequest) -> dict[str, object]:
    kind_counts: Any = SimpleLazyObject(
        lambda: counts.by_kind(version.totals_for(request))
    )
    return {
        "kind_counts": kind_counts,
        "frieze": SimpleLazyObject(lambda: counts.shares(kind_counts)),
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "membership": getattr(request, "membership", None),
        "languages": SimpleLazyObject(lambda: languages(request)),
        "is_finished_language": get_language() in settings.FINISHED_LANGUAGES,
        "any_language": settings.SITE_URL + _rest(request) + _kept_page(request),
        "sign_in_address": sign_in_address(request),
        "canonical": settings.SITE_URL + request.path + _kept_page(request),
    }


def navigation(request: HttpRequest) -> list[NavigationItem]:
    pages = [(kind.plural, kind.list_url) for kind in kinds.every()]
    pages.append((_("Collections"), reverse("catalogue:collection_list")))
    pages.append((_("Tags"), reverse("catalogue:tag_list")))
    pages.append((_("Hackathons"), reverse("hackathons:list")))
    return [
        NavigationItem(label, address, _current(request.path, address))
        for label, address in pages
    ]


def sign_in_address(request: HttpRequest) -> str:
    """Where visitors sign in, and come back from to this page."""
    address, here = reverse("account_login"), request.get_full_path()
    is_page = request.resolver_match and request.method == "GET"
    of_accounts = address.removesuffix("login/")
    if not is_page or here.startswith(of_accounts) or len(here) > LONGEST_KEPT_QUERY:
        return address
    return f"{address}?{urlencode({'next': here})}"


def _current(path: str, address: str) -> str:
    if path == address:
        return "page"
    return "true" if path.startswith(address) else ""


def languages(request: HttpRequest) -> list[Language]:
    """This page in each finished language; the home page where it has no language."""
    names = dict(settings.LANGUAGES)
    rest = _rest(request)
    sent = request.META["QUERY_STRING"]
    query = f"?{sent}" if 0 < len(sent) <= LONGEST_KEPT_QUERY else ""
    return [
        Language(
            code,
            names[code],
            address=f"/{code}{rest}{query}",
            canonical=f"{settings.SITE_URL}/{code}{rest}{_kept_page(request)}",
            is_current=code == get_language(),
        )
        for code in settings.FINISHED_LANGUAGES
    ]


def _rest(request: HttpRequest) -> str:
    """The path after its language; of a path without one, the home page's."""
    path = request.path_info
    start = f"/{get_language_from_path(path)}/"
    return path.removeprefix(start[:-1]) if path.startswith(start) else "/"


def _kept_page(request: HttpRequest) -> str:
    """A list's page number is the only parameter that makes a page of its own."""
    here = request.resolver_match
    lists = {"catalogue:collection_list", *(kind.list_view for kind in kinds.every())}
    if here is None or here.view_name not in lists:
        return ""
    number = request.GET.get("page", "")
    is_later_page = number.isascii() and number.isdecimal() and len(number) < 7
    return f"?page={number}" if is_later_page and number != "1" else ""
