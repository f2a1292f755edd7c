"""The list of a collection's entries, to put in order and to write notes in.

All rows are one form: whichever button is pressed, what was typed at any row counts.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalogue import collection_pages
from catalogue.collection_pages import PAGE_SIZE, CollectionPage
from catalogue.models import Collection, CollectionItem, Entry
from contributions import actions
from contributions.forms.collections import ItemForm
from contributions.shapes import LARGEST_ID
from contributions.views.collections import own, show
from contributions.views.signing_in import account_required

NOTE = re.compile(r"([0-9]{1,18})-note")


@dataclass
class Sent:
    """The rows as they were sent, and the one whose button was pressed."""

    collection: Collection
    pressed: CollectionItem
    rows: dict[CollectionItem, ItemForm]

    @classmethod
    def of(cls, request: HttpRequest, slug: str, pk: int) -> "Sent":
        collection = own(request, slug)
        named = [NOTE.fullmatch(name) for name in request.POST]
        wanted = {int(found[1]) for found in named if found}
        items = collection.items.select_related("entry").in_bulk(
            [*wanted, min(pk, LARGEST_ID)]
        )
        if pk not in items:
            raise Http404(_("There is no entry at this address."))
        rows = {
            item: ItemForm.of(item, request.POST)
            for item in items.values()
            if item.pk in wanted or item.pk == pk
        }
        return cls(collection, items[pk], rows)

    @property
    def form(self) -> ItemForm:
        return self.rows[self.pressed]

    @property
    def refused(self) -> list[ItemForm]:
        return [form for form in self.rows.values() if not form.is_valid()]

    def save(self) -> None:
        """What was typed; what nobody touched may have changed in another window."""
        notes, places = self._touched("note"), self._touched("place")
        if notes or places:
            actions.arrange(self.collection, notes, places)

    def _touched(self, name: str) -> dict[Entry, Any]:
        return {
            item.entry: form.cleaned_data[name]
            for item, form in self.rows.items()
            if name in form.changed_data
        }


@require_http_methods(["GET", "HEAD"])
@account_required
def collection_arrange(request: HttpRequest, slug: str) -> HttpResponse:
    return _arrange(request, own(request, slug))


@require_POST
@account_required
def item_save(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The notes, and the places where entries are to stand."""
    sent = Sent.of(request, slug, pk)
    if sent.refused:
        return _arrange(request, sent.collection, sent)
    sent.save()
    return _back_to(sent.pressed)


@require_POST
@account_required
def item_move(request: HttpRequest, slug: str, pk: int, steps: int) -> HttpResponse:
    """One place up or down; what was typed beside the button is kept."""
    sent = Sent.of(request, slug, pk)
    if sent.refused:
        return _arrange(request, sent.collection, sent)
    sent.save()
    actions.move_by(sent.collection, sent.pressed.entry, steps)
    return _back_to(sent.pressed)


@require_POST
@account_required
def item_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    sent = Sent.of(request, slug, pk)
    removed = sent.rows.pop(sent.pressed)
    if sent.refused:
        sent.rows[sent.pressed] = removed
        return _arrange(request, sent.collection, sent)
    sent.save()
    actions.take_out(sent.collection, sent.pressed.entry)
    messages.success(request, _("Removed from the collection."))
    return redirect("contributions:collection_arrange", slug=slug)


def _arrange(
    request: HttpRequest, collection: Collection, sent: Sent | None = None
) -> HttpResponse:
    """The list to put in order; perhaps as it was sent, where something is wrong."""
    shown = CollectionPage(request, collection).shown
    number = _page_of(sent.pressed) if sent else request.GET.get("page", 1)
    items = collection_pages.numbered(shown, PAGE_SIZE, number)
    typed = sent.rows if sent else {}
    forms = [typed.get(item) or ItemForm.of(item) for item in items]
    context = {
        "collection": collection,
        "items": items,
        "rows": list(zip(items, forms, strict=True)),
        "refused": sent.refused if sent else [],
    }
    page = show(request, "contributions/collection_arrange.html", context)
    page.status_code = 422 if sent else 200
    return page


def _page_of(item: CollectionItem) -> int:
    return (item.place - 1) // PAGE_SIZE + 1


def _back_to(item: CollectionItem) -> HttpResponse:
    """To the entry in the list, at the place where it is now."""
    item.refresh_from_db(fields=["place"])
    address = reverse("contributions:collection_arrange", args=[item.collection.slug])
    return redirect(f"{address}?page={_page_of(item)}#item-{item.pk}")
