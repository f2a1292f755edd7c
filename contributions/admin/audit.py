"""The page that lists everything moderators did."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import may_curate
from accounts.models import User
from contributions import audit
from contributions.admin.base import ReadingAdmin
from contributions.audit import PAGE_SIZE, Deed, Filters, What
from contributions.models import Act
from contributions.shapes import LARGEST_ID

LAST_PAGE = 1000
DAY = {"type": "date", "class": "input"}


class AuditForm(forms.Form):
    """The filters of the page, which stand in its address."""

    by = forms.CharField(
        label=gettext_lazy("Who (user name)"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"class": "input"}),
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What"),
        choices=[("", gettext_lazy("Everything")), *What.choices],
        required=False,
    )
    since = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(DAY), required=False
    )
    until = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(DAY), required=False
    )
    about = forms.IntegerField(
        min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput, required=False
    )
    page = forms.IntegerField(
        min_value=1, max_value=LAST_PAGE, widget=forms.HiddenInput, required=False
    )

    def clean_by(self) -> User | None:
        username = self.cleaned_data["by"]
        if not username:
            return None
        person = User.objects.filter(username=username).first()
        if person is None:
            raise forms.ValidationError(_("Nobody signs in with this name."))
        return person

    def clean_about(self) -> User | None:
        return User.objects.filter(pk=self.cleaned_data["about"] or 0).first()

    @property
    def filters(self) -> Filters:
        cleaned = self.cleaned_data
        names = ("by", "about", "what", "since", "until")
        return Filters(**{name: cleaned[name] for name in names if cleaned.get(name)})

    @property
    def number(self) -> int:
        return self.cleaned_data.get("page") or 1


class Line:
    """A deed as the page shows it, with the address of what it left."""

    def __init__(self, deed: Deed) -> None:
        self.deed = deed

    @property
    def about(self) -> str:
        thing = self.deed.thing
        if self.deed.what in {What.STATUS, What.EDIT}:
            return str(thing.entry)
        if self.deed.what == What.REPORT:
            return str(thing.about)
        if self.deed.what == What.PERSON:
            given = f" ({thing.get_role_display()})" if thing.role else ""
            return f"{thing.get_verb_display()}{given}: {thing.person}"
        if self.deed.what == What.DECISION:
            return f"{thing.get_status_display()}: {thing}"
        if self.deed.what == What.ADMIN and thing.is_change():
            return f"{thing.content_type.name}: {thing.object_repr}"
        return str(thing)

    @property
    def why(self) -> str:
        thing = self.deed.thing
        if self.deed.what == What.DECISION:
            return ". ".join(filter(None, [thing.get_reason_display(), thing.message]))
        if self.deed.what == What.REPORT:
            said = [thing.get_reason_display(), thing.message, thing.note]
            return ". ".join(filter(None, said))
        if self.deed.what == What.ADMIN:
            return thing.get_change_message() if thing.is_change() else ""
        return self.deed.why

    @property
    def address(self) -> str:
        thing = self.deed.thing
        if self.deed.what == What.ADMIN:
            return thing.get_admin_url() or ""
        if self.deed.what in {What.STATUS, What.EDIT}:
            return reverse("contributions:change_detail", args=[thing.pk])
        if self.deed.what == What.PERSON:
            return reverse("admin:accounts_user_change", args=[thing.person_id])
        if self.deed.what == What.TAG:
            return reverse("admin:catalogue_tag_change", args=[thing.tag_id])
        if self.deed.what == What.QUESTION:
            return reverse("moderation:suggestion", args=[thing.suggestion_id])
        name = f"admin:contributions_{thing._meta.model_name}_change"
        return reverse(name, args=[thing.pk])


@admin.register(Act)
class ActAdmin(ReadingAdmin):
    """Its list shows all that moderators did, not the acts about people only."""

    list_select_related = ["person", "by"]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        return audit_list(request)


@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    if not may_curate(request.user):
        raise PermissionDenied
    form = AuditForm(request.GET)
    form.is_valid()
    found = audit.deeds(form.filters, form.number)
    context = {
        **admin.site.each_context(request),
        **{"title": _("What moderators did"), "form": form},
        "about": form.cleaned_data.get("about"),
        "lines": [Line(deed) for deed in found[:PAGE_SIZE]],
        "newer": _address(request.GET, form.number - 1) if form.number > 1 else "",
        "older": _address(request.GET, form.number + 1) if found[PAGE_SIZE:] else "",
    }
    status = 422 if form.errors else 200
    return render(request, "admin/contributions/audit.html", context, status=status)


def _address(sent: QueryDict, number: int) -> str:
    query = sent.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
