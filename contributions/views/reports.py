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
from contributions.spam import GuardForm, TooMany, check_rate


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
    is_sent = request.method == "POST"
    form = ReportForm(request.POST if is_sent else None)
    sender = GuardForm.of(request, is_sent)
    if is_sent and form.is_valid() & sender.is_valid():
        by = request.user if isinstance(request.user, User) else None
        try:
            check_rate(request)
            actions.report(entry, change=change, by=by, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except TooMany as limit:
            form.add_error(None, str(limit))
            return limit.answer(_show(request, form, sender, entry, change))
        else:
            path = kinds.get(entry.kind).path
            return redirect("contributions:report_thanks", kind=path, slug=entry.slug)
    return _show(request, form, sender, entry, change)


def _show(
    request: HttpRequest,
    form: ReportForm,
    sender: GuardForm,
    entry: Entry,
    change: Change | None,
) -> HttpResponse:
    problems = [*form.non_field_errors(), *sender.non_field_errors()]
    context = {"form": form, "sender": sender, "problems": problems}
    context |= {"entry": entry, "change": change}
    context["is_wrong"] = bool(form.errors or sender.errors)
    status = 422 if context["is_wrong"] else 200
    return render(request, "contributions/report_form.html", context, status=status)
