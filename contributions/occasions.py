"""Where somebody is at work: a room above puts it on the request."""

from typing import TypedDict

from django.http import HttpRequest

from contributions.models import Occasion, Team


class Where(TypedDict):
    occasion: Occasion | None
    team: Team | None


def reviews_first(request: HttpRequest) -> bool:
    """Whether the open event asks that moderators look before anything is published."""
    return bool(getattr(request, "reviews_first", False))


def where(request: HttpRequest) -> Where:
    """The open event and the team that a request's changes are marked with."""
    return {
        "occasion": getattr(request, "occasion", None),
        "team": getattr(request, "team", None),
    }
