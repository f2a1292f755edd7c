"""Fragments that a form asks for while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue import version
from catalogue.kinds import Kind
from catalogue.vocabularies import KindName
from contributions import typeahead
from contributions.lookalikes import find
from contributions.shapes import id_from


@require_safe
@never_cache
def lookalikes(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Entries that may be the one whose name or addresses are being typed."""
    sent = request.GET
    found = find(
        kind.name,
        sent.get("name", ""),
        [sent.get("website", ""), sent.get("repository", "")],
        exclude_entry=id_from(sent.get("entry", "")),
        person=request.user,
    )
    context = {"lookalikes": found}
    return render(request, "contributions/_lookalikes.html", context)


@require_safe
def entry_suggest(request: HttpRequest) -> HttpResponse:
    """A listbox of entries of a kind with such a name."""
    sent = request.GET
    kind = sent.get("kind", "")
    found = (
        typeahead.entries(sent.get("q", ""), kind, id_from(sent.get("except", "")))
        if kind in KindName.values
        else []
    )
    return render(request, "contributions/_entry_options.html", {"options": found})


@require_safe
def tag_suggest(request: HttpRequest) -> HttpResponse:
    """A listbox of tags: by what was typed, else those of entries with such a name."""
    sent = request.GET
    typed, name, kind = sent.get("q", ""), sent.get("name", ""), sent.get("kind", "")
    found = typeahead.tags(typed, version.seen_by(request))
    if not typed.strip() and name.strip() and kind in KindName.values:
        found = typeahead.tags_of_lookalikes(kind, name)
    return render(request, "contributions/_tag_options.html", {"options": found})
