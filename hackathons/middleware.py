from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from hackathons import claiming
from hackathons.models import Membership

JOINED = "hackathon"


class OccasionMiddleware:
    """Puts the open hackathon that a device has joined on its requests.

    Readers who joined none cost nothing: their session names no hackathon. What
    somebody sends may be what a task of theirs asked for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        membership = getattr(request, "membership", None)
        if membership and request.method == "POST":
            claiming.settle(membership.hackathon, membership.person)
        return response

    def process_view(self, request: Any, *view: Any) -> None:
        """After the check of the form's token, which asks the database nothing."""
        membership = membership_of(request)
        if membership:
            request.membership = membership
            request.occasion = membership.hackathon.occasion
            request.team = membership.team
            request.reviews_first = membership.hackathon.reviews_first
            request.user.is_at_work = True


def membership_of(request: HttpRequest) -> Membership | None:
    """The membership in the open hackathon that the session names, if there is one."""
    if JOINED not in request.session or not request.user.is_authenticated:
        return None
    found = Membership.objects.filter(
        hackathon=request.session[JOINED], person=request.user, signed_out_at=None
    )
    loaded = found.select_related("hackathon__occasion", "person", "team").first()
    return loaded if loaded and loaded.hackathon.is_open else None
