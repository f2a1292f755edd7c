"""Writing tags: what moderators change leaves an act, and the version grows."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from catalogue import records, version
from catalogue.models import EntryTag, Tag
from contributions import sequences, shapes, tag_names, undoing, validation
from contributions.actions.base import Why, finish, one_transaction, start_batch
from contributions.actions.entries import write
from contributions.actions.reverting import Overtaken
from contributions.models import Batch, BatchKind, TagAct
from contributions.writing import Written

CHANGED = (
    "name",
    "kind",
    "labels",
    "synonyms",
    "is_new",
    "is_hidden",
    "merged_into_id",
)
# As many as the undo of the merge can take back.
MOST_ENTRIES = undoing.MOST_CHANGES


def create_tags(tags: Sequence[Tag]) -> list[Tag]:
    """Add tags; their slugs and names are unique. Raises ValidationError."""
    for tag in tags:
        validation.validate_tag(tag)
    with one_transaction():
        given = [tag.pk for tag in tags if tag.pk]
        if given:
            sequences.restart(Tag, max(given))
        created = Tag.objects.bulk_create(tags)
        version.bump()
    return created


def last_act(tag: Tag) -> int:
    """The number of the last act about a tag: what it was like when somebody looked."""
    acts = TagAct.objects.filter(tag=tag).order_by("-pk")
    return acts.values_list("pk", flat=True).first() or 0


def edit_tag(
    tag: Tag, values: dict[str, Any], by: User, reason: str, seen: int | None = None
) -> TagAct | None:
    """Give a tag another name, kind, labels or synonyms, approve, hide or show it.

    Its address stays. None when that changes nothing. Raises ValidationError, and
    Overtaken where somebody changed it after the act that was `seen`.
    """
    with one_transaction():
        held = Tag.objects.get(pk=tag.pk)
        if seen is not None and last_act(held) != seen:
            raise Overtaken
        act = _change(held, values, by, reason)
        if act:
            finish(_carriers([held.pk]))
    return act


def merge_tags(gone: Iterable[Tag], kept: Tag, by: User, reason: str) -> Batch:
    """Let one tag stand for others: on entries, in names, and at their addresses.

    Raises ValidationError.
    """
    ids = sorted({tag.pk for tag in gone} - {kept.pk})
    with one_transaction():
        held = Tag.objects.in_bulk([*ids, kept.pk])
        going = [held[pk] for pk in ids]
        if not going or any(tag.merged_into_id for tag in held.values()):
            raise ValidationError(_("Choose two tags or more that were not merged."))
        entries = _carriers(ids)
        if len(entries) > MOST_ENTRIES:
            raise ValidationError(_("Too many entries carry these tags."))
        label = _("Tags merged into “%(tag)s”") % {"tag": kept.name}
        batch = start_batch(BatchKind.TAGS, label, by)
        _replace(entries, set(ids), kept.pk, Why(by, reason, batch=batch))
        for tag in going:
            _change(tag, {"merged_into_id": kept.pk}, by, reason, batch)
        names = [n for t in going for n in (t.name, *t.labels.values(), *t.synonyms)]
        known = {kept.name, *kept.labels.values()}
        synonyms = [*held[kept.pk].synonyms, *(n for n in names if n not in known)]
        values = {"synonyms": list(dict.fromkeys(synonyms)), "is_new": False}
        _change(held[kept.pk], values, by, reason, batch)
        finish([*entries, *_carriers([kept.pk])])
    return batch


def take_back_acts(batch: Batch, why: Why) -> list[int]:
    """Give tags back what a batch had changed about them, where it is still so.

    Part of undoing that batch, in its transaction. Returns the entries that carry them.
    """
    acts = list(batch.tag_acts.select_related("tag").order_by("-pk"))
    assert why.by is not None
    for act in acts:
        values = undoing.tag_values_before(act)
        _change(act.tag, values, why.by, why.comment, why.batch)
    return _carriers(act.tag_id for act in acts)


def _change(
    tag: Tag, values: dict[str, Any], by: User, reason: str, batch: Batch | None = None
) -> TagAct | None:
    fields = {
        name: {"from": getattr(tag, name), "to": value}
        for name, value in values.items()
        if name in CHANGED and getattr(tag, name) != value
    }
    if not fields:
        return None
    end = values.get("merged_into_id")
    if end and tag_names.followed([end]).get(end, end) == tag.pk:
        raise ValidationError(_("“%(tag)s” stands for that tag.") % {"tag": tag.name})
    for name, change in fields.items():
        setattr(tag, name, change["to"])
    validation.validate_tag(tag)
    tag.validate_unique()
    act = TagAct(tag=tag, by=by, batch=batch, fields=fields, reason=reason.strip())
    if not shapes.is_storable(reason):
        raise ValidationError({"reason": _("This holds characters that no text has.")})
    act.clean_fields(exclude=["created_at"])
    tag.save(update_fields=list(fields))
    act.save(force_insert=True)
    return act


def _carriers(ids: Iterable[int]) -> list[int]:
    rows = EntryTag.objects.filter(tag_id__in=list(ids)).order_by("content_object_id")
    return list(dict.fromkeys(rows.values_list("content_object_id", flat=True)))


def _replace(entries: list[int], gone: set[int], kept: int, why: Why) -> None:
    written = []
    for entry in undoing.load(entries).values():
        before = entry.record()
        tags = sorted({kept, *before["tags"]} - gone)
        after = {**before, "tags": tags}
        written.append((Written(entry, records.diff(before, after), after), why))
    write(written, {})
