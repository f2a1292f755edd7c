"""Entries that are the very same as one about to be added: by name or by address."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, Value

from catalogue.addresses import address_key
from catalogue.models import Entry, EntryStatus
from catalogue.search import words


def doubles_of(
    kind: str,
    name: str,
    website: str = "",
    repository: str = "",
    but: Iterable[int] = (),
) -> QuerySet[Entry]:
    """Entries of this kind with the same name, whatever its accents and case, or the
    same website or source code; without those in `but`.
    """
    same = Q(search_row__sort_name=words.fold(name.strip()))
    if website:
        same |= ~Q(website_key="") & Q(website_key=address_key(Value(website)))
    if repository and kind == "tool":
        same |= ~Q(tool__repository_key="") & Q(
            tool__repository_key=address_key(Value(repository))
        )
    shown = Entry.objects.exclude(status=EntryStatus.HIDDEN).exclude(pk__in=but)
    return shown.filter(same, kind=kind).order_by("pk")
