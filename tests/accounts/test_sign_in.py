import pytest
from django.core import mail

from tests.accounts.signing import (
    ADA,
    PASSWORD,
    ask_for_code,
    enter_code,
    give_password,
    is_signed_in,
    last_code,
    person,
)
from tests.browsing import page, words

pytestmark = pytest.mark.django_db


def test_code_sent_by_mail_signs_in(client):
    person()

    response = ask_for_code(client)
    assert response["Location"] == "/en/account/login/code/confirm/"
    assert mail.outbox[-1].to == [ADA]
    assert last_code() in mail.outbox[-1].subject
    enter_code(client, last_code())

    assert is_signed_in(client)


def test_code_is_the_first_thing_offered(client):
    form = page(client, "/en/account/login/").select_one("main form")

    assert form["action"] == "/en/account/login/code/"
    assert words(form.select_one("button")) == "Send me a code"
    assert not form.select("input[type=password]")


def test_code_works_in_the_browser_that_asked_for_it_only(client):
    person()
    ask_for_code(client)
    code = last_code()
    client.cookies.clear()

    enter_code(client, code)

    assert not is_signed_in(client)


def test_unknown_address_is_answered_like_a_known_one(client):
    person()
    known = ask_for_code(client)
    client.cookies.clear()

    unknown = ask_for_code(client, "nobody@example.org")

    assert (unknown.status_code, unknown["Location"]) == (302, known["Location"])
    assert mail.outbox[-1].to == ["nobody@example.org"]
    assert "there is no account with it" in mail.outbox[-1].body


def test_three_wrong_codes_end_the_attempt(client):
    person()
    ask_for_code(client)
    for _ in range(3):
        assert enter_code(client, "AAAA-BBBB").status_code in {302, 422}

    enter_code(client, last_code())

    assert not is_signed_in(client)


def test_password_signs_in_where_one_was_set(client):
    person(password=PASSWORD)

    assert give_password(client, "wrong").status_code == 422
    give_password(client, PASSWORD)

    assert is_signed_in(client)


def test_person_comes_back_to_where_the_sign_in_began(client):
    person(password=PASSWORD)
    link = page(client, "/en/about/").select_one(".site-nav a[rel=nofollow]")
    assert link["href"] == "/en/account/login/?next=%2Fen%2Fabout%2F"

    response = give_password(client, PASSWORD, next="/en/about/")

    assert response["Location"] == "/en/about/"


def test_sign_in_never_leads_to_another_site(client):
    person(password=PASSWORD)

    response = give_password(client, PASSWORD, next="https://evil.example/")

    assert response["Location"] == "/en/"


def test_closed_account_does_not_sign_in(client):
    person(password=PASSWORD, is_active=False)

    give_password(client, PASSWORD)

    assert not is_signed_in(client)


def test_sign_out_asks_first(client):
    client.force_login(person())

    client.get("/en/account/logout/")
    assert is_signed_in(client)
    client.post("/en/account/logout/")

    assert not is_signed_in(client)


def test_admin_signs_in_by_the_sites_own_page(client, moderator):
    response = client.get("/admin/", follow=True)
    asked = response.redirect_chain[-1][0]

    assert asked == "/en/account/login/?next=%2Fadmin%2F"
    client.force_login(moderator)
    assert client.get("/admin/").status_code == 200


def test_admin_refuses_contributors(client, contributor):
    client.force_login(contributor)

    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    "name", ["login/", "login/code/", "signup/", "signup/passkey/", "password/reset/"]
)
def test_page_with_a_form_is_never_kept(client, name):
    tokens = set()
    for _ in range(2):
        client.cookies.clear()
        response = client.get(f"/en/account/{name}")
        assert "csrftoken" in response.cookies
        assert "ETag" not in response
        tokens.add(response.cookies["csrftoken"].value)

    assert len(tokens) == 2


@pytest.mark.parametrize(
    "name",
    ["email/", "password/change/", "password/set/", "2fa/", "sessions/", "3rdparty/"],
)
def test_page_of_an_account_is_for_its_person(client, name):
    response = client.get(f"/en/account/{name}")

    assert response.status_code == 302
    assert response["Location"].startswith("/en/account/login/?next=")


@pytest.mark.parametrize(
    "name",
    [
        *("email/", "password/set/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/"),
        *("2fa/webauthn/add/", "sessions/", "3rdparty/", "logout/"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_of_an_account_is_in_the_sites_design(client, language, name):
    client.force_login(person())

    soup = page(client, f"/{language}/account/{name}")

    assert soup.html["lang"] == language
    assert len(soup.select("main h1")) == 1
    assert soup.select_one(".site-header")
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    inline = [script for script in soup.select("script") if not script.get("src")]
    assert {script["type"] for script in inline} <= {"application/json"}
    assert not soup.select("style, [style], [onclick]")


def test_mistake_is_listed_on_top_with_a_link_to_the_field(client):
    response = ask_for_code(client, "no address")

    assert response.status_code == 422
    assert '<a href="#id_email">' in response.text
    assert 'aria-describedby="id_email_error"' in response.text
    assert "<title>Error: Sign in" in response.text
