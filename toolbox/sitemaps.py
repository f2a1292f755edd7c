"""What search engines may list: each page in the finished languages."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import sitemaps
from django.db.models import Max, QuerySet
from django.urls import reverse

from catalogue import kinds
from catalogue.models import Collection, Entry, Tag
from hackathons.models import Hackathon

PAGES = ("home", "about", "licence", "sources", "accessibility", "privacy")


class Section(sitemaps.Sitemap):
    """A part of the sitemap; SITE_URL decides the scheme of its addresses."""

    i18n = True
    alternates = True
    x_default = True
    languages = settings.FINISHED_LANGUAGES
    limit = 5000
    protocol = urlsplit(settings.SITE_URL).scheme


class PageSection(Section):
    def items(self) -> list[str]:
        lists = ("catalogue:tag_list", "catalogue:collection_list", "hackathons:list")
        return [*PAGES, *lists, *(kind.list_view for kind in kinds.every())]

    def location(self, item: str) -> str:
        return reverse(item)


class TagSection(Section):
    def items(self) -> QuerySet[Tag]:
        return (
            Tag.objects.shown().with_entry_count().filter(entries__gt=0).order_by("pk")
        )


class CollectionSection(Section):
    def items(self) -> QuerySet[Collection]:
        return Collection.objects.public().order_by("pk")

    def lastmod(self, item: Collection) -> datetime:
        return item.updated_at


class HackathonSection(Section):
    def items(self) -> QuerySet[Hackathon]:
        return Hackathon.objects.order_by("pk")


class EntrySection(Section):
    def __init__(self, kind: str) -> None:
        self.kind = kind

    def items(self) -> QuerySet[Entry]:
        entries = Entry.objects.published().filter(kind=self.kind)
        return entries.only("kind", "slug", "updated_at").order_by("pk")

    def lastmod(self, item: Entry) -> datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        return self.items().aggregate(latest=Max("updated_at"))["latest"]


SECTIONS: dict[str, Section] = {
    "pages": PageSection(),
    "tags": TagSection(),
    "collections": CollectionSection(),
    "hackathons": HackathonSection(),
    "tools": EntrySection("tool"),
    "use-cases": EntrySection("use_case"),
    "organizations": EntrySection("organization"),
}
