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
    person = email_address.user
    if person.is_guest:
        person.is_guest = False
        person.save(update_fields=["is_guest"])
    claim_suggestions(person, email_address.email)


def claim_of_person(user: User, **kwargs: Any) -> None:
    for address in EmailAddress.objects.filter(user=user, verified=True):
        claim_suggestions(user, address.email)
