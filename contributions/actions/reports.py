"""Telling moderators that something is not right, and that it was seen to."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalogue.models import Entry
from contributions import shapes
from contributions.models import Change, Report, ReportReason

SAME_WITHIN = timedelta(days=1)


def report(
    entry: Entry,
    *,
    reason: str,
    message: str = "",
    change: Change | None = None,
    by: User | None = None,
) -> Report:
    """Report an entry, or one change to it. Raises ValidationError.

    Who reports the same thing twice within a day gets the first report. People
    without an account are taken for the same when they say the same.
    """
    new = Report(
        entry_id=entry.pk, change=change, person=by, reason=reason, message=message
    )
    _validate(new)
    with transaction.atomic():
        # Two reports of one entry come one after the other.
        Entry.objects.select_for_update(no_key=True).get(pk=entry.pk)
        earlier = _earlier(new)
        if earlier is None:
            new.save(force_insert=True)
    return earlier or new


class AlreadyHandled(Exception):
    """Another moderator was faster; `report` says who, when and how."""

    def __init__(self, report: Report) -> None:
        words = _("%(person)s has handled this already.")
        super().__init__(words % {"person": report.handled_by})
        self.report = report


def handle_report(report: Report, by: User, note: str = "") -> Report:
    """Say how a report was seen to. Raises AlreadyHandled and ValidationError."""
    with transaction.atomic():
        waiting = Report.objects.select_for_update().get(pk=report.pk)
        if waiting.handled_at:
            raise AlreadyHandled(waiting)
        waiting.note = note
        _validate(waiting)
        waiting.handled_by, waiting.handled_at = by, timezone.now()
        waiting.save(update_fields=["note", "handled_by", "handled_at"])
    return waiting


def _earlier(new: Report) -> Report | None:
    since = timezone.now() - SAME_WITHIN
    same = Report.objects.filter(
        entry_id=new.entry_id,
        change=new.change,
        person=new.person,
        created_at__gt=since,
    )
    if new.person is None:
        same = same.filter(reason=new.reason, message=new.message)
    return same.order_by("pk").first()


def _validate(new: Report) -> None:
    for name in ("message", "note"):
        if not shapes.is_storable(getattr(new, name)):
            raise ValidationError({name: _("This holds characters that no text has.")})
    if new.reason == ReportReason.OTHER and not new.message.strip():
        raise ValidationError({"message": _("Say in a few words what is not right.")})
    new.clean_fields(exclude=["entry", "change", "person", "created_at", "handled_by"])
