"""Collections as pages and as files."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from accounts.access import may_change_collection
from catalogue.models import Collection, CollectionItem

LIST_SIZE = 20
PAGE_SIZE = 50
LICENCE = "CC0-1.0"


def numbered(rows: QuerySet[Any], size: int, number: str | int) -> Page[Any]:
    """A page of rows, by its number in the address; Http404 where there is none."""
    try:
        return Paginator(rows, size).page(number)
    except InvalidPage:
        raise Http404(_("The list has fewer pages.")) from None


class CollectionPage:
    """What a person sees of a collection."""

    def __init__(self, request: HttpRequest, collection: Collection) -> None:
        self.request = request
        self.collection = collection

    @property
    def is_own(self) -> bool:
        return may_change_collection(self.request.user, self.collection)

    @property
    def is_others(self) -> bool:
        return not self.is_own

    @property
    def shown(self) -> QuerySet[CollectionItem]:
        items = self.collection.items.shown_to(self.request.user, self.collection)
        return items.with_entries().order_by("place")

    @property
    def numbered(self) -> Page[CollectionItem]:
        return numbered(self.shown, PAGE_SIZE, self.request.GET.get("page", 1))

    @property
    def lines(self) -> Iterator[dict[str, Any]]:
        """The entries as a file holds them."""
        for place, item in enumerate(self.shown, start=1):
            entry = item.entry
            yield {
                "place": place,
                "id": entry.pk,
                "kind": entry.kind,
                "name": entry.name,
                "summary": entry.summary,
                "website": entry.website,
                "page": settings.SITE_URL + entry.get_absolute_url(),
                "note": item.note,
            }

    @property
    def about(self) -> dict[str, str]:
        """What a file says of the collection."""
        collection = self.collection
        return {
            "collection": collection.title,
            "collection_page": settings.SITE_URL + collection.get_absolute_url(),
            "by": str(collection.person),
            "updated": collection.updated_at.date().isoformat(),
            "licence": LICENCE,
        }

    @property
    def as_json(self) -> dict[str, Any]:
        introduction = self.collection.introduction
        return {**self.about, "introduction": introduction, "entries": [*self.lines]}

    @property
    def as_rows(self) -> Iterator[list[str]]:
        """A table with a heading; each row says where it is from, and its licence."""
        about = self.about
        names = ("place", "id", "kind", "name", "summary", "website", "page", "note")
        yield [*names, *about]
        for line in self.lines:
            yield [*(str(line[name]) for name in names), *about.values()]
