"""Entries that are the very same as one about to be added: by name or by address."""

from collections.abc import Iterable

from django.db.models import QuerySet, Value

from catalogue.addresses import address_key
from catalogue.models import Entry, EntryStatus, SearchRow, Tool
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
    found = {*_named(kind, name)}
    if website:
        key = address_key(Value(website))
        same = Entry.objects.filter(kind=kind, website_key=key).exclude(website_key="")
        found |= {*same.values_list("pk", flat=True)}
    if repository and kind == "tool":
        key = address_key(Value(repository))
        tools = Tool.objects.filter(repository_key=key).exclude(repository_key="")
        found |= {*tools.values_list("pk", flat=True)}
    found -= {*but}
    if not found:
        return Entry.objects.none()
    shown = Entry.objects.exclude(status=EntryStatus.HIDDEN)
    return shown.filter(pk__in=found).order_by("pk")


def _named(kind: str, name: str) -> QuerySet[SearchRow, int]:
    rows = SearchRow.objects.filter(kind=kind, sort_name=words.fold(name.strip()))
    return rows.filter(published=True).values_list("pk", flat=True)
