from typing import Any

from allauth.account.forms import SignupForm


class SignUpForm(SignupForm):
    """An e-mail address and a display name; a password can be set later."""

    field_order = ["email", "display_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password1", None)
