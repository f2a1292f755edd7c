"""An entry's links as the rows of its form, those that others have to it among them.

What a row of another's link says counts from the version of that other entry which was
shown, as the form's own fields do from the version of the entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from accounts.access import Person, may_see_unpublished
from catalogue.models import Entry, Link
from catalogue.models.link import SYMMETRIC_ROLES
from catalogue.records import Record
from contributions.forms.links import BaseLinkFormSet, LinkForm
from contributions.submissions import CreatedInPlace

# An organization may have made hundreds of tools.
ROWS_OF_A_PAGE = 30


@dataclass
class Links:
    """What the rows say: own links, others' links to this entry, and new entries.

    `opened` are the links of others that were shown and that somebody touched.
    """

    own: list[dict[str, Any]] = field(default_factory=list)
    inbound: list[dict[str, Any]] = field(default_factory=list)
    opened: list[dict[str, Any]] = field(default_factory=list)
    created: list[CreatedInPlace] = field(default_factory=list)

    @classmethod
    def of(cls, formset: BaseLinkFormSet) -> "Links":
        links = cls()
        touched = _touched(formset)
        links.opened = [_opened(form) for form in touched]
        for form in formset.filled:
            if form.is_inbound and form not in touched:
                continue
            if form.found:
                other = form.found.pk
            else:
                links.created.append(form.created())
                other = -len(links.created)
            (links.own if form.is_own else links.inbound).append(form.link(other))
        return links


def _touched(formset: BaseLinkFormSet) -> list[LinkForm]:
    """The rows of others' links that do not say what is so anyway."""
    rows = [form for form in formset.cleaned if form.is_inbound and form.found]
    if not rows:
        return []
    current = {
        (link.role, link.subject_id): (link.since, link.until, link.source)
        for link in Link.objects.filter(object=formset.entry)
    }
    return [
        form
        for form in rows
        if form.found
        and current.get((form.link_key.role, form.found.pk)) != _said(form)
    ]


def _said(form: LinkForm) -> tuple[str, str, str] | None:
    values = form.cleaned_data
    if not form.is_filled:
        return None
    return values["since"], values["until"], values["source"]


def _opened(form: LinkForm) -> dict[str, Any]:
    values = form.cleaned_data
    return {
        "role": form.link_key.role,
        "subject": values["entry"],
        "version": values["opened_at"],
    }


def rows_of(entry: Entry, person: Person) -> list[dict[str, Any]]:
    """The initial rows of an entry: its own links to entries that the person sees."""
    links = Link.objects.filter(subject=entry).select_related("object")
    shown = Entry.objects.visible_to(person)
    return [
        {**_row(link, link.object), "key": f"links:{link.role}:{link.object_kind}"}
        for link in links.filter(object__in=shown).order_by("role", "pk")
    ]


def out_of_sight(record: Record, person: Person) -> list[dict[str, Any]]:
    """The links of a record to entries that the person does not see: these stay.

    What was merged since had a row where the entry that stands for it is seen.
    """
    if may_see_unpublished(person):
        return []
    objects = {link["object"] for link in record["links"]}
    shown = Entry.objects.visible_to(person)
    had_rows = Q(pk__in=shown) | Q(merged_into__in=shown)
    seen = {
        *Entry.objects.filter(had_rows, pk__in=objects).values_list("pk", flat=True)
    }
    return [link for link in record["links"] if link["object"] not in seen]


def page_of(entry: Entry, person: Person, number: str) -> Page:
    """Some of the links that others have to an entry."""
    shown = Entry.objects.visible_to(person)
    links = Link.objects.filter(object=entry, subject__in=shown)
    ordered = links.select_related("subject").order_by("role", "subject__name", "pk")
    return Paginator(ordered, ROWS_OF_A_PAGE).get_page(number)


def inbound_rows(links: Iterable[Link]) -> list[dict[str, Any]]:
    return [
        {
            **_row(link, link.subject),
            "key": f"{_side(link)}:{link.role}:{link.subject_kind}",
            "opened_at": link.subject.version,
        }
        for link in links
    ]


def _side(link: Link) -> str:
    return "links" if link.role in SYMMETRIC_ROLES else "linked"


def _row(link: Link, other: Entry) -> dict[str, Any]:
    return {
        "text": other.name,
        "entry": other.pk,
        "since": link.since,
        "until": link.until,
        "source": link.source,
    }
