import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from tests.accounts.signing import (
    PASSWORD,
    ask_for_code,
    enter_code,
    give_password,
    is_signed_in,
    last_code,
    person,
)
from tests.browsing import page

pytestmark = pytest.mark.django_db


def number(secret: str) -> str:
    """What an authenticator app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def secret(client) -> str:
    """The secret of a person who switched the second factor on."""
    person(password=PASSWORD)
    give_password(client, PASSWORD)
    address = "/en/account/2fa/totp/activate/"
    again = client.get(address)["Location"]
    client.post(again, {"password": PASSWORD})
    secret = page(client, address).select_one("#authenticator_secret")["value"]
    assert client.post(address, {"code": number(secret)}).status_code == 302
    client.cookies.clear()
    return secret


def test_app_is_asked_for_after_the_password(client, secret):
    response = give_password(client, PASSWORD)

    assert response["Location"].startswith("/en/account/2fa/authenticate/")
    assert not is_signed_in(client)
    client.post("/en/account/2fa/authenticate/", {"code": number(secret)})
    assert is_signed_in(client)


def test_app_is_asked_for_after_a_code_by_mail(client, secret):
    ask_for_code(client)
    enter_code(client, last_code())

    assert not is_signed_in(client)


def test_recovery_code_stands_in_for_a_lost_app(client, secret):
    codes = Authenticator.objects.get(type="recovery_codes").wrap()
    give_password(client, PASSWORD)

    sent = {"code": codes.get_unused_codes()[0]}
    client.post("/en/account/2fa/authenticate/", sent)

    assert is_signed_in(client)


def test_passkey_button_needs_nothing_but_scripts_of_the_site(client):
    soup = page(client, "/en/account/login/")

    button = soup.select_one("#passkey_login")
    assert soup.select_one(f"form#{button['form']}")
    assert "requires JavaScript" in soup.select_one("main noscript").get_text()
    sources = [script["src"] for script in soup.select("script[src]")]
    assert all(source.startswith("/static/") for source in sources)
    assert any(source.endswith("webauthn.js") for source in sources)


def test_passkey_challenge_is_given_to_whoever_wants_to_sign_in(client):
    response = client.get(
        "/en/account/2fa/webauthn/login/", headers={"Accept": "application/json"}
    )

    assert response.json()["request_options"]["publicKey"]["challenge"]
    assert "ETag" not in response
