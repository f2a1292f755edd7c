"""Telling moderators that something is not right, and that it was seen to."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalogue.models import Collection, Entry
from contributions import shapes
from contributions.actions.collections import take_from_public
from contributions.models import Change, Report, ReportReason

SAME_WITHIN = timedelta(days=1)


def report(
    thing: Entry | Collection,
    *,
    reason: str,
    message: str = "",
    change: Change | None = None,
    by: User | None = None,
) -> Report:
    """Report an entry, one change to it, or a collection. Raises ValidationError.

    Who reports the same thing twice within a day gets the first report. People
    without an account are taken for the same when they say the same.
    """
    is_entry = isinstance(thing, Entry)
    new = Report(
        **{"entry_id" if is_entry else "collection_id": thing.pk},
        **{"change": change, "person": by, "reason": reason, "message": message},
    )
    _validate(new)
    with transaction.atomic():
        # Two reports of one thing come one after the other.
        things: Any = Entry.objects if is_entry else Collection.objects
        things.select_for_update(no_key=True).get(pk=thing.pk)
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


def make_reported_private(report: Report, by: User, reason: str, note: str) -> None:
    """Leave a reported collection to its owner alone, who reads the reason.

    Other reports about it are handled with this one, which alone keeps the note.
    Raises AlreadyHandled and ValidationError.
    """
    if report.collection is None:
        raise ValidationError(_("Only a collection is made private."))
    with transaction.atomic():
        # The collection first, as who deletes it holds it before its reports.
        Collection.objects.select_for_update().get(pk=report.collection.pk)
        handle_report(report, by, note)
        take_from_public(report.collection, by, reason)


def _earlier(new: Report) -> Report | None:
    since = timezone.now() - SAME_WITHIN
    same = Report.objects.filter(
        entry=new.entry_id,
        change=new.change,
        collection=new.collection_id,
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
    new.clean_fields(
        exclude=["entry", "change", "collection", "person", "created_at", "handled_by"]
    )
