"""The places in collections of an entry that is merged, and of one that comes back."""

from typing import Any

from django.db.models import F

from catalogue.models import Collection, CollectionItem, Entry
from catalogue.models.collection import MOST_ENTRIES
from contributions.models import Merge

Moved = dict[str, Any]


def hold(entry: Entry, moved: list[Moved] | None = None) -> None:
    """Hold the collections that an entry is in, or was, in the order of their ids."""
    ids = [one["collection"] for one in moved or []]
    if moved is None:
        ids = list(entry.collection_items.values_list("collection_id", flat=True))
    rows = Collection.objects.select_for_update().filter(pk__in=ids)
    list(rows.order_by("pk").values_list("pk"))


def move(gone: Entry, kept: Entry) -> list[Moved]:
    """Give an entry's places to another one; where both were, the other's stays."""
    moved = []
    for item in gone.collection_items.order_by("collection_id"):
        beside = CollectionItem.objects.filter(
            collection=item.collection_id, entry_id=kept.pk
        ).first()
        moved.append(
            {
                "collection": item.collection_id,
                "place": item.place,
                "note": item.note,
                "was_beside": beside is not None,
                "gave_note": beside is not None and bool(item.note and not beside.note),
            }
        )
        if beside is None:
            CollectionItem.objects.filter(pk=item.pk).update(entry_id=kept.pk)
            continue
        if item.note and not beside.note:
            CollectionItem.objects.filter(pk=beside.pk).update(note=item.note)
        item.delete()
        after = CollectionItem.objects.filter(
            collection=item.collection_id, place__gt=item.place
        )
        after.update(place=F("place") - 1)
    return moved


def move_back(merge: Merge) -> list[str]:
    """Give the places back; names the collections where that cannot be."""
    titles = dict(
        Collection.objects.filter(
            pk__in=[one["collection"] for one in merge.items]
        ).values_list("pk", "title")
    )
    return [
        titles.get(one["collection"], "")
        for one in merge.items
        if not _move_back(merge, one, one["collection"] in titles)
    ]


def _move_back(merge: Merge, one: Moved, is_there: bool) -> bool:
    if not is_there:
        return True  # Its owner deleted the collection: nothing is missing.
    items = CollectionItem.objects.filter(collection=one["collection"])
    kept = items.filter(entry=merge.kept_id)
    if not one["was_beside"]:
        return bool(kept.update(entry_id=merge.gone_id))
    if one["gave_note"]:
        kept.filter(note=one["note"]).update(note="")
    count = items.count()
    if count >= MOST_ENTRIES or items.filter(entry=merge.gone_id).exists():
        return False
    place = min(one["place"], count + 1)
    items.filter(place__gte=place).update(place=F("place") + 1)
    CollectionItem.objects.create(
        collection_id=one["collection"],
        entry_id=merge.gone_id,
        place=place,
        note=one["note"],
    )
    return True
