"""Suggestions become one's own when one proves the address they were sent with."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in

from accounts.models import User
from contributions.actions import claim_suggestions


def connect() -> None:
    email_confirmed.connect(claim_of_address)
    user_logged_in.connect(claim_of_person)


def claim_of_address(email_address: EmailAddress, **kwargs: Any) -> None:
    claim_suggestions(email_address.user, email_address.email)


def claim_of_person(user: User, **kwargs: Any) -> None:
    for address in EmailAddress.objects.filter(user=user, verified=True):
        claim_suggestions(user, address.email)
