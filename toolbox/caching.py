"""Pages for readers without a session, kept until the catalogue changes.

An answer is told apart by the catalogue's version, the release and the address, which
holds the language. Its ETag is made from these alone, so that a reader who has the page
is answered 304 after one cheap query, and a cached page carries the same headers as a
fresh one. A page that goes by the clock as well says `good_until` when, which is part
of its ETag. Developers, who edit templates, are shown fresh pages only.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags

from catalogue import version

LONGEST_ADDRESS = 500
# Pages that go by the clock say that they are private.
NOT_KEPT = {"no-store", "private"}
# Screens ask for these every few seconds; they carry an ETag of their own.
WITH_OWN_ETAG = "/wall/figures/"
NOT_REPEATED = {"content-length", "content-type", "content-encoding"}


class PageCacheMiddleware:
    """Answers repeated requests of readers who are not signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_cacheable(request):
            return personal(self.get_response(request))
        key = key_of(request)
        response = caches["pages"].get(key)
        if response is None:
            response = self.get_response(request)
            if not may_be_kept(response):
                return personal(response)
            label(response, key)
            caches["pages"].set(key, response, seconds_good(response))
        if response["ETag"] in _known_to(request):
            return not_modified(response)
        return response


def is_cacheable(request: HttpRequest) -> bool:
    """A page of the site, in a language, asked for by a reader without a session."""
    path = request.path_info
    return (
        not settings.DEBUG
        and request.method in {"GET", "HEAD"}
        and len(request.get_full_path()) <= LONGEST_ADDRESS
        and any(path.startswith(f"/{code}/") for code, _ in settings.LANGUAGES)
        and not path.endswith(WITH_OWN_ETAG)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and settings.CSRF_COOKIE_NAME not in request.COOKIES
    )


def key_of(request: HttpRequest) -> str:
    parts = (
        str(version.seen_by(request)),
        release(),
        request.get_host(),
        request.get_full_path(),
    )
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not NOT_KEPT & {*response.get("Cache-Control", "").split(", ")}
    )


def personal(response: HttpResponse) -> HttpResponse:
    """An answer to one person: no cache on the way keeps it, and the browser asks.

    Not `no-store`: going back must bring what was typed.
    """
    if "Cache-Control" not in response:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def seconds_good(response: HttpResponse) -> float | None:
    """How long a page may be kept; nothing where only a write changes it."""
    until = getattr(response, "good_until", None)
    return None if until is None else (until - timezone.now()).total_seconds()


def label(response: HttpResponse, key: str) -> None:
    """Readers keep the page, but ask each time whether it is still good."""
    until = getattr(response, "good_until", None)
    response["ETag"] = f'"{key}-{until.timestamp():.0f}"' if until else f'"{key}"'
    patch_cache_control(response, no_cache=True)
    patch_vary_headers(response, ["Cookie"])


def not_modified(response: HttpResponse) -> HttpResponse:
    answer = HttpResponseNotModified()
    for name, value in response.items():
        if name.lower() not in NOT_REPEATED:
            answer[name] = value
    return answer


def _known_to(request: HttpRequest) -> set[str]:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return {etag.removeprefix("W/") for etag in known}


@lru_cache
def release() -> str:
    """Changes with the code, templates, translations and packages behind the pages."""
    digest = sha256()
    for path in sorted(_sources()):
        digest.update(f"{path}:{path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]


def _sources() -> Iterator[Path]:
    for folder, pattern in (
        *((app, "**/*.py") for app in ("catalogue", "usecases", "organizations")),
        *((app, "**/*.py") for app in ("contributions", "hackathons")),
        *((app, "**/*.py") for app in ("toolbox", "accounts")),
        ("templates", "**/*.*"),
        ("static", "**/*.*"),
        ("locale", "**/*.mo"),
        ("", "constraints.txt"),
    ):
        yield from (settings.BASE_DIR / folder).glob(pattern)
