"""The registry of kinds: what each room tells the catalogue about its entries."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise

from catalogue.facets import Facet

if TYPE_CHECKING:
    from catalogue.models import Entry


@dataclass(frozen=True)
class Fact:
    """Something a page wants to know of an entry: a field, or a link with a role.

    `name` is the record's field, or "summary", "tags", "links:<role>" for a link the
    entry has as its subject, "linked:<role>" for one it has as its object. `gap` names
    it in the address of the list of entries that lack it.
    """

    name: str
    label: str | Promise
    gap: str = ""

    @property
    def gap_name(self) -> str:
        return self.gap or self.name


@dataclass(frozen=True)
class Kind:
    """A kind of entry.

    `fields` are the record's fields beside those that all kinds share; `facts` are
    what completeness counts; addresses are /<language>/<path>/<slug>/.
    """

    name: str
    path: str
    model: "type[Entry]"
    label: str | Promise
    plural: str | Promise
    fields: tuple[str, ...]
    facts: tuple[Fact, ...]
    facets: tuple[Facet, ...]
    list_view: str
    detail_view: str

    @property
    def table(self) -> str:
        """The name under which an Entry knows its row in the kind's own table."""
        return str(self.model._meta.model_name)

    @property
    def list_url(self) -> str:
        return reverse(self.list_view)

    def url_of(self, slug: str) -> str:
        return reverse(self.detail_view, args=[slug])


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    return _kinds[name]


def every() -> list[Kind]:
    """The kinds in the order in which readers meet them."""
    order = ["tool", "use_case", "organization"]
    return sorted(_kinds.values(), key=lambda kind: order.index(kind.name))
