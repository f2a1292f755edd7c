"""Which hackathons are open now, for pages that are kept until something changes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from hackathons.models import Hackathon

MOST_LOOKED_AT = 50


@dataclass(frozen=True)
class Agenda:
    """The hackathons that are open; `until` is when the next one opens or closes."""

    open: list[Hackathon]
    until: datetime | None


def agenda() -> Agenda:
    """In one statement, as of now."""
    now = timezone.now()
    ahead = Hackathon.objects.with_occasion().filter(
        occasion__closes_at__gt=now, archived_at=None
    )
    found = ahead.order_by("occasion__opens_at", "pk")[:MOST_LOOKED_AT]
    open_now = [one for one in found if one.occasion.opens_at <= now]
    moments = [
        one.occasion.closes_at if one in open_now else one.occasion.opens_at
        for one in found
    ]
    return Agenda(open_now, min(moments, default=None))
