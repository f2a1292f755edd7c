"""Publishing, holding and hiding entries."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.access import may_curate
from catalogue.models import Entry, EntryStatus
from catalogue.records import Delta
from contributions import validation
from contributions.actions.base import (
    Why,
    change_of,
    finish,
    one_transaction,
)
from contributions.actions.settling import settle_reports
from contributions.models import Change


def set_status(entry: Entry, status: EntryStatus, why: Why) -> Change | None:
    """Publish, hold or hide an entry; None when it has this status."""
    changes = set_status_of([entry], status, why)
    return changes[0] if changes else None


class StatusMoved(Exception):
    """Another moderator was faster; `change` says who, when and to what."""

    def __init__(self, change: Change) -> None:
        super().__init__(
            _("%(person)s has decided this already.") % {"person": change.person}
        )
        self.change = change


def decide_status(
    entry: Entry, status: EntryStatus, why: Why, seen: str
) -> Change | None:
    """Publish or hide an entry that a moderator saw as held or hidden.

    Hiding takes a reason, which everybody can read. Raises StatusMoved and
    ValidationError.
    """
    check_reason_to_hide(status, why.comment)
    with one_transaction():
        now = Entry.objects.get(pk=entry.pk)
        if now.status != seen:
            raise StatusMoved(_last_move(now))
        return set_status(now, status, why)


def _last_move(entry: Entry) -> Change:
    """The change that gave an entry its status, if only by adding it."""
    moves = Change.objects.filter(entry=entry).select_related("person")
    last = moves.filter(fields__has_key="status").order_by("-version").first()
    return last or moves.earliest("version")


def check_reason_to_hide(status: EntryStatus, reason: str) -> None:
    if status == EntryStatus.HIDDEN and not reason.strip():
        raise ValidationError({"reason": _("Say why: everybody can read it.")})


def set_status_of(
    entries: Iterable[Entry], status: EntryStatus, why: Why
) -> list[Change]:
    """Publish, hold or hide many entries, all or none; those that change only.

    What was reported about an entry is handled when a moderator hides it.
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
        finish([entry.pk for entry in found])
        if status == EntryStatus.HIDDEN and why.by and may_curate(why.by):
            settle_reports(why.by, why.comment, entry__in=found)
    return changes


def _statusnew_change(entry: Entry, status: EntryStatus, why: Why) -> Change:
    delta: Delta = {"status": {"from": entry.status, "to": str(status)}}
    entry.status = status
    return change_of(entry, delta, why)
