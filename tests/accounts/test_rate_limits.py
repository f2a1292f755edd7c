"""A hall of three hundred people has one address; an account is guarded closely."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.accounts.signing import (
    ADA,
    PASSWORD,
    ask_for_code,
    give_password,
    is_signed_in,
    last_code,
    person,
    sign_up,
)

pytestmark = pytest.mark.django_db
PEOPLE = 300
HALL, ELSEWHERE = "203.0.113.7", "198.51.100.9"


def test_three_hundred_people_behind_one_address_sign_up_within_ten_minutes():
    for number in range(PEOPLE):
        client = Client(REMOTE_ADDR=HALL)
        response = sign_up(client, f"person{number}@example.org")
        assert response["Location"] == "/en/account/confirm-email/", number
        sent = {"code": last_code()}
        response = client.post("/en/account/confirm-email/", sent)
        assert response["Location"] == "/en/", number

    assert EmailAddress.objects.filter(verified=True).count() == PEOPLE


def test_three_hundred_people_behind_one_address_sign_in_within_ten_minutes():
    for number in range(PEOPLE):
        client = Client(REMOTE_ADDR=HALL)
        response = ask_for_code(client, f"person{number}@example.org")
        assert response["Location"] == "/en/account/login/code/confirm/", number


def test_one_address_has_a_limit(settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip"}
    statuses = [
        sign_up(Client(REMOTE_ADDR=HALL), f"{number}@example.org").status_code
        for number in range(3)
    ]
    elsewhere = sign_up(Client(REMOTE_ADDR=ELSEWHERE), "other@example.org")

    assert statuses == [302, 302, 429]
    assert elsewhere.status_code == 302


def test_answer_to_too_many_attempts_is_a_page_of_the_site(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    sign_up(client)

    response = sign_up(client)

    assert response.status_code == 429
    assert "Too many attempts" in response.text
    assert "site-header" in response.text


def test_account_gets_three_codes_a_minute_from_wherever_they_are_asked_for():
    person()
    for number in range(3):
        ask_for_code(Client(REMOTE_ADDR=f"198.51.100.{number}"))

    ask_for_code(Client(REMOTE_ADDR=HALL))

    assert [message.to for message in mail.outbox] == [[ADA]] * 3


def test_account_gets_ten_codes_an_hour(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", clock)
    person()
    for _ in range(12):
        ask_for_code(Client(REMOTE_ADDR=HALL))
        clock.now += 120

    assert len(mail.outbox) == 10


def test_account_has_five_wrong_passwords_from_wherever_they_come():
    person(password=PASSWORD)
    for number in range(5):
        give_password(Client(REMOTE_ADDR=f"198.51.100.{number}"), "wrong")

    client = Client(REMOTE_ADDR=HALL)
    response = give_password(client, PASSWORD)

    assert response.status_code == 422
    assert "Too many failed login attempts" in response.text
    assert not is_signed_in(client)


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def counted(settings, *addresses: dict[str, str]) -> list[int]:
    """What each answer is when one sign-up a minute is allowed from an address."""
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    return [
        sign_up(Client(**address), f"{number}@example.org").status_code
        for number, address in enumerate(addresses)
    ]


def seen(remote: str, forwarded: str = "") -> dict[str, str]:
    """An address that connects, and what it says of those before it."""
    named = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return {"REMOTE_ADDR": remote, **named}


def test_address_a_visitor_claims_is_ignored_without_a_proxy(settings):
    claims = [seen(HALL, "192.0.2.1"), seen(HALL, "192.0.2.2"), seen(ELSEWHERE)]

    assert counted(settings, *claims) == [302, 429, 302]


def test_address_the_proxy_saw_is_counted_behind_a_proxy(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    visitors = [seen("10.0.0.2", HALL), seen("10.0.0.2", ELSEWHERE)]

    assert counted(settings, *visitors, visitors[0]) == [302, 302, 429]


def test_addresses_before_the_proxys_own_are_ignored(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    claims = [
        seen("10.0.0.2", f"192.0.2.1, {HALL}"),
        seen("10.0.0.2", f"192.0.2.2, {HALL}"),
    ]

    assert counted(settings, *claims) == [302, 429]
