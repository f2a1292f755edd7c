"""Undoing many changes together: one batch, in one transaction, itself undoable."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue import search
from contributions import undoing, validation
from contributions.actions.base import Why, finish, one_transaction, start_batch
from contributions.actions.entries import write
from contributions.actions.reverting import Overtaken
from contributions.actions.tags import take_back_acts
from contributions.models import Batch, BatchKind
from contributions.undoing import Choice, Undone
from contributions.writing import Written


def undo(choice: Choice, why: Why, seen: str, label: str) -> Batch:
    """Take back what can be; refuses when that is not what was `seen`.

    Whoever writes waits for the same place first, and entries are written in the order
    of their ids: contributors and two undos come one after the other. Raises
    ValidationError, Overtaken and TooMany.
    """
    validation.check_reasons(comment=why.comment, source=why.source)
    if not why.comment.strip():
        raise ValidationError(_("Say why this is undone."))
    with one_transaction():
        acts = undoing.tag_acts(choice)
        found = undoing.plan(choice, acts)
        if undoing.digest_of(found, acts) != seen:
            raise Overtaken
        changed = [one for one in found if one.delta]
        if not (changed or acts):
            raise ValidationError(_("Nothing is left to undo."))
        batch = start_batch(BatchKind.UNDO, label, why.by)
        why = replace(why, batch=batch)
        carriers = take_back_acts(choice.batch, why) if acts and choice.batch else []
        _write_all(changed, why, carriers)
    return batch


def _write_all(changed: list[Undone], why: Why, carriers: list[int]) -> None:
    ids = [one.entry.pk for one in changed]
    former = search.neighbourhood(ids)
    object_kinds = validation.object_kinds(one.after for one in changed)
    written = []
    for one in changed:
        own = replace(why, reverts=one.reverts)
        written.append((Written(one.entry, one.delta, one.after), own))
        one.entry.status = one.status or one.entry.status
    write(written, object_kinds)
    finish([*ids, *carriers], former)
