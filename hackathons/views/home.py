"""The hackathons, and the page of one. They go by the clock, so nobody keeps them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.access import may_manage_hackathon, may_open_hackathon
from hackathons.models import Hackathon
from hackathons.views.finding import hackathon_of

by_the_clock = cache_control(private=True, no_cache=True)


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
    context = {
        "hackathon": hackathon,
        "may_manage": may_manage_hackathon(request.user, hackathon),
    }
    return render(request, "hackathons/detail.html", context)
