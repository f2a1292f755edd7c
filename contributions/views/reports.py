from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from catalogue import kinds, pages
from catalogue.kinds import Kind
from catalogue.models import Collection, Entry
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


@require_http_methods(["GET", "HEAD", "POST"])
def collection_report(request: HttpRequest, slug: str) -> HttpResponse:
    return _report(request, _collection(request, slug))


@require_safe
def report_thanks(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    entry = _entry(request, kind, slug)
    if entry is None:
        return pages.redirect_moved(request, kind.name, slug, "report/thanks/")
    return render(request, "contributions/report_thanks.html", {"entry": entry})


@require_safe
def collection_report_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    context = {"collection": _collection(request, slug)}
    return render(request, "contributions/report_thanks.html", context)


def _entry(request: HttpRequest, kind: Kind, slug: str) -> Entry | None:
    visible = Entry.objects.visible_to(request.user).prefetch_related("texts")
    return visible.filter(kind=kind.name, slug=slug).first()


def _collection(request: HttpRequest, slug: str) -> Collection:
    return get_object_or_404(Collection.objects.visible_to(request.user), slug=slug)


def _report(
    request: HttpRequest, thing: Entry | Collection, change: Change | None = None
) -> HttpResponse:
    is_sent = request.method == "POST"
    form = ReportForm(request.POST if is_sent else None)
    sender = GuardForm.of(request, is_sent)
    if is_sent and form.is_valid() & sender.is_valid():
        by = request.user if isinstance(request.user, User) else None
        try:
            check_rate(request)
            actions.report(thing, change=change, by=by, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except TooMany as limit:
            form.add_error(None, str(limit))
            return limit.answer(_show(request, form, sender, thing, change))
        else:
            return redirect(_thanks(thing))
    return _show(request, form, sender, thing, change)


def _thanks(thing: Entry | Collection) -> str:
    if isinstance(thing, Collection):
        return reverse("contributions:collection_report_thanks", args=[thing.slug])
    path = kinds.get(thing.kind).path
    return reverse("contributions:report_thanks", args=[path, thing.slug])


def _show(
    request: HttpRequest,
    form: ReportForm,
    sender: GuardForm,
    thing: Entry | Collection,
    change: Change | None,
) -> HttpResponse:
    problems = [*form.non_field_errors(), *sender.non_field_errors()]
    context = {"form": form, "sender": sender, "problems": problems}
    is_collection = isinstance(thing, Collection)
    context |= {"collection" if is_collection else "entry": thing, "change": change}
    context["is_wrong"] = bool(form.errors or sender.errors)
    status = 422 if context["is_wrong"] else 200
    return render(request, "contributions/report_form.html", context, status=status)
