"""All values of one facet on a page of their own, for a list that shows the first."""

from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property

from catalogue.facets import NOT_FILLED_IN, Facet
from catalogue.filters import EMPTY, says_the_same
from catalogue.kinds import Kind
from catalogue.list_parts import Option
from catalogue.lists import Listing
from catalogue.search import results
from catalogue.search.query import MOST_GIVEN_BACK
from catalogue.search.results import Results
from catalogue.search.words import fold


class FacetPage(Listing):
    """All values of one facet, with a search among their names."""

    def __init__(self, request: HttpRequest, kind: Kind, facet: Facet) -> None:
        super().__init__(request, kind, kind.model.objects.all())
        self.facet = facet
        self.find = request.GET.get("find", "").strip()[:MOST_GIVEN_BACK].rstrip()
        self.is_canonical = says_the_same(request.GET, self.own_query)

    @cached_property
    def results(self) -> Results:
        return results.find(self.asked, self.version, counted=[self.facet])

    @property
    def own_query(self) -> QueryDict:
        """What the list was asked, without its page, and what is looked for here."""
        query = self.query_without("page")
        if self.find:
            query["find"] = self.find
        return query

    @property
    def own_address(self) -> str:
        path = f"{self.path}facets/{self.facet.name}/"
        return f"{path}?{self.own_query.urlencode()}" if self.own_query else path

    @cached_property
    def all_options(self) -> list[Option]:
        """By name; those that are chosen stay in sight whatever is looked for."""
        index = self.results.index
        empty = index.find(self.facet, NOT_FILLED_IN)
        values = [*index.of(self.facet), *([empty] if empty else [])]
        wanted = fold(self.find)
        options = [
            option
            for option in self.options(self.facet, values)
            if wanted in fold(option.label) or option.is_chosen
        ]
        return sorted(options, key=_place)

    @property
    def query_pairs(self) -> list[tuple[str, str]]:
        return self._pairs_but("page")

    @property
    def kept_by_choice(self) -> list[tuple[str, str]]:
        return self._pairs_but("page", self.facet.name)


def _place(option: Option) -> tuple[bool, str]:
    """By name, with “not filled in” after all names."""
    return (option.value == EMPTY, fold(option.label))
