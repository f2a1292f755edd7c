"""What an entry was: its history, its versions, and where its facts come from."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import may_confirm
from accounts.models import User
from catalogue.models import Entry
from contributions import actions, history
from contributions.addresses import address
from contributions.entry_history import DayForm, EntryHistory
from contributions.feeds import ChangeFeed, Source
from contributions.past import PastEntry
from contributions.provenance import Provenance
from contributions.views.finding import change_of, with_entry
from contributions.views.signing_in import account_required


@require_safe
@with_entry
def entry_history(request: HttpRequest, entry: Entry) -> HttpResponse:
    form = DayForm(request.GET if "date" in request.GET else None, entry)
    if form.is_valid():
        return redirect(address("entry_on", entry, form.cleaned_data["date"]))
    shown = EntryHistory(request, entry)
    if not form.is_bound and not shown.is_canonical:
        return redirect(shown.address)
    if shown.is_beyond_the_end:
        raise Http404(_("The list has fewer pages."))
    context = {"history": shown, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "contributions/entry_history.html", context, status=status)


@require_safe
@with_entry
def entry_feed(request: HttpRequest, entry: Entry) -> HttpResponse:
    source = Source(
        id=f"entry:{entry.pk}:changes",
        title=_("Changes to %(name)s") % {"name": entry.name},
        page=address("entry_history", entry),
        own_address=request.path,
        traces=EntryHistory(request, entry).latest,
    )
    return ChangeFeed(source)(request)


@require_safe
@with_entry
def entry_on(request: HttpRequest, entry: Entry, day: date) -> HttpResponse:
    version = history.version_on(entry, day)
    if not version:
        raise Http404(_("The entry was not here yet."))
    return redirect(f"{address('entry_version', entry, version)}?on={day}")


@require_safe
@with_entry
def entry_version(request: HttpRequest, entry: Entry, version: int) -> HttpResponse:
    past = PastEntry(change_of(entry, version), request.user)
    canonical = settings.SITE_URL + entry.get_absolute_url()
    context = {"past": past, "entry": entry, "canonical": canonical}
    context["day"] = _day_asked_for(request, entry, version)
    return render(request, "contributions/entry_version.html", context)


def _day_asked_for(request: HttpRequest, entry: Entry, version: int) -> date | None:
    """The day on which somebody wanted to see the entry, if this is how it was then."""
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return day if history.version_on(entry, day) == version else None


@require_safe
@with_entry
def entry_facts(request: HttpRequest, entry: Entry) -> HttpResponse:
    context = {
        "entry": entry,
        "provenance": Provenance(entry, request.user),
        "may_confirm": may_confirm(request.user),
    }
    return render(request, "contributions/entry_facts.html", context)


@require_POST
@account_required
@with_entry
def confirm(request: HttpRequest, entry: Entry) -> HttpResponse:
    if not may_confirm(request.user):
        raise PermissionDenied
    assert isinstance(request.user, User)
    path = request.POST.get("path", "")
    if path not in Provenance(entry, request.user).paths:
        raise Http404(_("Nothing is filled in there."))
    if actions.confirm(entry, path, request.user):
        messages.success(request, _("Noted as still true."))
    else:
        messages.info(request, _("You noted this as still true today already."))
    return redirect(f"{address('entry_facts', entry)}#fact-{path}")
