"""The same edit of many entries, as one batch that can be undone at once."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError

from catalogue import kinds
from catalogue.models import Entry
from catalogue.records import Record
from contributions import validation
from contributions.actions.base import Why, one_transaction, start_batch
from contributions.actions.entries import edit
from contributions.models import BatchKind, Change


def edit_many(
    entries: Iterable[Entry], values: Callable[[Record], Record], label: str, why: Why
) -> list[Change]:
    """Edit each entry with the values made of its record; those that change only.

    All of them or none. Raises ValidationError that names the entry.
    """
    validation.check_reasons(comment=why.comment, source=why.source)
    with one_transaction():
        batch = start_batch(BatchKind.MANY, label, why.by)
        why = replace(why, batch=batch, comment=why.comment or label)
        made = [_edit(pk, kind, values, why) for pk, kind in _places(entries)]
        changes = [change for change in made if change]
        if not changes:
            batch.delete()
    return changes


def _places(entries: Iterable[Entry]) -> list[tuple[int, str]]:
    return sorted((entry.pk, entry.kind) for entry in entries)


def _edit(
    pk: int, kind: str, values: Callable[[Record], Record], why: Why
) -> Change | None:
    entry = kinds.get(kind).model.objects.for_records().get(pk=pk)
    try:
        return edit(entry, values(entry.record()), why)
    except ValidationError as error:
        said = [f"{entry}: {message}" for message in error.messages]
        raise ValidationError(said) from error
