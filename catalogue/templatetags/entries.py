"""What templates need to show entries; the only place that marks HTML as safe."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import nh3
from django import template
from django.core.paginator import Page
from django.template import loader
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt

from catalogue import filling_in, tiles, vocabularies, wording
from catalogue.models import Entry, EntryStatus

register = template.Library()

MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "linkify": True})
    .enable("linkify")
    .disable(["heading", "lheading", "image"])
)
MARKDOWN_TAGS = {
    *("p", "br", "a", "strong", "em", "ul", "ol", "li"),
    *("blockquote", "code", "pre", "hr"),
}


@register.simple_tag
def tile(entry: Entry, size: int = 56) -> SafeString:
    return _drawn(entry.kind, entry.slug, size)


@lru_cache(maxsize=4096)
def _drawn(kind: str, slug: str, size: int) -> SafeString:
    """A tile never changes, and a list shows twenty."""
    context = {"pieces": tiles.pieces(kind, slug), "size": size}
    return loader.render_to_string("catalogue/_tile.html", context)


@register.inclusion_tag("catalogue/_shape.html")
def shape(kind: str, size: int = 14) -> dict[str, object]:
    return {"piece": tiles.shape(kind, 14), "size": size}


@register.filter
def markdown(text: str) -> SafeString:
    """CommonMark without HTML, headings and images, then sanitized."""
    return mark_safe(
        nh3.clean(
            MARKDOWN.render(text),
            tags=MARKDOWN_TAGS,
            attributes={"a": {"href", "title"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow ugc noopener",
        )
    )


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """A block of data that no browser runs, and that no name can end."""
    text = json.dumps(data, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return format_html(
        '<script type="application/ld+json">{}</script>', mark_safe(text)
    )


@register.simple_tag
def lang_attributes(language: str) -> str:
    """lang and dir of a text, where they are known and differ from the page's."""
    here = (get_language() or "").split("-")[0]
    if not language or language.split("-")[0].lower() == here:
        return ""
    direction = vocabularies.direction(language)
    return format_html(' lang="{}" dir="{}"', language, direction)


def _translated_name(entry: Entry) -> str:
    text = entry.text
    if text and text.name and text.language == get_language():
        return text.name
    return ""


@register.filter
def display_name(entry: Entry) -> str:
    """The entry's name in the reader's language where it has one of its own there."""
    return _translated_name(entry) or entry.name


@register.filter
def name_language(entry: Entry) -> str:
    return (get_language() or "") if _translated_name(entry) else entry.language


@register.simple_tag
def name_link(entry: Entry) -> SafeString:
    """An entry's name as a link, to stand inside a translated sentence."""
    return format_html(
        '<a href="{}"><bdi{}>{}</bdi></a>',
        entry.get_absolute_url(),
        lang_attributes(name_language(entry)),
        display_name(entry),
    )


@register.simple_tag
def name_links(entries: Iterable[Entry]) -> SafeString:
    """Names as links: one, two and three."""
    links = [name_link(entry) for entry in entries]
    pattern = wording.enumeration("{}" for _ in links)
    return format_html(pattern, *links) if links else SafeString("")


@register.simple_tag
def linked(entry: Entry, role: str) -> list[Entry]:
    """The published entries that this one names in a role, from prefetched links."""
    return [
        link.object
        for link in entry.links_from.all()
        if link.role == role and link.object.status == EntryStatus.PUBLISHED
    ]


@register.simple_tag
def repeats_a_name(entry: Entry, others: Iterable[Entry]) -> bool:
    """Whether an entry's name holds another's: “7-zip at …” beside “7-zip”."""
    name = entry.name.casefold()
    return any(other.name.casefold() in name for other in others)


# Where a fact of an entry can be filled in.
register.simple_tag(filling_in.address, name="fill_in")


@register.simple_tag
def period(dated: object) -> str:
    """When a use case or a link lasted, in words."""
    return wording.period(
        getattr(dated, "since", ""),
        getattr(dated, "until", ""),
        goes_on=getattr(dated, "state", "") == "in use",
    )


@register.simple_tag
def squares(filled: int, total: int) -> list[bool]:
    """The squares of a meter: filled ones first."""
    return [number < filled for number in range(total)]


@register.simple_tag
def page_numbers(page: Page) -> list[int | str]:
    return list(
        page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    )


@register.filter
def host(address: str) -> str:
    """decidim.org of https://www.decidim.org/en/."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@register.filter
def short_address(address: str) -> str:
    """decidim/decidim of https://github.com/decidim/decidim.git; others with host."""
    short = address.partition("://")[2].removesuffix("/").removesuffix(".git")
    return short.removeprefix("github.com/")


@register.filter
def language_names(tags: Iterable[str]) -> str:
    return ", ".join(sorted(vocabularies.language_name(tag) for tag in tags))


@register.filter
def what_changed(change: Any, names: dict[int, str] | None = None) -> str:
    """A Change in a few words, with the names of linked entries if given."""
    kind = change.entry.kind
    return wording.what_changed(kind, change.version, change.fields, names)


# i18n has a language_name of its own, which answers in English only.
register.filter("name_of_language", vocabularies.language_name)
register.filter("country_name", vocabularies.country_name)
register.filter("partial_date", wording.partial_date)
register.filter("licence", wording.licence)
