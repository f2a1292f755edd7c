from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control

from accounts.access import may_manage_hackathon
from hackathons.models import Hackathon

# Pages that go by the clock are made anew for every reader.
by_the_clock = cache_control(private=True, no_cache=True)


def hackathon_of(slug: str) -> Hackathon:
    return get_object_or_404(Hackathon.objects.with_occasion(), slug=slug)


def managed(request: HttpRequest, slug: str) -> Hackathon:
    """A hackathon for who runs it; others are refused."""
    hackathon = hackathon_of(slug)
    if not may_manage_hackathon(request.user, hackathon):
        raise PermissionDenied
    return hackathon
