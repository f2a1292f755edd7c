from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import may_change_collection, may_collect
from accounts.models import User
from catalogue import collection_pages
from catalogue.collection_pages import PAGE_SIZE, CollectionPage
from catalogue.models import Collection, CollectionItem, Entry
from catalogue.models.collection import MOST_ENTRIES
from contributions import actions
from contributions.forms.collections import CollectForm, CollectionForm, ItemForm
from contributions.shapes import LARGEST_ID


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def collection_new(request: HttpRequest) -> HttpResponse:
    person = _collector(request)
    form = CollectionForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_collection(person, **form.cleaned_data)
        except ValidationError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("The collection is there. Add entries to it."))
            return redirect(made)
    return _show(request, "contributions/collection_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def collection_edit(request: HttpRequest, slug: str) -> HttpResponse:
    collection = _own(request, slug)
    initial = {n: getattr(collection, n) for n in CollectionForm.base_fields}
    form = CollectionForm(_sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_collection(collection, **form.cleaned_data)
        except ValidationError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(collection)
    return _show(
        request,
        "contributions/collection_form.html",
        {"form": form, "collection": collection},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def collection_delete(request: HttpRequest, slug: str) -> HttpResponse:
    collection = _own(request, slug)
    if request.method != "POST":
        return _show(
            request, "contributions/collection_delete.html", {"collection": collection}
        )
    actions.delete_collection(collection)
    messages.success(request, _("The collection is deleted."))
    return redirect("catalogue:collection_list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def collect(request: HttpRequest) -> HttpResponse:
    """Add the entries that the address names to a collection, or to a new one."""
    person = _collector(request)
    entries = _named_entries(request)
    mine = list(Collection.objects.of(person).newest_first())
    form = CollectForm(_sent(request), mine=mine, is_single=len(entries) == 1)
    if request.method == "POST" and form.is_valid():
        try:
            collection, added = _collect(person, form, entries)
        except ValidationError as error:
            _refuse(form, error)
        else:
            messages.success(request, _what_was_added(added))
            return redirect(collection)
    return _show(
        request, "contributions/collect.html", {"form": form, "entries": entries}
    )


@require_http_methods(["GET", "HEAD"])
@login_required
def collection_arrange(request: HttpRequest, slug: str) -> HttpResponse:
    return _arrange(request, _own(request, slug))


@require_POST
@login_required
def item_save(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An entry's note, and the place where it is to stand."""
    item = _own_item(request, slug, pk)
    form = ItemForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return _arrange(request, item.collection, item, form)
    _save_note(item, form)
    if form.cleaned_data["place"] != item.place:
        actions.move_to(item.collection, item.entry, form.cleaned_data["place"])
    return _back_to(item)


@require_POST
@login_required
def item_move(request: HttpRequest, slug: str, pk: int, steps: int) -> HttpResponse:
    """One place up or down; the note that was typed beside the button is kept."""
    item = _own_item(request, slug, pk)
    form = ItemForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return _arrange(request, item.collection, item, form)
    _save_note(item, form)
    actions.move_by(item.collection, item.entry, steps)
    return _back_to(item)


@require_POST
@login_required
def item_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    item = _own_item(request, slug, pk)
    actions.take_out(item.collection, item.entry)
    messages.success(request, _("Removed from the collection."))
    return redirect("contributions:collection_arrange", slug=slug)


def _collector(request: HttpRequest) -> User:
    if not may_collect(request.user):
        raise PermissionDenied
    return request.user  # type: ignore[return-value]


def _own(request: HttpRequest, slug: str) -> Collection:
    """The person's own collection; others' are refused, or not there for them."""
    visible = Collection.objects.visible_to(request.user).select_related("person")
    collection = get_object_or_404(visible, slug=slug)
    if not may_change_collection(request.user, collection):
        raise PermissionDenied
    return collection


def _own_item(request: HttpRequest, slug: str, pk: int) -> CollectionItem:
    items = _own(request, slug).items.select_related("collection", "entry")
    return get_object_or_404(items, pk=min(pk, LARGEST_ID))


def _named_entries(request: HttpRequest) -> list[Entry]:
    """The entries of ?entry=…, in that order; Http404 when there is none."""
    named = dict.fromkeys(n for n in request.GET.getlist("entry") if _is_id(n))
    wanted = [int(n) for n in named][:MOST_ENTRIES]
    visible = Entry.objects.visible_to(request.user).prefetch_related("texts")
    found = visible.in_bulk(wanted)
    if not found:
        raise Http404(_("There is no entry at this address."))
    return [found[pk] for pk in wanted if pk in found]


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _collect(
    person: User, form: CollectForm, entries: list[Entry]
) -> tuple[Collection, int]:
    collection, note = form.chosen, form.cleaned_data.get("note", "")
    if collection is None:
        title = form.cleaned_data["title"]
        made = actions.create_collection(
            person, title=title, entries=entries, note=note
        )
        return made, len(entries)
    return collection, actions.collect(collection, entries, note)


def _what_was_added(added: int) -> str:
    if not added:
        return _("This is in the collection already.")
    return ngettext("%(n)s entry added.", "%(n)s entries added.", added) % {"n": added}


def _refuse(form: Any, error: ValidationError) -> None:
    """Show what an action refused beside its field, or above the form."""
    for name, found in getattr(error, "error_dict", {None: error.error_list}).items():
        form.add_error(name if name in form.fields else None, found)


def _save_note(item: CollectionItem, form: ItemForm) -> None:
    if form.cleaned_data["note"] != item.note:
        actions.set_note(item.collection, item.entry, form.cleaned_data["note"])


def _arrange(
    request: HttpRequest,
    collection: Collection,
    at: CollectionItem | None = None,
    refused: ItemForm | None = None,
) -> HttpResponse:
    """The list to put in order; perhaps at an item whose form was refused."""
    shown = CollectionPage(request, collection).shown
    number = _page_of(at) if at else request.GET.get("page", 1)
    items = collection_pages.numbered(shown, PAGE_SIZE, number)
    forms = [refused if refused and item == at else _form_of(item) for item in items]
    context = {
        "collection": collection,
        "items": items,
        "rows": list(zip(items, forms, strict=True)),
        "form": refused,
    }
    return _show(request, "contributions/collection_arrange.html", context)


def _form_of(item: CollectionItem) -> ItemForm:
    given = {"note": item.note, "place": item.place}
    return ItemForm(initial=given, prefix=str(item.pk))


def _page_of(item: CollectionItem) -> int:
    return (item.place - 1) // PAGE_SIZE + 1


def _back_to(item: CollectionItem) -> HttpResponse:
    """To the entry in the list, at the place where it is now."""
    item.refresh_from_db(fields=["place"])
    address = reverse("contributions:collection_arrange", args=[item.collection.slug])
    return redirect(f"{address}?page={_page_of(item)}#item-{item.pk}")


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of a form; one that was refused says so in its status."""
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(request, template, context, status=status)
