"""Saying that a fact is still true."""

from django.utils import timezone

from accounts.models import User
from catalogue import version
from catalogue.models import Entry
from contributions.actions.base import one_transaction
from contributions.models import Confirmation


def confirm(entry: Entry, path: str, by: User) -> Confirmation | None:
    """Note that somebody found a fact still true; None when they did so today."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    with one_transaction():
        earlier = Confirmation.objects.filter(entry=entry, path=path, person=by)
        if earlier.filter(created_at__gte=today).exists():
            return None
        made = Confirmation.objects.create(entry=entry, path=path, person=by)
        version.bump()
    return made
