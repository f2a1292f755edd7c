from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.names import LONGEST, clean_display_name
from contributions.forms.collections import StyledForm
from contributions.models import Team
from hackathons.codes import as_typed
from hackathons.models import Hackathon


class JoinForm(StyledForm):
    """A display name for guests, and a team where there are some."""

    display_name = forms.CharField(
        label=gettext_lazy("Display name"),
        strip=False,
        max_length=LONGEST,
        help_text=gettext_lazy("Shown beside your changes; any name will do."),
        widget=forms.TextInput({"autocomplete": "nickname"}),
        error_messages={"required": gettext_lazy("Write a name.")},
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=gettext_lazy("Team, if you have one"),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, hackathon: Hackathon, is_known: bool, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        teams = hackathon.occasion.teams.order_by("name")
        field: Any = self.fields["team"]
        field.queryset, field.empty_label = teams, _("No team")
        if is_known:
            del self.fields["display_name"]
        if not teams:
            del self.fields["team"]

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    @property
    def team_chosen(self) -> Team | None:
        return self.cleaned_data.get("team")


class CodeForm(StyledForm):
    """The code that stands on the wall."""

    code = forms.CharField(
        label=gettext_lazy("Code of the hackathon"),
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}
        ),
        error_messages={"required": gettext_lazy("Write the code.")},
    )

    def clean_code(self) -> str:
        code = as_typed(self.cleaned_data["code"])
        if not Hackathon.objects.filter(code=code).exists():
            raise forms.ValidationError(
                _("There is no hackathon with this code. Look at it again.")
            )
        return code


class AddressForm(StyledForm):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Write your address.")},
    )


class ProofForm(StyledForm):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Write the code.")},
    )
