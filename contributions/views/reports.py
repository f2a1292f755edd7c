from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from catalogue import kinds, pages
from catalogue.kinds import Kind
from catalogue.models import Entry
from contributions import actions
from contributions.forms.reports import ReportForm
from contributions.models import Change
from contributions.shapes import LARGEST_ID


@require_http_methods(["GET", "HEAD", "POST"])
def entry_report(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    entry = _entry(request, kind, slug)
    if entry is None:
        return pages.redirect_moved(request, kind.name, slug, "report/")
    return _report(request, entry)


@require_http_methods(["GET", "HEAD", "POST"])
def change_report(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Entry.objects.visible_to(request.user)
    changes = Change.objects.filter(entry__in=visible).select_related("entry", "person")
    changes = changes.prefetch_related("entry__texts")
    change = get_object_or_404(changes, pk=min(pk, LARGEST_ID))
    return _report(request, change.entry, change)


@require_safe
def report_thanks(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    entry = _entry(request, kind, slug)
    if entry is None:
        return pages.redirect_moved(request, kind.name, slug, "report/thanks/")
    return render(request, "contributions/report_thanks.html", {"entry": entry})


def _entry(request: HttpRequest, kind: Kind, slug: str) -> Entry | None:
    visible = Entry.objects.visible_to(request.user).prefetch_related("texts")
    return visible.filter(kind=kind.name, slug=slug).first()


def _report(
    request: HttpRequest, entry: Entry, change: Change | None = None
) -> HttpResponse:
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by = request.user if isinstance(request.user, User) else None
        try:
            actions.report(entry, change=change, by=by, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            path = kinds.get(entry.kind).path
            return redirect("contributions:report_thanks", kind=path, slug=entry.slug)
    context = {"form": form, "entry": entry, "change": change}
    status = 422 if form.errors else 200
    return render(request, "contributions/report_form.html", context, status=status)
