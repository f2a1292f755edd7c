"""What stands beside an entry's form for those who send it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.access import may_write
from contributions.spam import GuardForm


class SenderForm(GuardForm):
    """Of visitors, an address for the answer is asked too."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, if you want an answer"),
        help_text=gettext_lazy(
            "We write twice: with a link to follow your suggestion, and when a "
            "moderator has decided. Nobody else sees it."
        ),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"class": "input", "autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        if may_write(self.person):
            del self.fields["email"]
