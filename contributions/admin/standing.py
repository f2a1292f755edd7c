"""The pages on which a moderator decides about a person, each asking why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import access
from accounts.access import Person, Role
from accounts.models import User
from contributions import actions
from contributions.models import ActVerb

GIVEN = (Role.CONTRIBUTOR, Role.ORGANIZER, Role.MODERATOR, Role.ADMINISTRATOR)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "class": "input"}),
        error_messages={"required": gettext_lazy("Say why.")},
        help_text=gettext_lazy("Moderators see it, the person does not."),
    )

    def __init__(self, data: Any, person: User, by: User) -> None:
        super().__init__(data)
        self.person, self.by = person, by


class NoteForm(ReasonForm):
    def __init__(self, data: Any, person: User, by: User) -> None:
        super().__init__(data, person, by)
        self.fields["reason"].label = _("Note")
        self.fields["reason"].error_messages["required"] = _("Write a note.")


class RoleForm(ReasonForm):
    role = forms.TypedChoiceField(
        label=gettext_lazy("Role"),
        coerce=lambda value: Role(int(value)),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a role.")},
    )
    field_order = ["role", "reason"]

    def __init__(self, data: Any, person: User, by: User) -> None:
        super().__init__(data, person, by)
        now = access.role_given_to(person)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (int(role), access.LABELS[role])
            for role in GIVEN
            if role != now and access.may_give_role(by, person, role)
        ]


@dataclass(frozen=True)
class Decision:
    """Something that can be decided about a person, and whom it is open for."""

    verb: ActVerb
    label: str | Promise
    explanation: str | Promise
    act: Callable[[ReasonForm], None]
    is_open: Callable[[User], bool]
    form: type[ReasonForm] = ReasonForm
    is_grave: bool = False


def _plain(act: Callable[[User, User, str], None]) -> Callable[[ReasonForm], None]:
    return lambda form: act(form.person, form.by, form.cleaned_data["reason"])


def _give_role(form: ReasonForm) -> None:
    data = form.cleaned_data
    actions.give_role(form.person, data["role"], form.by, data["reason"])


DECISIONS = [
    Decision(
        ActVerb.ROLE,
        gettext_lazy("Change the role"),
        gettext_lazy("Moderators work in this admin; organizers open hackathons."),
        _give_role,
        lambda person: access.role_given_to(person) >= Role.CONTRIBUTOR,
        RoleForm,
    ),
    Decision(
        ActVerb.TRUST,
        gettext_lazy("Trust"),
        gettext_lazy("Their changes are published at once, also their first ones."),
        _plain(actions.trust),
        lambda person: not person.is_trusted and not person.is_guest,
    ),
    Decision(
        ActVerb.DISTRUST,
        gettext_lazy("Take trust back"),
        gettext_lazy("What the site finds suspicious waits for a moderator again."),
        _plain(actions.distrust),
        lambda person: person.is_trusted,
    ),
    Decision(
        ActVerb.BLOCK,
        gettext_lazy("Block"),
        gettext_lazy(
            "They are signed out, and can neither sign in nor write. What they"
            " suggested leaves the queue. What they changed stays: undo it apart."
        ),
        _plain(actions.block),
        lambda person: person.is_active,
        is_grave=True,
    ),
    Decision(
        ActVerb.UNBLOCK,
        gettext_lazy("Unblock"),
        gettext_lazy("They can sign in again, and their suggestions wait again."),
        _plain(actions.unblock),
        lambda person: person.is_blocked,
    ),
    Decision(
        ActVerb.NOTE,
        gettext_lazy("Add a note"),
        gettext_lazy("Notes are for moderators only, and cannot be changed."),
        _plain(actions.note),
        lambda person: True,
        NoteForm,
    ),
]


def open_to(by: Person, person: User) -> list[Decision]:
    """What this moderator may decide about this person as things stand."""
    if person.deleted_at or not access.may_curate(by):
        return []
    may_judge = access.may_moderate(by, person)
    return [
        decision
        for decision in DECISIONS
        if decision.is_open(person) and (may_judge or decision.verb == ActVerb.NOTE)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    if not isinstance(request.user, User) or not access.may_curate(request.user):
        raise PermissionDenied
    if verb not in ActVerb.values:
        raise Http404
    person = get_object_or_404(User, pk=pk)
    page = reverse("admin:accounts_user_change", args=[pk])
    decisions = open_to(request.user, person)
    decision = next((one for one in decisions if one.verb == verb), None)
    if decision is None:
        messages.warning(request, _("This is not open to you, or was done already."))
        return redirect(page)
    data = request.POST if request.method == "POST" else None
    form = decision.form(data, person, request.user)
    if form.is_valid():
        try:
            decision.act(form)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Done, and noted with its reason."))
            return redirect(page)
    context = {
        **admin.site.each_context(request),
        **{"title": decision.label, "subtitle": str(person)},
        **{"decision": decision, "person": person, "form": form, "opts": User._meta},
    }
    status = 422 if form.is_bound else 200
    return render(request, "admin/accounts/decide.html", context, status=status)
