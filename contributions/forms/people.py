from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.names import LONGEST, clean_display_name
from catalogue.models.text import NAME_LENGTH
from contributions.models import Affiliation
from organizations.models import Organization

MOST_CHOICES = 8


class ProfileForm(forms.Form):
    """How a person is shown. An employer is typed by name and found on the server."""

    display_name = forms.CharField(
        label=gettext_lazy("Display name"),
        strip=False,
        max_length=LONGEST,
        help_text=gettext_lazy("Shown beside your changes."),
        widget=forms.TextInput({"autocomplete": "nickname"}),
    )
    organization = forms.CharField(
        label=gettext_lazy("Whom you work for"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=gettext_lazy(
            "The name of an organization of this catalogue. Beside your changes to its"
            " entries, readers see that you work for it."
        ),
    )
    choice = forms.ModelChoiceField(
        Organization.objects.published(),
        label=gettext_lazy("Which of these?"),
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody may see a page with my name and my changes"),
        required=False,
    )

    @classmethod
    def of(cls, person: User, sent: Any = None) -> "ProfileForm":
        affiliation = Affiliation.objects.filter(person=person)
        name = affiliation.values_list("organization__name", flat=True).first()
        initial = {
            "display_name": person.display_name,
            "organization": name or "",
            "is_public": person.is_public,
        }
        return cls(sent or None, initial=initial)

    @cached_property
    def candidates(self) -> list[Organization]:
        """The organizations that may be meant by what was typed."""
        typed = self.cleaned_data.get("organization", "")
        if not typed:
            return []
        found = Organization.objects.published().order_by("name", "pk")
        exact = list(found.filter(name__iexact=typed)[:MOST_CHOICES])
        if exact:
            return exact
        return list(found.filter(name__icontains=typed)[:MOST_CHOICES])

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        typed, chosen = values.get("organization"), values.get("choice")
        if typed and "organization" not in self.errors:
            try:
                values["employer"] = self._employer(typed, chosen)
            except ValidationError as error:
                self.add_error("organization", error)
        return values

    def _employer(self, typed: str, chosen: Organization | None) -> Organization:
        names = [one.name.casefold() for one in self.candidates]
        if chosen and chosen in self.candidates:
            return chosen
        if names == [typed.casefold()]:
            return self.candidates[0]
        if names:
            raise ValidationError(_("Several may be meant: choose one below."))
        raise ValidationError(
            _("The catalogue has no organization of this name. Add it first.")
        )


class LeaveForm(forms.Form):
    """Deletes the account of somebody who types its name: a click alone does not."""

    name = forms.CharField(
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
        required=False,
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        words = _("Type your name as it stands here: %(name)s")
        self.fields["name"].label = words % {"name": person}

    def clean_name(self) -> str:
        typed = " ".join(self.cleaned_data["name"].split())
        if typed.casefold() != " ".join(str(self.person).split()).casefold():
            raise ValidationError(_("This is not the name of the account."))
        return typed
