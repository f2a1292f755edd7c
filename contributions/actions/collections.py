"""Writing collections: no change log of their own; public ones raise the version.

Places stay 1, 2, 3… because every writer holds the collection's row first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalogue import version
from catalogue.models import Collection, CollectionItem, Entry
from catalogue.models.collection import MOST_COLLECTIONS, MOST_ENTRIES
from catalogue.models.slug import slug_from
from contributions import shapes
from contributions.actions.noting import leave_line
from contributions.actions.settling import settle_reports

# Pages that stand among the collections' own.
RESERVED = frozenset({"add", "new"})
LOCK = "SELECT pg_advisory_xact_lock(hashtext('toolbox.new_collections'))"
PLAIN = ("title", "introduction", "is_public")


def create_collection(
    by: User,
    *,
    title: str,
    introduction: str = "",
    is_public: bool = False,
    entries: Sequence[Entry] = (),
    note: str = "",
) -> Collection:
    """Make a collection, perhaps with its first entries, each with the note.

    Raises ValidationError.
    """
    collection = Collection(
        person=by, title=title, introduction=introduction, is_public=is_public
    )
    _validate(collection)
    _check_note(note)
    with transaction.atomic():
        _queue()
        if Collection.objects.of(by).count() >= MOST_COLLECTIONS:
            message = _(
                "You have %(most)s collections, which is the most there can be."
            )
            raise ValidationError(message % {"most": MOST_COLLECTIONS})
        collection.slug = _free_slug(title)
        collection.save(force_insert=True)
        _append(collection, entries, note)
        if is_public:
            version.bump()
    return collection


def edit_collection(collection: Collection, **values: Any) -> Collection:
    """Give a collection another title, introduction or readers; its address stays."""
    with transaction.atomic():
        held = _hold(collection)
        was_public = held.is_public
        for name in PLAIN:
            setattr(held, name, values.get(name, getattr(held, name)))
        if held.is_public:
            held.private_because = ""
        _validate(held)
        held.updated_at = timezone.now()
        held.save(update_fields=[*PLAIN, "private_because", "updated_at"])
        if was_public or held.is_public:
            version.bump()
    return held


def take_from_public(collection: Collection, by: User, reason: str) -> bool:
    """A moderator leaves a collection to its owner alone; False where it is so.

    Its owner reads the reason, and may publish it again. What was reported about it
    is handled with that. Raises ValidationError.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why: its owner reads it.")})
    if not shapes.is_storable(reason):
        message = _("This holds characters that no text has.")
        raise ValidationError({"reason": message})
    with transaction.atomic():
        held = _hold(collection)
        if not held.is_public:
            return False
        held.is_public, held.private_because = False, reason
        held.updated_at = timezone.now()
        held.save(update_fields=["is_public", "private_because", "updated_at"])
        version.bump()
        leave_line(held, by, reason)
        settle_reports(by, reason, collection=held)
    return True


def delete_collection(collection: Collection) -> None:
    with transaction.atomic():
        held = _hold(collection)
        was_public = held.is_public
        held.delete()
        if was_public:
            version.bump()


def collect(collection: Collection, entries: Sequence[Entry], note: str = "") -> int:
    """Add entries at the end; tells how many were not there yet."""
    _check_note(note)
    with _changing(collection) as held:
        return _append(held, entries, note)


def arrange(
    collection: Collection, notes: Mapping[Entry, str], places: Mapping[Entry, int]
) -> None:
    """Write notes, and put entries at places; those between make room."""
    for note in notes.values():
        _check_note(note)
    with _changing(collection) as held:
        for entry, note in notes.items():
            _of(held, entry).update(note=note)
        for entry, place in sorted(places.items(), key=lambda asked: asked[1]):
            _move(held, entry, place)


def move_by(collection: Collection, entry: Entry, steps: int) -> None:
    """Move an entry down, or up with negative steps, from where it stands by now."""
    with _changing(collection) as held:
        item = _of(held, entry).first()
        if item:
            _move(held, entry, item.place + steps)


def take_out(collection: Collection, entry: Entry) -> None:
    """Remove an entry; those after it move up."""
    with _changing(collection) as held:
        item = _of(held, entry).first()
        if item:
            item.delete()
            held.items.filter(place__gt=item.place).update(place=F("place") - 1)


def _queue() -> None:
    """Wait until nobody else makes a collection: limits and slugs hold for all."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


def _hold(collection: Collection) -> Collection:
    """The collection as it is now, held until the commit."""
    return Collection.objects.select_for_update().get(pk=collection.pk)


@contextmanager
def _changing(collection: Collection) -> Iterator[Collection]:
    with transaction.atomic():
        held = _hold(collection)
        yield held
        held.updated_at = timezone.now()
        held.save(update_fields=["updated_at"])
        if held.is_public:
            version.bump()


def _of(collection: Collection, entry: Entry) -> Any:
    return collection.items.filter(entry=entry)


def _append(collection: Collection, entries: Iterable[Entry], note: str = "") -> int:
    there = set(collection.items.values_list("entry_id", flat=True))
    added = [pk for pk in dict.fromkeys(e.pk for e in entries) if pk not in there]
    if len(there) + len(added) > MOST_ENTRIES:
        message = _("A collection holds %(most)s entries at most.")
        raise ValidationError(message % {"most": MOST_ENTRIES})
    CollectionItem.objects.bulk_create(
        CollectionItem(collection=collection, entry_id=pk, place=place, note=note)
        for place, pk in enumerate(added, start=len(there) + 1)
    )
    return len(added)


def _move(collection: Collection, entry: Entry, place: int) -> None:
    item = _of(collection, entry).first()
    if item is None:
        return
    place = max(1, min(place, collection.items.count()))
    others = collection.items.exclude(pk=item.pk)
    if place < item.place:
        between = others.filter(place__gte=place, place__lt=item.place)
        between.update(place=F("place") + 1)
    else:
        between = others.filter(place__gt=item.place, place__lte=place)
        between.update(place=F("place") - 1)
    collection.items.filter(pk=item.pk).update(place=place)


def _validate(collection: Collection) -> None:
    texts = {"title": collection.title, "introduction": collection.introduction}
    for name, text in texts.items():
        if not shapes.is_storable(text):
            raise ValidationError({name: _("This holds characters that no text has.")})
    collection.full_clean(exclude=["slug", "person"], validate_unique=False)


def _check_note(note: str) -> None:
    if not shapes.is_storable(note):
        raise ValidationError({"note": _("This holds characters that no text has.")})
    others = {field.name for field in CollectionItem._meta.fields} - {"note"}
    CollectionItem(note=note).clean_fields(exclude=others)


def _free_slug(title: str) -> str:
    """A slug of a title in any script that no collection has."""
    base = slug = slug_from(title)
    known = Collection.objects.filter(slug__startswith=base)
    taken = {*RESERVED, *known.values_list("slug", flat=True)}
    number = 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
