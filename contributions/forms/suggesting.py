"""What stands beside an entry's form for those who send it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.access import may_write
from contributions.forms.base import long_text
from contributions.forms.fields import TextField
from contributions.spam import GuardForm


class SenderForm(GuardForm):
    """Of visitors, an address for the answer is asked too."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, if you want an answer"),
        help_text=gettext_lazy(
            "We write with a link to follow your suggestion, when a moderator has a "
            "question and when one has decided. Nobody else sees it."
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


class AnswerForm(forms.Form):
    """What the sender of a suggestion answers to a moderator's question."""

    text = TextField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("Moderators read it; it is not published."),
        max_length=2000,
        widget=long_text(5, **{"class": "input"}),
        error_messages={"required": gettext_lazy("Write your answer.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
