from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hackathons import board
from hackathons.views.finding import by_the_clock, hackathon_of


@require_safe
@by_the_clock
def page(request: HttpRequest, slug: str) -> HttpResponse:
    hackathon = hackathon_of(slug)
    context = {
        "hackathon": hackathon,
        "board": board.board(hackathon),
        "columns": board.columns().values(),
    }
    return render(request, "hackathons/board.html", context)
