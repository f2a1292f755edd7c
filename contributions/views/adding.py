from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue import kinds


@require_safe
def add(request: HttpRequest) -> HttpResponse:
    """Which kind of entry to add."""
    return render(request, "contributions/add.html", {"kinds": kinds.every()})
