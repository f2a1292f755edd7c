"""The forms of the three kinds."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from catalogue import partial_dates
from catalogue.models.tool import ToolForm as ToolForms
from catalogue.models.tool import ToolState
from catalogue.vocabularies import Platform
from contributions.forms.base import UNKNOWN, EntryForm, long_text
from contributions.forms.fields import (
    AddressField,
    LanguagesField,
    LicenceField,
    ListField,
    PartialDateField,
    TextField,
)
from organizations.models import OrganizationType
from usecases.models import UseCaseState


class ToolForm(EntryForm):
    form = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            (ToolForms.SOFTWARE, gettext_lazy("Software that can be installed")),
            (
                ToolForms.ONLINE_SERVICE,
                gettext_lazy("An online service run by someone"),
            ),
            *UNKNOWN,
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    licence = LicenceField(
        label=gettext_lazy("Licence of the software"),
        help_text=gettext_lazy(
            "An SPDX identifier like AGPL-3.0-or-later, or the word proprietary."
        ),
        max_length=100,
        required=False,
        widget=forms.TextInput({"list": "licences"}),
    )
    repository = AddressField(label=gettext_lazy("Source code"), required=False)
    programming_languages = ListField(
        label=gettext_lazy("Programming languages"),
        help_text=gettext_lazy("With commas between them."),
        required=False,
    )
    platforms = forms.MultipleChoiceField(
        label=gettext_lazy("Platforms"),
        choices=Platform.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    interface_languages = LanguagesField(
        label=gettext_lazy("Languages of its interface"),
        help_text=gettext_lazy("Names or language tags, with commas between them."),
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[*UNKNOWN, *ToolState.choices],
        required=False,
    )

    kind = "tool"
    in_view = ("name", "summary", "form", "website")
    folded = (
        *("repository", "licence", "programming_languages", "platforms"),
        *("interface_languages", "state"),
        *EntryForm.folded,
    )
    needs_one_of = ("website", "repository", "summary")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        licence = self.fields["licence"]
        licence.here = self.initial.get("licence", "")  # type: ignore[attr-defined]


class UseCaseForm(EntryForm):
    country = forms.ChoiceField(
        label=gettext_lazy("In which country?"),
        required=False,
        choices=lambda: [*UNKNOWN, *countries],
    )
    place = TextField(
        label=gettext_lazy("Where there?"),
        help_text=gettext_lazy("A city, a region or an institution."),
        max_length=200,
        required=False,
    )
    since = PartialDateField(
        label=gettext_lazy("Since when?"),
        help_text=gettext_lazy("As precise as you know: 2016, 2016-12 or 2016-12-07."),
        required=False,
    )
    until = PartialDateField(label=gettext_lazy("Until when?"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Is it still in use?"),
        choices=[*UNKNOWN, *UseCaseState.choices],
        required=False,
    )
    ended_because = TextField(
        label=gettext_lazy("Why did it end?"), max_length=500, required=False
    )
    outcome = TextField(
        label=gettext_lazy("With what result?"),
        help_text=gettext_lazy("What came of it, failures included."),
        max_length=2000,
        required=False,
        widget=long_text(4),
    )

    kind = "use_case"
    in_view = ("name", "since", "outcome", "summary", "website")
    folded = (
        *("country", "place", "until", "state", "ended_because"),
        *EntryForm.folded,
    )
    needs_one_of = ("website", "outcome", "summary")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("For what?")
        self.fields["name"].help_text = _(
            "A short name: “Participatory budget of Lisbon”."
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        since, until = values.get("since"), values.get("until")
        if since and until and partial_dates.contradicts(since, until):
            self.add_error("until", _("The end lies before the start."))
        if values.get("ended_because") and values.get("state") != UseCaseState.ENDED:
            self.add_error(
                "ended_because", _("Say why it ended only where the state is “ended”.")
            )
        return values


class OrganizationForm(EntryForm):
    type = forms.ChoiceField(
        label=gettext_lazy("What kind of organization?"),
        choices=[*UNKNOWN, *OrganizationType.choices],
        required=False,
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        required=False,
        choices=lambda: [*UNKNOWN, *countries],
    )

    kind = "organization"
    in_view = ("name", "summary", "type", "country", "website")


FORMS: dict[str, type[EntryForm]] = {
    form.kind: form for form in (ToolForm, UseCaseForm, OrganizationForm)
}
