"""The page that shows what undoing many changes would do, and does it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import Person, may_curate
from accounts.models import User
from catalogue.models import EntryStatus
from contributions import actions, undoing
from contributions.actions import Overtaken, Why
from contributions.admin.pages import show
from contributions.differences import Names
from contributions.models import Batch, Occasion
from contributions.taking_back import Preview
from contributions.undoing import Choice, TooMany, Undone

SHOWN = 100


def _text(**attributes: str) -> forms.TextInput:
    return forms.TextInput({"class": "input", **attributes})


class ChoiceForm(forms.Form):
    """Which changes to undo: of a batch, a hackathon or a person, and when."""

    batch = forms.ModelChoiceField(
        Batch.objects,
        label=gettext_lazy("Number of the batch"),
        widget=_text(inputmode="numeric"),
        required=False,
    )
    person = forms.ModelChoiceField(
        User.objects,
        label=gettext_lazy("Person (user name)"),
        to_field_name="username",
        widget=_text(autocapitalize="none"),
        required=False,
    )
    occasion = forms.ModelChoiceField(
        Occasion.objects, label=gettext_lazy("Hackathon"), required=False
    )
    since = forms.DateTimeField(
        label=gettext_lazy("From (UTC)"), widget=_text(), required=False
    )
    until = forms.DateTimeField(
        label=gettext_lazy("Until (UTC)"), widget=_text(), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = any(data.get(name) for name in ("batch", "person", "occasion"))
        if not chosen and not self.errors:
            raise ValidationError(_("Choose a batch, a person or a hackathon."))
        return data

    @property
    def choice(self) -> Choice:
        return Choice(**self.cleaned_data)

    @property
    def label(self) -> str:
        """What the batch of the undo is called."""
        data = self.cleaned_data
        named = [data["batch"], data["person"], data["occasion"]]
        chosen = ", ".join(str(one) for one in named if one)
        return _("Undo: %s") % chosen


class ReasonForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=_text(),
        error_messages={"required": gettext_lazy("Say why this is undone.")},
    )


@dataclass
class Shown:
    """An entry of the plan, in words."""

    undone: Undone
    preview: Preview


class DryRun:
    """The whole plan in numbers, and its first entries field by field.

    Entries of which something stays or conflicts come before the others.
    """

    def __init__(self, choice: Choice, person: Person) -> None:
        self.acts = undoing.tag_acts(choice)
        found = undoing.plan(choice, self.acts)
        self.fingerprint = undoing.digest_of(found, self.acts)
        self.entries = len(found)
        self.changed = sum(bool(one.delta) for one in found)
        self.hidden = sum(one.status == EntryStatus.HIDDEN for one in found)
        self.conflicts = sum(bool(one.conflict) for one in found)
        self.stays = sum(bool(one.kept or one.built_on) for one in found)
        self.left_out = choice.left_out
        self._first = sorted(found, key=lambda one: not one.needs_a_look)[:SHOWN]
        self._person = person

    @property
    def not_shown(self) -> int:
        return self.entries - len(self._first)

    @cached_property
    def shown(self) -> list[Shown]:
        links = [kept.now for u in self._first for kept in u.links_kept]
        named = [undone.delta for undone in self._first]
        named += [{"tags": u.lost_tags, "links": u.lost_links} for u in self._first] + [
            {"links": now} for now in links
        ]
        names = Names.of(named, self._person)
        return [Shown(u, Preview(u, self._person, names)) for u in self._first]


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest) -> HttpResponse:
    if not may_curate(request.user):
        raise PermissionDenied
    form = ChoiceForm(request.GET or None)
    reason = ReasonForm(request.POST if request.method == "POST" else None)
    context = {"title": _("Undo changes"), "form": form, "reason": reason}
    status = 422 if form.is_bound or request.method == "POST" else 200
    if form.is_valid():
        status = 200
        if request.method == "POST":
            status, batch = _run(request, form, reason)
            if batch:
                return redirect("admin:contributions_batch_change", batch.pk)
        try:
            context["plan"] = DryRun(form.choice, request.user)
        except TooMany:
            form.add_error(None, _too_many())
            status = 422
    return show(request, "admin/contributions/undo.html", context, status)


def _run(
    request: HttpRequest, form: ChoiceForm, reason: ReasonForm
) -> tuple[int, Batch | None]:
    """The batch that was made, or the status of the page that says why not."""
    if not reason.is_valid():
        return 422, None
    by = request.user
    assert isinstance(by, User)
    why = Why(by=by, comment=reason.cleaned_data["comment"])
    seen = request.POST.get("seen", "")
    try:
        batch = actions.undo(form.choice, why, seen, form.label)
    except Overtaken:
        told = _("This has changed since it was shown. Look at it again, then undo.")
        reason.add_error(None, told)
        return 409, None
    except TooMany:
        return 422, None
    except ValidationError as error:
        reason.add_error(None, error.messages)
        return 422, None
    messages.success(request, _("Undone. This batch can be undone in its turn."))
    return 200, batch


def _too_many() -> str:
    limit = undoing.MOST_CHANGES
    return _("More than %d changes. Choose a shorter period.") % limit


def address_of(batch: Batch) -> str:
    return f"{reverse('admin:contributions_batch_undo')}?batch={batch.pk}"
