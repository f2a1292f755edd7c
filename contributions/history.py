"""What an entry was: its change log, folded."""

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
