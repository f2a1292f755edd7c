from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import may_change_collection, may_collect
from accounts.models import User
from catalogue.comparison import SLUG
from catalogue.models import Collection, Entry, Slug
from catalogue.models.collection import MOST_ENTRIES
from catalogue.vocabularies import KindName
from contributions import actions
from contributions.forms.collections import CollectForm, CollectionForm
from contributions.views.signing_in import account_required


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
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
    return show(request, "contributions/collection_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def collection_edit(request: HttpRequest, slug: str) -> HttpResponse:
    collection = own(request, slug)
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
    return show(
        request,
        "contributions/collection_form.html",
        {"form": form, "collection": collection},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def collection_delete(request: HttpRequest, slug: str) -> HttpResponse:
    collection = own(request, slug)
    if request.method != "POST":
        return show(
            request, "contributions/collection_delete.html", {"collection": collection}
        )
    actions.delete_collection(collection)
    messages.success(request, _("The collection is deleted."))
    return redirect("catalogue:collection_list")


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def collect(request: HttpRequest) -> HttpResponse:
    """Add the entries that the address names to a collection, or to a new one."""
    person = _collector(request)
    if not request.GET.getlist("entry") + request.GET.getlist("tool"):
        # A list's button was pressed with nothing ticked.
        return render(request, "contributions/collect_nothing.html")
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
    return show(
        request, "contributions/collect.html", {"form": form, "entries": entries}
    )


def _collector(request: HttpRequest) -> User:
    if not may_collect(request.user):
        raise PermissionDenied
    return request.user  # type: ignore[return-value]


def own(request: HttpRequest, slug: str) -> Collection:
    """The person's own collection; others' are refused, or not there for them."""
    visible = Collection.objects.visible_to(request.user).select_related("person")
    collection = get_object_or_404(visible, slug=slug)
    if not may_change_collection(request.user, collection):
        raise PermissionDenied
    return collection


def _named_entries(request: HttpRequest) -> list[Entry]:
    """The entries of ?entry=… and the tools of ?tool=…, as the list of tools names
    them, in that order; Http404 when there is none."""
    named = [int(n) for n in request.GET.getlist("entry") if _is_id(n)]
    named += _at_addresses(request.GET.getlist("tool"))
    wanted = list(dict.fromkeys(named))[:MOST_ENTRIES]
    visible = Entry.objects.visible_to(request.user).prefetch_related("texts")
    found = visible.in_bulk(wanted)
    if not found:
        raise Http404(_("There is no entry at this address."))
    return [found[pk] for pk in wanted if pk in found]


def _at_addresses(slugs: list[str]) -> list[int]:
    """The tools at these addresses, which may be old ones."""
    known = [slug for slug in slugs[:MOST_ENTRIES] if SLUG.fullmatch(slug)]
    if not known:
        return []
    pairs = Slug.objects.at(KindName.TOOL, known).values_list("slug", "present")
    found = dict(pairs)
    return [found[slug] for slug in known if slug in found]


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


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of a form; one that was refused says so in its status."""
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(request, template, context, status=status)
