"""Tools side by side: which ones an address asks for, and the rows they are told in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, prefetch_related_objects
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from catalogue import comparison_rows, links
from catalogue.comparison_rows import Column, Row
from catalogue.models import Entry, Role, Slug, Tool
from catalogue.models.entry import TAGS
from catalogue.templatetags.entries import display_name
from catalogue.vocabularies import KindName

FEWEST, MOST = 2, 6
MOST_LOOKED_UP = 50
MOST_NAMED = 5
LONGEST_NAMED = 60
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,90}")


@dataclass
class Choice:
    """The tools that an address asks for, in its order, and what is left out of it."""

    tools: list[Tool] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    repeated: list[Tool] = field(default_factory=list)
    beyond: list[Tool] = field(default_factory=list)
    unread: int = 0

    @property
    def slugs(self) -> list[str]:
        return [tool.slug for tool in self.tools]

    @property
    def most(self) -> int:
        return MOST

    @property
    def numbers(self) -> range:
        """How many tools can be compared at a time."""
        return range(FEWEST, MOST + 1)

    @property
    def is_incomplete(self) -> bool:
        """Whether something asked for is missing, so that the page has to say so."""
        return bool(self.unknown or self.repeated or self.beyond or self.unread)

    @property
    def room(self) -> int:
        """How many more tools may join."""
        return MOST - len(self.tools)

    @property
    def unknown_named(self) -> list[str]:
        """The first addresses that led nowhere, as they can be shown."""
        shown = ("".join(c for c in s if c.isprintable()) for s in self.unknown)
        return [s[:LONGEST_NAMED] for s in shown if s][:MOST_NAMED]

    @property
    def unknown_unnamed(self) -> int:
        return len(self.unknown) - len(self.unknown_named)

    def add(self, tool: Tool) -> None:
        if tool in self.tools or tool in self.beyond:
            self.repeated.append(tool)
        elif self.room:
            self.tools.append(tool)
        else:
            self.beyond.append(tool)


def chosen(asked: Iterable[str]) -> Choice:
    """The published tools at these addresses, which may be old ones."""
    named = [slug for slug in (slug.strip() for slug in asked) if slug]
    choice = Choice(unread=max(0, len(named) - MOST_LOOKED_UP))
    named = named[:MOST_LOOKED_UP]
    found = _find({slug for slug in named if SLUG.fullmatch(slug)})
    for slug in named:
        if slug in found:
            choice.add(found[slug])
        else:
            choice.unknown.append(slug)
    choice.repeated = list(dict.fromkeys(choice.repeated))
    choice.unknown = list(dict.fromkeys(choice.unknown))
    return choice


def _find(slugs: set[str]) -> dict[str, Tool]:
    if not slugs:
        return {}
    asked = Slug.objects.at(KindName.TOOL, slugs)
    own = asked.filter(present=OuterRef("pk")).values("slug")
    found = Tool.objects.published().filter(pk__in=asked.values("present"))
    rows = found.annotate(asked=ArraySubquery(own)).for_rows()
    return {
        slug: tool for tool in rows.prefetch_related("texts") for slug in tool.asked
    }


def address(tools: Iterable[Entry], **more: str) -> str:
    """The page that compares these tools."""
    query = urlencode([*(("tool", tool.slug) for tool in tools), *more.items()])
    return reverse("catalogue:tool_compare") + (f"?{query}" if query else "")


class Comparison:
    """What the page of compared tools shows."""

    def __init__(self, choice: Choice, only_differing: bool = False):
        self.choice = choice
        self.only_differing = only_differing

    @property
    def tools(self) -> list[Tool]:
        return self.choice.tools

    @property
    def is_possible(self) -> bool:
        return len(self.tools) >= FEWEST

    @cached_property
    def columns(self) -> list[Column]:
        """Each tool with its links and the address of the page without it."""
        groups = links.groups_of_each(self.tools)
        columns = [
            Column(tool, groups[tool.pk], self._without(tool)) for tool in self.tools
        ]
        cases = [column.used_for for column in columns if column.used_for]
        beside = links.add_beside_each(cases, Role.RUN_BY)
        linked = [entry for column in columns for entry in column.linked]
        prefetch_related_objects([*linked, *beside], "texts")
        prefetch_related_objects(self.tools, TAGS)
        return columns

    @cached_property
    def all_rows(self) -> list[Row]:
        return comparison_rows.rows_of(self.columns)

    @property
    def rows(self) -> list[Row]:
        return [r for r in self.all_rows if r.differs or not self.only_differing]

    @property
    def csv_rows(self) -> list[list[str]]:
        """The rows as a file holds them, with what the page tells below its table."""
        names = [display_name(tool) for tool in self.tools]
        pages = [settings.SITE_URL + tool.get_absolute_url() for tool in self.tools]
        rows = [["", *names, _("Differs")], [_("Page"), *pages, ""]]
        for row in [*self.rows, comparison_rows.use_cases_of(self.columns)]:
            differs = _("Yes") if row.differs else _("No")
            rows.append([row.label, *map(str, row.cells), differs])
        return rows

    @property
    def list_address(self) -> str:
        """The list of tools, where more can be added to these."""
        query = urlencode([("tool", tool.slug) for tool in self.tools])
        return reverse("catalogue:tool_list") + (f"?{query}" if query else "")

    @property
    def whole_address(self) -> str:
        return address(self.tools)

    @property
    def csv_address(self) -> str:
        more = {"differ": "on"} if self.only_differing else {}
        return address(self.tools, **more, format="csv")

    def _without(self, tool: Tool) -> str:
        more = {"differ": "on"} if self.only_differing else {}
        return address((other for other in self.tools if other != tool), **more)
