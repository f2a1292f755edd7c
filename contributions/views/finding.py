"""Entries at addresses below their own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalogue import pages
from catalogue.kinds import Kind
from catalogue.models import Entry
from contributions.models import Change


def with_entry(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives a view the entry that its address names; old addresses redirect."""

    @wraps(view)
    def find(request: HttpRequest, kind: Kind, slug: str, **rest: Any) -> HttpResponse:
        entries: Any = kind.model.objects
        visible = entries.visible_to(request.user).prefetch_related("texts")
        entry = visible.filter(slug=slug).first()
        if entry is None:
            below = request.path.partition(f"/{kind.path}/{slug}/")[2]
            return pages.redirect_moved(request, kind.name, slug, below)
        return view(request, entry, **rest)

    return find


def change_of(entry: Entry, version: int) -> Change:
    """The change that made a version of the entry, or a 404."""
    if not 0 < version <= entry.version:
        raise Http404(_("This entry has no such version."))
    return entry.changes.with_people().get(version=version)
