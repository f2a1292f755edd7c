"""Where the site differs from how allauth makes accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from accounts.models import User
from accounts.names import LONGEST

USERNAME_LENGTH = 12


def random_username() -> str:
    return get_random_string(USERNAME_LENGTH, "abcdefghijkmnpqrstuvwxyz23456789")


class AccountAdapter(DefaultAccountAdapter):
    def generate_unique_username(
        self, txts: list[str | None], regex: str | None = None
    ) -> str:
        """Part of a public address, so it tells nothing of the e-mail address."""
        return random_username()


class OpenIDAdapter(DefaultSocialAccountAdapter):
    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        user = super().populate_user(request, sociallogin, data)
        user.username = ""
        names = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(filter(None, names))
        user.display_name = str(name)[:LONGEST]
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        initial = super().get_signup_form_initial_data(sociallogin)
        return {**initial, "display_name": sociallogin.user.display_name}
