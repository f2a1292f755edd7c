"""Making one entry of two, and parting them again: each a batch in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from catalogue.models import Entry, EntryStatus
from catalogue.records import Delta
from contributions import merge_plan, reverting, validation
from contributions.actions import merged_items
from contributions.actions.base import (
    Why,
    change_of,
    finish,
    one_transaction,
    start_batch,
)
from contributions.actions.entries import edit
from contributions.actions.reverting import Overtaken
from contributions.models import Batch, BatchKind, Change, Merge
from contributions.reverting import Plan


@dataclass
class Unmerged:
    """What became of it: plans with what could not come back, and such collections."""

    merge: Merge
    plans: list[Plan] = field(default_factory=list)
    stuck: list[Entry] = field(default_factory=list)
    lost_items: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        conflicts = [p for p in self.plans if p.kept or p.lost_tags or p.lost_links]
        return not (conflicts or self.stuck or self.lost_items)


def merge(
    kept: Entry,
    gone: Entry,
    choices: Mapping[str, str],
    why: Why,
    seen: str | None = None,
) -> Merge:
    """Make one entry of two; all that pointed to the one that goes points to the other.

    `choices` says for each path whose value stands; `seen` are the versions that it
    was chosen on. Raises ValidationError, and Overtaken when one changed since.
    """
    validation.check_reasons(comment=why.comment, source=why.source)
    with one_transaction():
        # Before anything that holds up those who write collections.
        merged_items.hold(gone)
        plan = merge_plan.plan_merge(kept, gone, choices)
        if seen is not None and seen != plan.seen:
            raise Overtaken
        names = {"gone": plan.gone.name, "kept": plan.kept.name}
        with translation.override(settings.LANGUAGE_CODE):
            label = _("%(gone)s merged into %(kept)s") % names
        batch = start_batch(BatchKind.MERGE, label, why.by)
        why = replace(why, batch=batch, comment=why.comment or label)
        edit(plan.kept, plan.after, why)
        for other in plan.others:
            edit(other.entry, {"links": other.links}, why)
        _lead(plan.gone, plan.kept, why)
        items = merged_items.move(plan.gone, plan.kept)
        return Merge.objects.create(
            batch=batch, kept_id=plan.kept.pk, gone_id=plan.gone.pk, items=items
        )


def unmerge(batch: Batch, why: Why) -> Unmerged:
    """Part two entries that were merged; what was changed since then stays.

    Raises ValidationError: what was merged last must be parted first.
    """
    validation.check_reasons(comment=why.comment, source=why.source)
    with one_transaction():
        merged = Merge.objects.select_related("kept", "gone").get(batch=batch)
        _check_partable(merged)
        merged_items.hold(merged.kept, merged.items)
        names = {"gone": merged.gone.name, "kept": merged.kept.name}
        with translation.override(settings.LANGUAGE_CODE):
            label = _("%(gone)s parted from %(kept)s") % names
        undoing = start_batch(BatchKind.UNMERGE, label, why.by)
        why = replace(why, batch=undoing, comment=why.comment or label)
        done = Unmerged(merged)
        for change in batch.changes.select_related("entry").order_by("pk"):
            _take_back(change, why, done)
        done.lost_items = merged_items.move_back(merged)
        merged.undone_by = undoing
        merged.save(update_fields=["undone_by"])
    return done


def _lead(gone: Entry, kept: Entry, why: Why) -> None:
    """Let an entry, and what was merged into it before, lead to the kept one."""
    led = [gone, *Entry.objects.filter(merged_into=gone.pk).order_by("pk")]
    for entry in led:
        _point(entry, kept.pk, EntryStatus.HIDDEN, why)


def _point(entry: Entry, to: int | None, status: str, why: Why) -> None:
    delta: Delta = {"merged_into": {"from": entry.merged_into_id, "to": to}}
    if entry.status != status:
        delta["status"] = {"from": entry.status, "to": str(status)}
    entry.merged_into_id, entry.status = to, status
    change = change_of(entry, delta, why)
    written = ["merged_into", "status", "version", "updated_at"]
    Entry.objects.filter(pk=entry.pk).update(**{n: getattr(entry, n) for n in written})
    change.save(force_insert=True)
    finish([entry.pk])


def _check_partable(merged: Merge) -> None:
    if merged.undone_by_id:
        raise ValidationError(_("These two were parted already."))
    if merged.kept.merged_into_id:
        message = _("“%(name)s” was merged into another entry: part those first.")
        raise ValidationError(message % {"name": merged.kept.name})


def _take_back(change: Change, why: Why, done: Unmerged) -> None:
    why = replace(why, reverts=change)
    if "merged_into" in change.fields:
        before = {path: part["from"] for path, part in change.fields.items()}
        entry = change.entry
        _point(entry, before["merged_into"], before.get("status", entry.status), why)
        return
    plan = reverting.plan_revert(change)
    if plan.entry.merged_into_id:
        done.stuck.append(plan.entry)
        return
    edit(plan.entry, plan.after, why)
    done.plans.append(plan)
