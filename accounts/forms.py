from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.names import LONGEST, clean_display_name


class DisplayNameForm(forms.Form):
    """What sign-up asks beside an e-mail address; allauth builds its forms on it."""

    display_name = forms.CharField(
        label=_("Display name"),
        strip=False,
        max_length=LONGEST,
        help_text=_("Shown beside your changes; may differ from your own name."),
        widget=forms.TextInput({"autocomplete": "nickname"}),
    )

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def signup(self, request: HttpRequest, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])
