"""What the pages of all kinds of entries have in common."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts.access import Person, may_see_unpublished
from catalogue import comparison, completeness, json_ld, kinds, links
from catalogue.completeness import Completeness
from catalogue.kinds import Kind
from catalogue.links import Groups, LinkGroup
from catalogue.models import Collection, Entry, EntryStatus, EntryText, Slug
from catalogue.models.collection import naming_entry
from catalogue.models.entry import EntryQuerySet
from catalogue.similar import SimilarTool

CHANGES_SHOWN = 10


@dataclass(frozen=True)
class Translation:
    """A language in which an entry has a text, and its page there."""

    language: str
    address: str


def _address_in(language: str, entry: Entry) -> str:
    with override(language):
        return entry.get_absolute_url()


@dataclass
class EntryPage:
    """An entry with all that its page shows around it; each kind's room names the rest.

    `across` holds what use cases connect: a tool's organizations, an organization's
    tools; `others` what stands beside its rows. Call `complete` when all are there.
    """

    entry: Entry
    groups: Groups
    across: LinkGroup | None = None
    others: list[Entry] = field(default_factory=list)
    history: list[Any] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        return kinds.get(self.entry.kind)

    @property
    def completeness(self) -> Completeness:
        return completeness.of(self.entry, self.groups.keys())

    @property
    def collections(self) -> list[Collection]:
        """The public collections that hold the entry, where the view asked for them."""
        named = getattr(self.entry, "in_collections", [])
        return [Collection(**values) for values in named]

    @property
    def text(self) -> EntryText | None:
        return self.entry.text

    @property
    def is_foreign(self) -> bool:
        """Whether the text is in another language than the page around it."""
        here = (get_language() or "").split("-")[0]
        return self.text is not None and self.text.language.split("-")[0] != here

    @property
    def translations(self) -> list[Translation]:
        """The same page in the other finished languages that have a text."""
        shown = self.text.language if self.text else ""
        written = {text.language for text in self.entry.texts.all()} - {shown}
        return [
            Translation(code, _address_in(code, self.entry))
            for code in settings.FINISHED_LANGUAGES
            if code in written
        ]

    @property
    def unrouted_texts(self) -> list[EntryText]:
        """Texts in languages whose pages are not offered: they unfold on this one."""
        return [
            text
            for text in self.entry.texts.all()
            if text.language not in settings.FINISHED_LANGUAGES and text != self.text
        ]

    @property
    def confirmed_at(self) -> datetime | None:
        """When somebody last found that something here is still true."""
        return self.history[0].last_confirmed_at if self.history else None

    @property
    def sources(self) -> list[str]:
        """What the changes and links shown here name as their source."""
        named = [change.source for change in self.history]
        for group in self.groups.values():
            named += [neighbour.source for neighbour in group.neighbours]
        parts = [part.strip() for source in named for part in source.split(";")]
        return list(dict.fromkeys(part for part in parts if part))

    @property
    def original_language(self) -> str:
        """The language in which the entry was written, where that is known."""
        originals = [t.language for t in self.entry.texts.all() if t.is_original]
        return originals[0] if originals else self.entry.language

    @classmethod
    def of(cls, entry: Entry) -> Self:
        return cls(entry, links.groups_of(entry))

    @property
    def names(self) -> dict[int, str]:
        """The names of the linked entries, by id."""
        linked = [entry for group in self.groups.values() for entry in group.entries]
        return {entry.pk: entry.name for entry in linked}

    def some(self, *keys: str) -> list[LinkGroup]:
        """The groups that are there, in the order in which the page wants them."""
        return [self.groups[key] for key in keys if key in self.groups]

    def complete(self) -> Self:
        """Load the texts of everything named on the page, and the latest changes."""
        everyone = [*self.groups.values(), *([self.across] if self.across else [])]
        named = [entry for group in everyone for entry in group.entries] + self.others
        prefetch_related_objects([self.entry, *named], "texts")
        changes = self.entry.changes.with_people().with_last_confirmation()
        self.history = list(changes.newest_first()[:CHANGES_SHOWN])
        return self


@dataclass
class ToolPage(EntryPage):
    """A tool between its use cases, its users, its makers and other tools.

    Declared alternatives stand among the similar tools, with the reason.
    """

    similar: list[SimilarTool] = field(default_factory=list)

    @property
    def alternatives(self) -> LinkGroup | None:
        return self.groups.get("links:alternative_to")

    @property
    def add_address(self) -> str:
        """The comparison that begins with the tool, once readers see it."""
        return comparison.address([self.entry]) if self.entry.is_published else ""

    @property
    def compare_address(self) -> str:
        """The tool beside the most similar ones."""
        tools: list[Entry] = [self.entry, *(like.tool for like in self.similar)]
        return comparison.address(tools[: comparison.MOST])

    @property
    def used_for(self) -> LinkGroup | None:
        return self.groups.get("linked:uses")

    @property
    def made_by(self) -> LinkGroup | None:
        return self.groups.get("links:developed_by")

    @property
    def makers(self) -> list[LinkGroup]:
        return self.some("links:developed_by", "links:provided_by", "links:funded_by")

    @property
    def json_ld(self) -> dict[str, Any]:
        tool: Any = self.entry
        return json_ld.describe(
            tool,
            "SoftwareApplication",
            license=json_ld.licence_address(tool.licence),
            operatingSystem=tool.platform_names,
            inLanguage=tool.interface_languages,
            author=json_ld.named(self.made_by, "Organization"),
            provider=json_ld.named(
                self.groups.get("links:provided_by"), "Organization"
            ),
            funder=json_ld.named(self.groups.get("links:funded_by"), "Organization"),
        )

    @property
    def tools(self) -> list[LinkGroup]:
        return self.some(
            *("links:works_with", "links:built_on", "linked:built_on"),
            *("links:replaces", "linked:replaces"),
        )


def shown(entries: EntryQuerySet, person: Person) -> EntryQuerySet:
    """Entries as a page shows them to a person, with the collections they are in."""
    visible = entries.visible_to(person).not_merged().for_page()
    return visible.annotate(in_collections=naming_entry())


def moved_or_removed(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Where an entry that is not shown has gone: to another address, or out of sight.

    That it was removed, when and why is public. Raises Http404 where nothing was.
    """
    present = Slug.objects.at(kind, [slug]).values("present")
    hidden = Entry.objects.filter(status=EntryStatus.HIDDEN, merged_into=None)
    entry = hidden.filter(pk__in=present).first()
    if entry is None or may_see_unpublished(request.user):
        return redirect_moved(request, kind, slug)
    moves = entry.changes.filter(fields__status__to=EntryStatus.HIDDEN)
    context = {"kind": kinds.get(kind), "removal": moves.order_by("-version").first()}
    return render(request, "catalogue/entry_removed.html", context, status=410)


def redirect_moved(
    request: HttpRequest, kind: str, slug: str, below: str = ""
) -> HttpResponsePermanentRedirect:
    """To where the entry with this old address has moved, or to a page `below` it.

    An entry that was merged has moved to the one that stands for it. Raises Http404
    if it has moved nowhere.
    """
    visible = Entry.objects.visible_to(request.user)
    present = Slug.objects.at(kind, [slug]).values("present")
    entry = visible.filter(pk__in=present).first()
    if entry is None:
        raise Http404(_("There is no entry at this address."))
    address = entry.get_absolute_url() + below
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
