"""Taking back one change, and going back to a version: each a Change of its own."""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.models import Entry, EntryStatus
from contributions import reverting
from contributions.actions.base import Why, one_transaction
from contributions.actions.entries import edit
from contributions.actions.status import set_status
from contributions.models import Change
from contributions.reverting import Plan


class Overtaken(Exception):
    """Somebody changed the entry after what was confirmed had been shown."""


@dataclass(frozen=True)
class Reverted:
    """What became of it: the change that was made, or None when nothing was left."""

    plan: Plan
    change: Change | None


def revert(change: Change, why: Why) -> Reverted:
    """Put back what a change had changed, but for what was changed again since.

    Raises ValidationError: the creation of an entry stays, and what is put back must
    fit what has come meanwhile.
    """
    if reverting.is_creation(change):
        raise ValidationError(_("That an entry was added cannot be taken back."))
    if reverting.is_merge(change):
        raise ValidationError(_("Merged entries are parted in the admin."))
    why = replace(why, reverts=change)
    with one_transaction():
        plan = reverting.plan_revert(change)
        made = edit(plan.entry, plan.after, why)
        if plan.status:
            made = set_status(plan.entry, EntryStatus(plan.status), why)
    return Reverted(plan, made)


def restore(entry: Entry, version: int, why: Why, seen: int) -> Reverted:
    """Give an entry the record it had; refuses when it changed after version `seen`.

    Raises Overtaken and ValidationError.
    """
    with one_transaction():
        plan = reverting.plan_restore(entry, version)
        if plan.entry.version != seen:
            raise Overtaken
        return Reverted(plan, edit(plan.entry, plan.after, why))
