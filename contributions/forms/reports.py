from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.forms.base import long_text
from contributions.forms.fields import TextField
from contributions.models import ReportReason


class ReportForm(forms.Form):
    """What is not right. Anybody may send it, without an account."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is not right?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    message = TextField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy(
            "What is wrong, and how one can see it. Only moderators read this."
        ),
        max_length=2000,
        required=False,
        widget=long_text(5, **{"class": "input"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        is_other = values.get("reason") == ReportReason.OTHER
        if is_other and "message" in values and not values["message"]:
            self.add_error("message", _("Say in a few words what is not right."))
        return values
