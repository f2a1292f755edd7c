"""What a hackathon produced, for ever."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import may_manage_hackathon
from catalogue import kinds
from catalogue.spreadsheets import csv_stream
from contributions.views.signing_in import account_required
from hackathons import archive_files, archiving
from hackathons.models import Hackathon, State
from hackathons.timeline import timeline
from hackathons.views.finding import by_the_clock, hackathon_of, managed

ON_A_PAGE = 120


@require_http_methods(["GET", "HEAD", "POST"])
@by_the_clock
def page(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method == "POST":
        return archive(request, slug=slug)
    hackathon = hackathon_of(slug)
    if hackathon.state == State.ARCHIVED:
        return _show(request, hackathon)
    if may_manage_hackathon(request.user, hackathon):
        return _offer(request, hackathon)
    raise Http404


@require_safe
@by_the_clock
def entries_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    hackathon = _archived(slug)
    return csv_stream(archive_files.entry_rows(hackathon), f"{slug}-entries.csv")


@require_safe
@by_the_clock
def changes_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    hackathon = _archived(slug)
    return csv_stream(archive_files.change_rows(hackathon), f"{slug}-changes.csv")


@require_safe
@by_the_clock
def as_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    pieces = archive_files.as_json(_archived(slug))
    return StreamingHttpResponse(pieces, content_type="application/json")


def _archived(slug: str) -> Hackathon:
    hackathon = hackathon_of(slug)
    if hackathon.state != State.ARCHIVED:
        raise Http404
    return hackathon


@account_required
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    hackathon = managed(request, slug)
    if archiving.archive(hackathon) or hackathon.state == State.ARCHIVED:
        return redirect("hackathons:archive", slug=hackathon.slug)
    problem = _("A hackathon can be archived when it is closed.")
    return _offer(request, hackathon, problem, status=422)


def _offer(
    request: HttpRequest, hackathon: Hackathon, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "hackathon": hackathon,
        "problem": problem,
        "waiting": archiving.waiting(hackathon),
    }
    return render(request, "hackathons/archive_form.html", context, status=status)


def _show(request: HttpRequest, hackathon: Hackathon) -> HttpResponse:
    figures = hackathon.archive
    entries = archiving.entries_of(hackathon).with_texts()  # type: ignore[attr-defined]
    shown = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    by_kind = groupby(shown, key=lambda entry: entry.kind)
    context = {
        "hackathon": hackathon,
        "figures": figures,
        "kinds": [
            (kind, figures["added"][kind.name], figures["goals"][kind.name])
            for kind in kinds.every()
        ],
        "timeline": timeline(figures),
        "page": shown,
        "by_kind": [(kinds.get(name), [*found]) for name, found in by_kind],
        "contributors": archiving.contributors(hackathon),
        "permalink": archive_files.permalink(hackathon),
    }
    return render(request, "hackathons/archive.html", context)
