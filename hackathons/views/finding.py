from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import may_manage_hackathon
from hackathons.models import Hackathon


def hackathon_of(slug: str) -> Hackathon:
    return get_object_or_404(Hackathon.objects.with_occasion(), slug=slug)


def managed(request: HttpRequest, slug: str) -> Hackathon:
    """A hackathon for who runs it; others are refused."""
    hackathon = hackathon_of(slug)
    if not may_manage_hackathon(request.user, hackathon):
        raise PermissionDenied
    return hackathon
