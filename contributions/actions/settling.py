"""Reports that are decided with the thing they are about."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from contributions.models import Report


def settle_reports(by: User, note: str, **about: Any) -> int:
    """Mark what still waits about a thing as handled; tells how many did.

    Called in the transaction that takes the thing out of the readers' sight.
    """
    waiting = Report.objects.filter(handled_at=None, **about)
    return waiting.update(handled_by=by, handled_at=timezone.now(), note=note)
