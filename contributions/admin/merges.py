"""Merging two entries: looked at side by side first, and parted again if need be."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import may_curate
from accounts.models import User
from catalogue.models import Entry
from contributions import actions
from contributions.actions import Overtaken, Why
from contributions.admin.base import ReadingAdmin
from contributions.differences import traces_of
from contributions.merge_pages import MergePreview, UnmergedPage
from contributions.merge_plan import BOTH, GONE, KEPT, MergePlan, plan_merge
from contributions.models import Duplicate, Merge

CHOICE = "choice-"
SHOWN_CHANGES = 50


class PairForm(forms.Form):
    """Which two entries, by their ids."""

    kept = forms.ModelChoiceField(
        Entry.objects,
        label=gettext_lazy("Id of the entry that stays"),
        widget=forms.NumberInput({"class": "input"}),
    )
    gone = forms.ModelChoiceField(
        Entry.objects,
        label=gettext_lazy("Id of the entry that is merged into it"),
        widget=forms.NumberInput({"class": "input"}),
    )


class ReasonForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It stands in the history of every entry that changes."),
        max_length=500,
        required=False,
        widget=forms.TextInput({"class": "input"}),
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What tells them apart"),
        max_length=500,
        required=False,
        widget=forms.TextInput({"class": "input"}),
    )


def address_of_preview(kept: int, gone: int) -> str:
    pair = urlencode({"kept": kept, "gone": gone})
    return f"{reverse('admin:contributions_merge_preview')}?{pair}"


def moderator(request: HttpRequest) -> User:
    """Who curates; raises PermissionDenied for anybody else."""
    if not isinstance(request.user, User) or not may_curate(request.user):
        raise PermissionDenied
    return request.user


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """Both entries side by side, with a choice for each field; POST merges them."""
    person = moderator(request)
    is_asked = request.GET or request.method == "POST"
    pair = PairForm(request.GET if is_asked else None)
    if not pair.is_valid():
        return _choose(request, pair)
    kept, gone = pair.cleaned_data["kept"], pair.cleaned_data["gone"]
    choices, errors, status = _choices(request), [], 200
    reason = ReasonForm(request.POST if request.method == "POST" else None)
    if reason.is_valid():
        why = Why(by=person, comment=reason.cleaned_data["comment"])
        seen = request.POST.get("seen", "")
        try:
            merged = actions.merge(kept, gone, choices, why, seen)
        except Overtaken:
            errors, status = (
                [_("One of the two was changed meanwhile. Look again.")],
                409,
            )
        except ValidationError as error:
            errors, status = error.messages, 422
        else:
            messages.success(request, _("Merged."))
            return redirect("admin:contributions_merge_result", merged.pk)
    elif reason.is_bound:
        status = 422
    try:
        plan = plan_merge(kept, gone, choices)
    except ValidationError as error:
        pair.add_error(None, error)
        return _choose(request, pair)
    return _show(request, plan, reason, errors, status)


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What a merge did, entry by entry; POST parts the two again."""
    person = moderator(request)
    merged = get_object_or_404(_loaded(), pk=pk)
    reason, errors, status = ReasonForm(), [], 200
    if request.method == "POST":
        reason, status = ReasonForm(request.POST), 422
        if reason.is_valid():
            why = Why(by=person, comment=reason.cleaned_data["comment"])
            try:
                done = actions.unmerge(merged.batch, why)
            except ValidationError as error:
                errors = error.messages
            else:
                _tell(request, UnmergedPage(done, person).told)
                return redirect("admin:contributions_merge_result", pk)
    changes = merged.batch.changes.select_related("entry").order_by("pk")
    context = {
        **frame(str(merged)),
        "merge": merged,
        "traces": traces_of(changes[:SHOWN_CHANGES], person),
        "reason": reason,
        "errors": errors,
    }
    page = "admin/contributions/merge_result.html"
    return render(request, page, context, status=status)


def _tell(request: HttpRequest, stays: list[str]) -> None:
    """Say on the next page that the two are parted, and what could not come back."""
    whole = _("The two are parted again, and everything is as it was.")
    but = _("The two are parted again, but for what follows.")
    messages.success(request, but if stays else whole)
    for words in stays:
        messages.warning(request, words)


def frame(title: str) -> dict[str, Any]:
    """What the frame of the admin asks of a page."""
    return {"title": title, "has_permission": True, "is_popup": False}


def _loaded() -> Any:
    return Merge.objects.select_related(
        "batch__person", "kept", "gone", "undone_by__person"
    )


def _choices(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix(CHOICE): value
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and value in (KEPT, GONE, BOTH)
    }


def _choose(request: HttpRequest, pair: PairForm) -> HttpResponse:
    context = {**frame(_("Merge two entries")), "form": pair}
    status = 422 if pair.is_bound else 200
    page = "admin/contributions/merge_choose.html"
    return render(request, page, context, status=status)


def _show(
    request: HttpRequest,
    plan: MergePlan,
    reason: ReasonForm,
    errors: list[str],
    status: int,
) -> HttpResponse:
    left, right = sorted([plan.kept.pk, plan.gone.pk])
    context = {
        **frame(_("Merge two entries")),
        "preview": MergePreview(plan, request.user),
        "reason": reason,
        "note": NoteForm(),
        "errors": errors,
        "swapped": address_of_preview(plan.gone.pk, plan.kept.pk),
        "duplicate": Duplicate.objects.filter(left=left, right=right).first(),
    }
    page = "admin/contributions/merge_preview.html"
    return render(request, page, context, status=status)


@admin.register(Merge)
class MergeAdmin(ReadingAdmin):
    list_display = ["shown", "kept", "gone", "person", "merged_at", "is_parted"]
    list_display_links = None
    list_select_related = ["batch__person", "kept", "gone"]
    list_filter = [("undone_by", admin.EmptyFieldListFilter)]
    search_fields = ["kept__name", "gone__name"]
    ordering = ["-batch"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("new/", view(preview), name="contributions_merge_preview"),
            path("<int:pk>/result/", view(result), name="contributions_merge_result"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("merge"))
    def shown(self, merge: Merge) -> str:
        address = reverse("admin:contributions_merge_result", args=[merge.pk])
        return format_html('<a href="{}">{}</a>', address, merge.batch)

    @admin.display(description=gettext_lazy("person"))
    def person(self, merge: Merge) -> str:
        return str(merge.batch.person or "")

    @admin.display(description=gettext_lazy("made"), ordering="batch__created_at")
    def merged_at(self, merge: Merge) -> Any:
        return merge.batch.created_at

    @admin.display(description=gettext_lazy("parted again"), boolean=True)
    def is_parted(self, merge: Merge) -> bool:
        return merge.undone_by_id is not None
