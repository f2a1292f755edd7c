"""An entry's links as its page shows them: in both directions, grouped by role."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from catalogue import filters, kinds
from catalogue.models import Entry, EntryStatus, Link, Role
from catalogue.models.link import INVERSE_LABELS, SYMMETRIC_ROLES
from catalogue.vocabularies import KindName

SHOWN = 10
MOST_OWN = 100


@dataclass
class Neighbour:
    """A linked entry, of its kind's own model, with what the link says of it.

    `beside` holds who ran a use case, or which tools it used.
    """

    entry: Entry
    since: str = ""
    until: str = ""
    source: str = ""
    beside: list[Entry] = field(default_factory=list)


@dataclass
class LinkGroup:
    """The links of one role in one direction; the first ones, and how many there are.

    `key` is “links:<role>” seen from the subject, “linked:<role>” from the object;
    `filter` is the parameter that leads to all of them on the list of their kind.
    """

    key: str
    title: str
    kind: str
    total: int
    filter: str = ""
    neighbours: list[Neighbour] = field(default_factory=list)

    @property
    def html_id(self) -> str:
        return self.key.replace(":", "-").replace("_", "-")

    @property
    def list_url(self) -> str:
        return f"{kinds.get(self.kind).list_url}?{self.filter}" if self.filter else ""

    @property
    def all_url(self) -> str:
        """The list of all of them, where not all are shown."""
        return self.list_url if self.total > len(self.neighbours) else ""

    @property
    def entries(self) -> list[Entry]:
        return [neighbour.entry for neighbour in self.neighbours]


Groups = dict[str, LinkGroup]


def groups_of(entry: Entry) -> Groups:
    """The published neighbours of an entry by role and direction, in two queries.

    Roles that read the same from both ends come together under “links:<role>”.
    """
    return groups_of_each([entry])[entry.pk]


def groups_of_each(entries: Iterable[Entry]) -> dict[int, Groups]:
    """The groups of several entries by their ids, in two queries as well."""
    by_id = {entry.pk: entry for entry in entries}
    found: dict[int, Groups] = {pk: {} for pk in by_id}
    for here, there in (("subject", "object"), ("object", "subject")):
        for link in _first_links(by_id, here, there):
            entry = by_id[getattr(link, f"{here}_id")]
            _add(found[entry.pk], entry, link, outgoing=here == "subject")
    return found


def _first_links(entries: Iterable[int], here: str, there: str) -> Iterable[Any]:
    """An entry's own links, which its page shows all; of the others' the first ones."""
    parts = [here, "role", f"{there}_kind"]
    related = [f"{there}__{kind.table}" for kind in kinds.every()]
    order: list[Any] = [
        F(f"{there}__search_row__uses").desc(),
        f"{there}__search_row__sort_name",
    ]
    return (
        Link.objects.filter(
            **{f"{here}__in": entries, f"{there}__status": EntryStatus.PUBLISHED.value}
        )
        .select_related(f"{there}__search_row", *related)
        .defer(f"{there}__search_row__document")
        .annotate(
            place=Window(RowNumber(), partition_by=parts, order_by=order),
            total=Window(Count("*"), partition_by=parts),
        )
        .filter(place__lte=MOST_OWN if here == "subject" else SHOWN)
        .order_by("place")
    )


def _add(groups: Groups, entry: Entry, link: Any, outgoing: bool) -> None:
    role = Role(link.role)
    symmetric = link.role in SYMMETRIC_ROLES
    other = link.object if outgoing else link.subject
    key = f"links:{role}" if outgoing or symmetric else f"linked:{role}"
    if not outgoing and role == Role.FUNDED_BY:
        key += f":{other.kind}"
    title = str(role.label) if outgoing or symmetric else str(INVERSE_LABELS[role])
    query = "" if outgoing and not symmetric else f"{role}={entry.slug}"
    if key not in groups:
        groups[key] = LinkGroup(key, title, other.kind, 0, query)
    group = groups[key]
    if link.place == 1:
        group.total += link.total
    group.neighbours.append(Neighbour(own(other), link.since, link.until, link.source))


def own(entry: Entry) -> Entry:
    """An entry loaded with its kind's table, as an instance of its kind's model."""
    instance = getattr(entry, kinds.get(entry.kind).table)
    instance.search_row = entry.search_row
    return instance


def add_beside(group: LinkGroup | None, role: Role) -> list[Entry]:
    """Put beside each use case of a group the entries it names in a role."""
    return add_beside_each([group] if group else [], role)


def add_beside_each(groups: Iterable[LinkGroup], role: Role) -> list[Entry]:
    """The same for several groups, which may share use cases, in one query."""
    cases: dict[int, list[Neighbour]] = {}
    for group in groups:
        for neighbour in group.neighbours:
            cases.setdefault(neighbour.entry.pk, []).append(neighbour)
    if not cases:
        return []
    links = Link.objects.published().filter(subject__in=cases, role=role)
    found = list(links.select_related("object").order_by("object__name"))
    for link in found:
        for neighbour in cases[link.subject_id]:
            neighbour.beside.append(link.object)
    return [link.object for link in found]


def users_of(tool: Entry) -> LinkGroup:
    """The organizations that run a use case of a tool."""
    return _across(tool, KindName.ORGANIZATION, "uses", _("Used by"))


def tools_used_by(organization: Entry) -> LinkGroup:
    """The tools of the use cases that an organization runs."""
    return _across(organization, KindName.TOOL, "used_by", _("Uses"))


def _across(entry: Entry, kind: str, name: str, title: str) -> LinkGroup:
    own_kind = kinds.get(kind)
    found = own_kind.model.objects.published().filter(
        pk__in=filters.linked_ids(own_kind, name, entry)
    )
    rows = (
        found.for_rows()
        .annotate(total=Window(Count("*")))
        .order_by("-search_row__uses", "search_row__sort_name")[:SHOWN]
    )
    neighbours = [Neighbour(row) for row in rows]
    total = neighbours[0].entry.total if neighbours else 0  # type: ignore[attr-defined]
    query = f"{name}={entry.slug}"
    return LinkGroup(f"across:{name}", title, kind, total, query, neighbours)
