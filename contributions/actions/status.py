"""Publishing, holding and hiding entries."""

from collections.abc import Iterable

from catalogue import search, version
from catalogue.models import Entry, EntryStatus
from catalogue.records import Delta
from contributions import validation
from contributions.actions.base import (
    Why,
    change_of,
    check_keys,
    one_transaction,
)
from contributions.models import Change


def set_status(entry: Entry, status: EntryStatus, why: Why) -> Change | None:
    """Publish, hold or hide an entry; None when it has this status."""
    changes = set_status_of([entry], status, why)
    return changes[0] if changes else None


def set_status_of(
    entries: Iterable[Entry], status: EntryStatus, why: Why
) -> list[Change]:
    """Publish, hold or hide many entries, all or none; those that change only.

    Raises ValidationError: an entry that was merged stays hidden until it is parted.
    """
    validation.check_reasons(comment=why.comment, source=why.source)
    with one_transaction():
        wanted = Entry.objects.filter(pk__in=[entry.pk for entry in entries])
        found = list(wanted.exclude(status=status).order_by("pk"))
        validation.refuse_merged(found)
        changes = [_statusnew_change(entry, status, why) for entry in found]
        if not changes:
            return []
        Entry.objects.bulk_update(found, ["status", "version", "updated_at"])
        Change.objects.bulk_create(changes)
        check_keys()
        search.refresh_around(entry.pk for entry in found)
        version.bump()
    return changes


def _statusnew_change(entry: Entry, status: EntryStatus, why: Why) -> Change:
    delta: Delta = {"status": {"from": entry.status, "to": str(status)}}
    entry.status = status
    return change_of(entry, delta, why)
