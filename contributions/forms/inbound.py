"""An entry's links as the rows of its form, those that others have to it among them.

What a row of another's link says counts from the version of that other entry which was
shown, as the form's own fields do from the version of the entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator

from accounts.access import Person
from catalogue.models import Entry, Link
from catalogue.models.link import SYMMETRIC_ROLES
from contributions.forms.link_rows import ROWS_OF_OWN, BaseLinkFormSet
from contributions.forms.links import LinkForm
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


@dataclass(frozen=True)
class Shown:
    """The links of an entry that its form shows: some of its own, some of others."""

    own: Page
    inbound: Page

    @classmethod
    def of(cls, entry: Entry, person: Person, asked: Mapping[str, str]) -> "Shown":
        """The pages that an address asks for, of links to entries the person sees."""
        shown = Entry.objects.visible_to(person)
        own = Link.objects.filter(subject=entry, object__in=shown)
        own = own.select_related("object").order_by("role", "pk")
        others = Link.objects.filter(object=entry, subject__in=shown)
        others = others.select_related("subject")
        others = others.order_by("role", "subject__name", "pk")
        return cls(
            Paginator(own, ROWS_OF_OWN).get_page(asked.get("own")),
            Paginator(others, ROWS_OF_A_PAGE).get_page(asked.get("linked")),
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [*map(_own_row, self.own), *map(_inbound_row, self.inbound)]


def _own_row(link: Link) -> dict[str, Any]:
    return {
        **_row(link, link.object),
        "key": f"links:{link.role}:{link.object_kind}",
        "was": f"{link.role}:{link.object_id}",
    }


def _inbound_row(link: Link) -> dict[str, Any]:
    return {
        **_row(link, link.subject),
        "key": f"{_side(link)}:{link.role}:{link.subject_kind}",
        "opened_at": link.subject.version,
    }


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
