"""The wall: figures for a projector, and the page from which it is kept clean."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.access import may_manage_hackathon
from catalogue import version
from contributions.shapes import LARGEST_ID
from contributions.views.signing_in import account_required
from hackathons import hiding, qr, wall
from hackathons.models import Membership
from hackathons.views.finding import by_the_clock, hackathon_of, managed

FASTEST, SLOWEST = 5, 3600
MOST_LISTED = 100


@require_safe
@by_the_clock
def page(request: HttpRequest, slug: str) -> HttpResponse:
    hackathon = hackathon_of(slug)
    context = wall.figures(hackathon, version.seen_by(request))
    context["may_manage"] = may_manage_hackathon(request.user, hackathon)
    context["qr"] = qr.of_hackathon(hackathon)
    context["short"] = context["qr"].address.partition("://")[2]
    context["refresh"] = seconds(request)
    response = render(request, "hackathons/wall.html", context)
    if context["refresh"]:
        response["Refresh"] = str(context["refresh"])
    return response


@require_safe
@by_the_clock
def figures(request: HttpRequest, slug: str) -> HttpResponse:
    """What screens ask for again and again: nothing new costs one cheap query."""
    sign = wall.sign(slug)
    if sign is None:
        raise Http404
    etag = f'"{sign}-{get_language()}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in {one.removeprefix("W/") for one in known}:
        response: HttpResponse = HttpResponseNotModified()
    else:
        context = wall.figures(hackathon_of(slug), version.seen_by(request))
        response = render(request, "hackathons/_wall_figures.html", context)
    response["ETag"] = etag
    return response


@require_safe
@account_required
def shown(request: HttpRequest, slug: str) -> HttpResponse:
    hackathon = managed(request, slug)
    named = hackathon.memberships.filter(is_named=True, is_unshown=False)
    context = {
        "hackathon": hackathon,
        "changes": wall.latest_entries(hackathon, MOST_LISTED),
        "memberships": named.select_related("person").order_by("-pk")[:MOST_LISTED],
    }
    return render(request, "hackathons/wall_shown.html", context)


@require_POST
@account_required
def hide_entry(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    hackathon = managed(request, slug)
    entry = wall.entry_on_wall(hackathon, min(pk, LARGEST_ID))
    if entry:
        hiding.hide_entry(hackathon, entry, by=request.user)  # type: ignore[arg-type]
    return redirect(reverse("hackathons:wall_shown", args=[slug]))


@require_POST
@account_required
def hide_name(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    hackathon = managed(request, slug)
    members = Membership.objects.select_related("person", "hackathon__occasion")
    membership = get_object_or_404(members, hackathon=hackathon, pk=min(pk, LARGEST_ID))
    if not membership.is_unshown:
        hiding.hide_name(membership, by=request.user)  # type: ignore[arg-type]
    return redirect(reverse("hackathons:wall_shown", args=[slug]))


def seconds(request: HttpRequest) -> int | None:
    """How often the page is asked to load itself again, within bounds."""
    typed = request.GET.get("refresh", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 6):
        return None
    return min(max(int(typed), FASTEST), SLOWEST)
