"""The hackathons, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import may_manage_hackathon, may_open_hackathon
from catalogue import version
from hackathons import gaps
from hackathons.models import Hackathon
from hackathons.overview import Overview
from hackathons.views.finding import by_the_clock, hackathon_of

MOST_GAPS = 5


@require_safe
@by_the_clock
def hackathon_list(request: HttpRequest) -> HttpResponse:
    context = {
        "hackathons": Hackathon.objects.with_occasion().newest_first(),
        "may_open": may_open_hackathon(request.user),
    }
    return render(request, "hackathons/list.html", context)


@require_safe
@by_the_clock
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    hackathon = hackathon_of(slug)
    membership = getattr(request, "membership", None)
    is_here = membership is not None and membership.hackathon_id == hackathon.pk
    lists: list[gaps.Worklist] = []
    if hackathon.is_open:
        lists = gaps.worklists(hackathon, version.seen_by(request))
    context = {
        "hackathon": hackathon,
        "overview": Overview(hackathon),
        "worklists": lists[:MOST_GAPS],
        "tasks_done": sum(worklist.done for worklist in lists),
        "own": membership if is_here else None,
        "may_manage": may_manage_hackathon(request.user, hackathon),
    }
    return render(request, "hackathons/detail.html", context)
