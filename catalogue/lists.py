"""The list of a kind's entries: found, counted, sorted, in numbered pages.

The address is the state: what is not understood is dropped from it.
"""

from collections.abc import Iterable

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _

from catalogue import comparison, filters, kinds, list_rows, version
from catalogue.comparison import Choice
from catalogue.facets import Facet
from catalogue.filters import EntryFilter
from catalogue.kinds import Kind
from catalogue.list_parts import Chip, FacetGroup, Option, WayOut, elsewhere
from catalogue.models import Role
from catalogue.models.entry import EntryQuerySet
from catalogue.search import results
from catalogue.search.index import Value
from catalogue.search.query import LONGEST_QUERY
from catalogue.search.results import Asked, Results

PAGE_SIZE = 20
MOST_WAYS_OUT = 10


class Listing:
    """What a list page shows."""

    def __init__(self, request: HttpRequest, kind: Kind, rows: EntryQuerySet) -> None:
        self.kind = kind
        self.path = kind.list_url
        self.rows = rows
        self.version = version.seen_by(request)
        self.filter = EntryFilter(request.GET, kind)
        self.number: int = self.filter.chosen.get("page", 1)
        self.is_canonical = filters.says_the_same(request.GET, self.query)

    @cached_property
    def asked(self) -> Asked:
        chosen = self.filter.chosen
        return Asked(
            kind=self.kind.name,
            text=self.words,
            chosen=self.filter.facet_values,
            sort=chosen.get("sort", self.sorts[0][0]),
            offset=(self.number - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
            within=tuple(self.filter.within()),
        )

    @cached_property
    def results(self) -> Results:
        return results.find(self.asked, self.version)

    @cached_property
    def page(self) -> Page[str]:
        """A page of rows."""
        rows = list_rows.rows_of(self.results, self.rows, self.picked, self.version)
        paginator = Paginator(rows, PAGE_SIZE)
        paginator.count = self.results.total
        return Page(rows, self.number, paginator)

    @property
    def is_beyond_the_end(self) -> bool:
        return self.number > 1 and not self.results.ids

    @property
    def total(self) -> int:
        return self.results.total

    @property
    def words(self) -> str:
        return self.filter.chosen.get("q", "")

    @property
    def most_characters(self) -> int | None:
        """How many characters were looked for, where no more than these are."""
        is_full = len(self.words) >= LONGEST_QUERY - 1
        return LONGEST_QUERY if is_full else None

    @property
    def sorts(self) -> list[tuple[str, str | Promise]]:
        return filters.sorts_of(self.kind, self.words)

    @property
    def sort(self) -> str:
        return self.asked.sort

    @cached_property
    def query(self) -> QueryDict:
        """The parameters that were understood, and nothing else that was sent."""
        return self.query_without()

    @property
    def address(self) -> str:
        return self.address_of(self.query)

    @property
    def first_address(self) -> str:
        """The address of the list's first page, which has no number."""
        return self.address_of(self.query_without("page"))

    @property
    def kept_by_search(self) -> list[tuple[str, str]]:
        return self._pairs_but("q", "page")

    @property
    def kept_by_sort(self) -> list[tuple[str, str]]:
        return self._pairs_but("sort", "page")

    @property
    def kept_by_facets(self) -> list[tuple[str, str]]:
        names = [facet.name for facet in self.kind.facets]
        return self._pairs_but("page", *names)

    @property
    def cleared(self) -> str:
        """The address of the whole list in the order chosen."""
        query = QueryDict(mutable=True)
        for name in filter(None, ("sort", self.filter.carried)):
            query.setlist(name, self.query.getlist(name))
        return self.address_of(query)

    @cached_property
    def chips(self) -> list[Chip]:
        chips = []
        for name in self.filter.chosen:
            if name in {"sort", "page"} or name == self.filter.carried:
                continue
            for value in self.query.getlist(name):
                query = self.query_without(name, value)
                label = self._chip_label(name, value)
                chips.append(Chip(label, self.address_of(query), name, value))
        return chips

    @cached_property
    def picked(self) -> Choice | None:
        """The tools that the address carries along to compare; None on other lists."""
        name = self.filter.carried
        return comparison.chosen(self.filter.chosen.get(name, [])) if name else None

    @property
    def address_without_picked(self) -> str:
        return self.address_of(self.query_without(self.filter.carried))

    @cached_property
    def facets(self) -> list[FacetGroup]:
        return [self._group(place, facet) for place, facet in enumerate(self._facets)]

    @property
    def _facets(self) -> tuple[Facet, ...]:
        return self.kind.facets

    def _group(self, place: int, facet: Facet) -> FacetGroup:
        index = self.results.index
        chosen = self.filter.facet_values.get(facet.name, ())
        shown = results.shown_values(facet, index, chosen)
        options = self.options(facet, shown)
        values = len(index.of(facet))
        query = self.query_without("page").urlencode()
        all_values = f"{self.path}facets/{facet.name}/"
        return FacetGroup(
            facet,
            options,
            is_open=place < 3 or bool(chosen),
            more=values if values > sum(bool(one.value) for one in shown) else 0,
            more_address=f"{all_values}?{query}" if query else all_values,
        )

    def options(self, facet: Facet, values: Iterable[Value]) -> list[Option]:
        """Values as options, with how many entries each would leave.

        Chosen ones that no entry has follow, so that they can be removed.
        """
        options = [
            Option(
                f"value-{value.id}",
                filters.to_address(value.value),
                value.label,
                self.results.count_of(value),
                value.value in self.filter.facet_values.get(value.facet.name, ()),
            )
            for value in values
        ]
        known = {option.value for option in options}
        return options + [
            Option(f"{facet.name}-{n}", value, _unknown(value), 0, is_chosen=True)
            for n, value in enumerate(self.filter.chosen.get(facet.name, []))
            if value not in known
        ]

    @cached_property
    def ways_out(self) -> list[WayOut]:
        """For the filters of a list without results: what remains without each.

        Of a facet all values go, for they widen each other.
        """
        found = []
        for chip in self._removable[:MOST_WAYS_OUT]:
            count = self.results.total_of(self._asked_without(chip))
            if count:
                found.append(WayOut(chip.label, count, chip.address))
        return found

    @property
    def _removable(self) -> list[Chip]:
        """The chips, those of several values of a facet as one."""
        removable: dict[tuple[str, str], Chip] = {}
        for chip in self.chips:
            facet = filters.facet_of(self.kind, chip.name)
            if facet and len(self.filter.chosen[chip.name]) > 1:
                address = self.address_of(self.query_without(chip.name))
                chip = Chip(str(facet.label), address, chip.name, "")
            removable.setdefault((chip.name, chip.value), chip)
        return list(removable.values())

    def _asked_without(self, chip: Chip) -> Asked:
        chosen = self.asked.chosen
        return Asked(
            self.kind.name,
            "" if chip.name == "q" else self.words,
            {name: values for name, values in chosen.items() if name != chip.name},
            within=tuple(self.filter.within(chip.name, chip.value)),
        )

    def _chip_label(self, name: str, value: str) -> str:
        if name == "q":
            return _("Words: %(words)s") % {"words": value}
        if name == "missing":
            labels = {fact.gap_name: str(fact.label) for fact in self.kind.facts}
            return _("Not filled in: %(field)s") % {"field": labels[value]}
        if name == filters.WITH_TAG:
            return _("With the tag: %(tag)s") % {"tag": self._tag_label(value)}
        facet = filters.facet_of(self.kind, name)
        if facet:
            known = self.results.index.find(facet, filters.from_address(value))
            return _chosen(facet.label, known.label if known else _unknown(value))
        entry = self.filter.linked.get(name)
        label = _("Used by") if name == "used_by" else Role(name).label
        return _chosen(label, entry.name if entry else value)

    def _tag_label(self, slug: str) -> str:
        """A tag's name: from the index, else asked for."""
        facet = filters.facet_of(self.kind, "tag")
        known = self.results.index.find(facet, slug) if facet else None
        return known.label if known else str(self.filter.tags.get(slug, slug))

    def _pairs_but(self, *left_out: str) -> list[tuple[str, str]]:
        lists = self.query.lists()
        return [(name, v) for name, vs in lists if name not in left_out for v in vs]

    def query_without(self, left_out: str = "", one: str = "") -> QueryDict:
        """The understood parameters without one, or without one value of it.

        A filter less is another list, which starts on its first page.
        """
        query = QueryDict(mutable=True)
        for name, value in self.filter.chosen.items():
            values = value if isinstance(value, list) else [str(value)]
            if name == left_out:
                values = [v for v in values if one and v != one]
            if values and not (left_out and name == "page"):
                query.setlist(name, values)
        return query

    def address_of(self, query: QueryDict) -> str:
        return f"{self.path}?{query.urlencode()}" if query else self.path


def _chosen(question: str | Promise, answer: str) -> str:
    """A filter that is on, as its chip says it: “Country: France”."""
    return _("%(question)s: %(answer)s") % {"question": question, "answer": answer}


def _unknown(value: str) -> str:
    """The label of a value that no entry has."""
    return _("Not filled in") if value == filters.EMPTY else value


def show_list(
    request: HttpRequest, kind: str, rows: EntryQuerySet, template: str
) -> HttpResponse:
    """The list page of a kind, or the way to its address as it was understood."""
    listing = Listing(request, kinds.get(kind), rows)
    if not listing.is_canonical:
        return redirect(listing.address)
    if listing.is_beyond_the_end:
        raise Http404(_("The list has fewer pages."))
    context = {"listing": listing, "elsewhere": elsewhere(listing.kind, listing.query)}
    return render(request, template, context)
