"""Changes as Atom feeds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.translation import gettext as _

from contributions.differences import Trace

# The year in which addresses here began to mean what they mean, as RFC 4151 wants it.
SINCE = 2026


def tag_uri(name: str) -> str:
    """An identifier that outlives every change of address."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{SINCE}:{name}"


def storable(text: str) -> str:
    """The text without the control characters that XML cannot hold."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\t\n\r")


@dataclass(frozen=True)
class Source:
    """What a feed is about: the page it follows, its own address, its changes."""

    id: str
    title: str
    page: str
    own_address: str
    traces: Iterable[Trace]


class ChangeFeed(Feed):
    feed_type = Atom1Feed

    def __init__(self, source: Source) -> None:
        self.source = source

    def title(self) -> str:
        return storable(self.source.title)

    def link(self) -> str:
        return settings.SITE_URL + self.source.page

    def feed_url(self) -> str:
        return settings.SITE_URL + self.source.own_address

    def feed_guid(self) -> str:
        return tag_uri(self.source.id)

    def author_name(self) -> str:
        return _("Open government toolbox")

    def items(self) -> list[Trace]:
        return list(self.source.traces)

    def item_title(self, item: Trace) -> str:
        return storable(f"{item.change.entry}: {item.words}")

    def item_description(self, item: Trace) -> str:
        change = item.change
        fields = ", ".join(dict.fromkeys(row.label for row in item.rows))
        said = (fields, change.comment, change.source)
        lines = [format_html("<p>{}</p>", storable(line)) for line in said if line]
        return "".join(lines)

    def item_link(self, item: Trace) -> str:
        address = reverse("contributions:change_detail", args=[item.change.pk])
        return settings.SITE_URL + address

    def item_guid(self, item: Trace) -> str:
        return tag_uri(f"change:{item.change.pk}")

    def item_author_name(self, item: Trace) -> str:
        return storable(str(item.change.author or _("Open government toolbox")))

    def item_pubdate(self, item: Trace) -> datetime:
        return item.change.created_at

    def item_updateddate(self, item: Trace) -> datetime:
        return item.change.created_at
