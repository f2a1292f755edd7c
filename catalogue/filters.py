"""What a visitor can ask of a list: the GET parameters that all kinds share.

What is malformed is left out, as if it had not been asked; what is well-formed but
unknown matches nothing, and stays visible as a filter that can be removed.
"""

import re
from typing import Any

import django_filters
from django import forms
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from catalogue import completeness
from catalogue.facets import NOT_FILLED_IN, Facet
from catalogue.kinds import Kind
from catalogue.models import Entry, EntryTag, Link, Role, Slug, Tag
from catalogue.models.link import ROLE_KINDS, SYMMETRIC_ROLES
from catalogue.search.query import LONGEST_QUERY
from catalogue.vocabularies import KindName

MOST_VALUES = 20
MOST_VALUES_IN_ALL = 40
MOST_PAGES = 1_000_000
VALUE = re.compile(r"[\w .+#/()’'-]{1,100}")

# How an address says "not filled in".
EMPTY = "none"

# Entries of any kind that carry a tag; several narrow further, as no facet does.
WITH_TAG = "with_tag"

SORTS: dict[str, str | Promise] = {
    "relevance": _("Relevance"),
    "used": _("Most used"),
    "name": _("Name, A to Z"),
    "recent": _("Recently improved"),
}


def sorts_of(kind: Kind, words: str) -> list[tuple[str, str | Promise]]:
    """The orders that a kind's list offers; the first one goes without saying."""
    labels, names = SORTS, ["used", "name", "recent"]
    if kind.name == KindName.USE_CASE:
        labels, names = SORTS | {"used": _("Most tools")}, ["name", "recent", "used"]
    return [(name, labels[name]) for name in (["relevance"] if words else []) + names]


class Words(forms.CharField):
    """What was typed, without what no text holds, cut where it is too long."""

    def to_python(self, value: Any) -> str:
        text = "".join(c for c in str(value or "") if c.isprintable() or c.isspace())
        return " ".join(text.split())[:LONGEST_QUERY].rstrip()


class WordsFilter(django_filters.Filter):
    field_class = Words


class ValueList(forms.Field):
    """The values of a parameter that may be repeated, without doubles, not too many."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str] | None) -> list[str]:
        wanted = [one for one in value or [] if VALUE.fullmatch(one)]
        return sorted(set(wanted))[:MOST_VALUES]


class ValueListFilter(django_filters.Filter):
    field_class = ValueList


class EntryFilter(django_filters.FilterSet):
    """The parameters of a kind's list: words, facets, order, page, and links.

    It parses and validates; finding and counting is the work of `catalogue.search`.
    ?run_by=ville-de-paris on the list of use cases: those that this city runs.
    """

    q = WordsFilter()
    missing = django_filters.ChoiceFilter(choices=[])
    sort = django_filters.ChoiceFilter(choices=[])
    page = django_filters.NumberFilter(min_value=2, max_value=MOST_PAGES)

    def __init__(self, data: QueryDict, kind: Kind) -> None:
        super().__init__(data, kind.model.objects.none())
        self.kind = kind
        gaps = [(fact.gap_name, fact.label) for fact in kind.facts]
        self.filters["missing"].extra["choices"] = gaps
        self.filters["sort"].extra["choices"] = list(SORTS.items())
        # Tools to compare are no filter: a list of tools only carries them along.
        self.carried = "tool" if kind.name == KindName.TOOL else ""
        if self.carried:
            self._add(self.carried, ValueListFilter(self.carried))
        self._add(WITH_TAG, ValueListFilter(WITH_TAG))
        for facet in kind.facets:
            self._add(facet.name, ValueListFilter(facet.name))
        for name in link_filters(kind):
            self._add(name, django_filters.CharFilter(name, max_length=100))

    def _add(self, name: str, one: django_filters.Filter) -> None:
        one.parent = self
        self.filters[name] = one

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The parameters that were understood, without empty ones."""
        self.form.is_valid()
        cleaned = _not_too_many(self.form.cleaned_data)
        sorts = [name for name, _label in sorts_of(self.kind, cleaned.get("q", ""))]
        if cleaned.get("sort") not in sorts[1:]:
            cleaned.pop("sort", None)
        if "page" in cleaned:
            cleaned["page"] = int(cleaned["page"])
        for facet in self.kind.facets:
            if facet.named_by == "tool" and facet.name in cleaned:
                cleaned[facet.name] = _present_slugs(cleaned[facet.name])
            if facet.named_by == "tag" and facet.name in cleaned:
                cleaned[facet.name] = _present_tags(cleaned[facet.name])
        return cleaned

    @property
    def facet_values(self) -> dict[str, tuple[str, ...]]:
        """The chosen values by facet, as the search names them."""
        return {
            facet.name: tuple(from_address(value) for value in self.chosen[facet.name])
            for facet in self.kind.facets
            if facet.name in self.chosen
        }

    @cached_property
    def linked(self) -> dict[str, Entry | None]:
        """The entries that filters by a link name; None for one that is not there."""
        return {
            name: find(kind, self.chosen[name])
            for name, kind in link_filters(self.kind).items()
            if name in self.chosen
        }

    @cached_property
    def tags(self) -> dict[str, Tag]:
        """The tags that entries must carry, by slug, without those not there."""
        tags = Tag.objects.filter(slug__in=self.chosen.get(WITH_TAG, []))
        return {tag.slug: tag for tag in tags}

    def within(self, without: str = "", value: str = "") -> list[QuerySet[Any]]:
        """What the filters that are no facets leave, as queries of ids.

        One can be left aside; of the tags, the one of that value.
        """
        left = [
            carriers(slug)
            for slug in self.chosen.get(WITH_TAG, [])
            if (without, value) != (WITH_TAG, slug)
        ]
        left += [
            linked_ids(self.kind, name, target) if target else Entry.objects.none()
            for name, target in self.linked.items()
            if name != without
        ]
        gap = self.chosen.get("missing")
        if gap and without != "missing":
            facts = {fact.gap_name: fact for fact in self.kind.facts}
            lacking = completeness.lacks(self.kind.name, facts[gap])
            left.append(self.kind.model.objects.filter(lacking).values("pk"))
        return left


def _not_too_many(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What was sent of each parameter, until there are too many values in all."""
    left, kept = MOST_VALUES_IN_ALL, {}
    for name, value in cleaned.items():
        if isinstance(value, list):
            value = value[:left]
            left -= len(value)
        if value:
            kept[name] = value
    return kept


def says_the_same(sent: QueryDict, understood: QueryDict) -> bool:
    """Whether an address says just what was understood; the order does not matter."""
    pairs = [(name, v) for name, vs in sent.lists() for v in vs]
    return sorted(pairs) == sorted((n, v) for n, vs in understood.lists() for v in vs)


def to_address(value: str) -> str:
    return EMPTY if value == NOT_FILLED_IN else value


def from_address(value: str) -> str:
    return NOT_FILLED_IN if value == EMPTY else value


def facet_of(kind: Kind, name: str) -> Facet | None:
    return next((facet for facet in kind.facets if facet.name == name), None)


def carriers(slug: str) -> QuerySet[Any]:
    """The ids of the entries that carry a tag."""
    return EntryTag.objects.filter(tag__slug=slug).values("content_object")


def link_filters(kind: Kind) -> dict[str, str]:
    """The filters by a linked entry that a kind's list has, and that entry's kind.

    Beside the roles, the step across use cases: organizations that use a tool, and
    tools that an organization uses.
    """
    filters = {
        role: str(obj)
        for role, pairs in ROLE_KINDS.items()
        for subject, obj in pairs
        if subject == kind.name
    }
    if kind.name == KindName.ORGANIZATION:
        filters["uses"] = KindName.TOOL.value
    if kind.name == KindName.TOOL:
        filters["used_by"] = KindName.ORGANIZATION.value
    return {str(name): value for name, value in filters.items()}


def find(kind: str, slug: str) -> Entry | None:
    """The published entry at an address, or at one it once had."""
    present = Slug.objects.at(kind, [slug]).values("present")
    return Entry.objects.published().filter(pk__in=present).first()


def _present_tags(slugs: list[str]) -> list[str]:
    """The tags that stand now for these, some of which may have been merged."""
    merged = Tag.objects.filter(slug__in=slugs).exclude(merged_into=None)
    present = dict(merged.values_list("slug", "merged_into__slug"))
    return sorted({present.get(slug, slug) for slug in slugs})


def _present_slugs(slugs: list[str]) -> list[str]:
    """The addresses that published tools have now, for any that they once had."""
    is_present = Entry.objects.published().filter(pk=OuterRef("present"))
    kept = Slug.objects.at(KindName.TOOL, slugs)
    now = kept.annotate(now=Subquery(is_present.values("slug"))).exclude(now=None)
    present = dict(now.values_list("slug", "now"))
    return sorted({present.get(slug, slug) for slug in slugs})


def linked_ids(kind: Kind, name: str, target: Entry) -> QuerySet[Any]:
    """The ids of this kind's entries that a filter by a linked entry leaves."""
    links = Link.objects.published()
    if name == "used_by":
        cases = links.filter(role=Role.RUN_BY, object=target).values("subject")
        return links.filter(role=Role.USES, subject__in=cases).values("object")
    if name == "uses" and kind.name == KindName.ORGANIZATION:
        cases = links.filter(role=Role.USES, object=target).values("subject")
        return links.filter(role=Role.RUN_BY, subject__in=cases).values("object")
    if name in SYMMETRIC_ROLES:
        other = Case(When(subject=target, then="object"), default="subject")
        ends = Q(subject=target) | Q(object=target)
        return links.filter(ends, role=name).values(other=other)
    return links.filter(role=name, object=target).values("subject")
