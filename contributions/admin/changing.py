"""Adding or removing tags, or setting the state, of several entries at once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from catalogue import kinds
from catalogue.models import Entry
from catalogue.records import Record
from contributions import actions
from contributions.actions import Why
from contributions.admin.hiding import list_of
from contributions.admin.pages import for_moderators, show
from contributions.forms.fields import KnownTagsField
from contributions.shapes import id_from

MOST_CHANGED = 100
NOT_KNOWN = "not known"


class ManyForm(forms.Form):
    """What shall be changed; at least one thing."""

    add = KnownTagsField(
        label=gettext_lazy("Add these tags"),
        help_text=gettext_lazy("Names with commas between."),
        required=False,
        widget=forms.TextInput({"class": "input"}),
    )
    remove = KnownTagsField(
        label=gettext_lazy("Remove these tags"),
        required=False,
        widget=forms.TextInput({"class": "input"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        widget=forms.Select({"class": "input"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=400,
        required=False,
        widget=forms.TextInput({"class": "input"}),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = _states(kind)
        if not states:
            del self.fields["state"]
            return
        leave, unknown = ("", _("Leave it as it is")), (NOT_KNOWN, _("Not known"))
        field: Any = self.fields["state"]
        field.choices = [leave, unknown, *states]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        if set(values["add"]) & set(values["remove"]):
            raise ValidationError(_("The same tag cannot be added and removed."))
        if not (values["add"] or values["remove"] or self._sets_state):
            raise ValidationError(_("Say what shall change."))
        return values

    @property
    def _sets_state(self) -> bool:
        return bool(self.cleaned_data.get("state"))

    def values(self, record: Record) -> Record:
        """What an entry with this record gets."""
        added, removed = (
            {tag.pk for tag in self.cleaned_data[name]} for name in ("add", "remove")
        )
        values: Record = {"tags": sorted({*record["tags"], *added} - removed)}
        if self._sets_state:
            state = self.cleaned_data["state"]
            values["state"] = "" if state == NOT_KNOWN else state
        return values


def _states(kind: str) -> list[tuple[str, str]]:
    fields = {field.name: field for field in kinds.get(kind).model._meta.get_fields()}
    state: Any = fields.get("state")
    return list(state.choices) if state else []


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def change_many(request: HttpRequest) -> HttpResponse:
    keys = [id_from(text) for text in request.GET.getlist("entry")[:MOST_CHANGED]]
    found = Entry.objects.not_merged().order_by("name", "pk")
    entries = list(found.filter(pk__in=[key for key in keys if key]))
    if len({entry.kind for entry in entries}) != 1:
        messages.warning(request, _("Choose entries of one kind."))
        return redirect("admin:index")
    sent = request.POST if request.method == "POST" else None
    form = ManyForm(sent, kind=entries[0].kind)
    if form.is_valid():
        by: Any = request.user
        label = ngettext(
            "%d entry changed at once", "%d entries changed at once", len(entries)
        ) % len(entries)
        why = Why(by, comment=form.cleaned_data["reason"].strip())
        try:
            changes = actions.edit_many(entries, form.values, label, why)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            count = len(changes)
            told = ngettext("%d entry changed.", "%d entries changed.", count)
            messages.success(request, told % count)
            return redirect(list_of(entries[0]))
    context = {"entries": entries, "form": form}
    status = 422 if form.is_bound else 200
    return show(request, "contributions/admin/change_many.html", context, status)
