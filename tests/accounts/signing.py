"""What a person does to get in, through the pages."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests.factories import UserFactory

CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)
ADA = "ada@example.org"
PASSWORD = "correct horse battery"


def person(email: str = ADA, password: str = "", **fields: Any) -> User:
    """Somebody with a verified e-mail address."""
    user = UserFactory(email=email, display_name="Ada", **fields)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def sign_up(client: Client, email: str = ADA, **extra: Any) -> HttpResponse:
    fields = {"email": email, "display_name": "Ada"}
    return client.post("/en/account/signup/", fields, **extra)


def ask_for_code(client: Client, email: str = ADA, **extra: Any) -> HttpResponse:
    return client.post("/en/account/login/code/", {"email": email}, **extra)


def enter_code(client: Client, code: str, **query: str) -> HttpResponse:
    address = "/en/account/login/code/confirm/"
    return client.post(address, {"code": code, **query})


def give_password(client: Client, password: str, **fields: Any) -> HttpResponse:
    sent = {"login": ADA, "password": password}
    return client.post("/en/account/login/", sent | fields)


def last_code() -> str:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[0]


def is_signed_in(client: Client) -> bool:
    return client.get("/en/profile/").status_code == 200
