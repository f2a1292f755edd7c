"""What somebody left without an account becomes theirs when they sign in.

Suggestions by the address that they prove; what they were typing by their browser.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in
from django.contrib.auth import signals
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User
from contributions import shapes
from contributions.actions import claim_draft, claim_suggestions
from contributions.models import Draft

LEFT = "drafts_left"
MOST_LEFT = 20


def connect() -> None:
    email_confirmed.connect(claim_of_address)
    user_logged_in.connect(claim_of_person)
    # Guests come in without allauth.
    signals.user_logged_in.connect(claim_of_browser)


def claim_of_address(email_address: EmailAddress, **kwargs: Any) -> None:
    person = email_address.user
    if person.is_guest:
        person.is_guest = False
        person.save(update_fields=["is_guest"])
    claim_suggestions(person, email_address.email)


def claim_of_person(user: User, **kwargs: Any) -> None:
    for address in EmailAddress.objects.filter(user=user, verified=True):
        claim_suggestions(user, address.email)


def remember(request: HttpRequest, draft: Draft) -> None:
    """That this browser left a draft on the way to signing in."""
    left = request.session.get(LEFT, [])
    request.session[LEFT] = [*left, str(draft.pk)][-MOST_LEFT:]


def claim_of_browser(user: User, request: HttpRequest, **kwargs: Any) -> None:
    for left in request.session.pop(LEFT, []):
        if uuid := shapes.uuid_from(left):
            try:
                claim_draft(uuid, user)
            except PermissionDenied:
                # Somebody else signed in first and has it.
                continue
