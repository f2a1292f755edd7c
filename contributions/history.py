"""What an entry was: its change log, folded."""

from datetime import UTC, date, datetime, time, timedelta

from catalogue import records
from catalogue.models import Entry
from catalogue.records import Delta, Record
from contributions.models import Change


def record_at(entry: Entry, version: int) -> Record:
    """The entry's record as of one of its versions; version 0 is the empty record."""
    deltas = Change.objects.filter(entry_id=entry.pk, version__lte=version)
    record = records.empty(entry.kind)
    for delta in deltas.order_by("version").values_list("fields", flat=True):
        record = records.patch(record, delta)
    return record


def version_on(entry: Entry, day: date) -> int:
    """The version that stood at the end of a day, in UTC; 0 before there was one."""
    if day == date.max:
        return entry.version
    end = datetime.combine(day + timedelta(days=1), time(), UTC)
    made = Change.objects.filter(entry_id=entry.pk, created_at__lt=end)
    return made.order_by("-version").values_list("version", flat=True).first() or 0


def inverted(delta: Delta) -> Delta:
    """The delta that takes another one back."""
    return {
        path: (
            {"added": change["removed"], "removed": change["added"]}
            if path in records.SET_FIELDS
            else {"from": change["to"], "to": change["from"]}
        )
        for path, change in delta.items()
    }
