"""What a list page shows around its rows: filters that are on, values to choose."""

from dataclasses import dataclass

from django.http import QueryDict

from catalogue import kinds
from catalogue.facets import Facet
from catalogue.kinds import Kind

# What a reader asks of all kinds alike.
ASKED_OF_ALL = ("q", "tag", "with_tag", "country")


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address of the list without it."""

    label: str
    address: str
    name: str
    value: str = ""


@dataclass(frozen=True)
class Option:
    """A value of a facet as a reader sees it."""

    id: str
    value: str
    label: str
    count: int
    is_chosen: bool

    @property
    def is_dead(self) -> bool:
        """Whether choosing it would find nothing."""
        return not self.count and not self.is_chosen


@dataclass
class FacetGroup:
    """A facet with the options that the list shows, and where the others are."""

    facet: Facet
    options: list[Option]
    is_open: bool
    more: int
    more_address: str

    @property
    def chosen(self) -> int:
        return sum(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class WayOut:
    """A filter to leave, and how many entries would then be found."""

    label: str
    count: int
    address: str


def elsewhere(kind: Kind, query: QueryDict) -> list[tuple[Kind, str]]:
    """The other kinds with the address of their list for the same question."""
    kept = QueryDict(mutable=True)
    for name in ASKED_OF_ALL:
        if name in query:
            kept.setlist(name, query.getlist(name))
    if not kept:
        return []
    address = kept.urlencode()
    others = [other for other in kinds.every() if other != kind]
    return [(other, f"{other.list_url}?{address}") for other in others]
