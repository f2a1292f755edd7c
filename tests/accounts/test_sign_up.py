import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.models import User
from tests.accounts.signing import ADA, is_signed_in, last_code, person, sign_up
from tests.browsing import page, words

pytestmark = pytest.mark.django_db


def confirm(client, code):
    return client.post("/en/account/confirm-email/", {"code": code})


def test_name_and_address_are_enough_for_an_account(client):
    assert sign_up(client)["Location"] == "/en/account/confirm-email/"
    assert not is_signed_in(client)

    confirm(client, last_code())

    assert is_signed_in(client)
    ada = User.objects.get(email=ADA)
    assert str(ada) == "Ada"
    assert not ada.has_usable_password()
    assert EmailAddress.objects.get(user=ada).verified


def test_sign_up_asks_for_nothing_else(client):
    form = page(client, "/en/account/signup/").select_one("main form")

    fields = {field["name"] for field in form.select("input")}
    assert fields == {"csrfmiddlewaretoken", "email", "display_name"}


def test_username_is_not_made_of_address_or_name(client):
    sign_up(client, "maria.perez@example.org")

    username = User.objects.get().username
    assert len(username) == 12
    assert not {"maria", "perez", "ada"} & {username[:5], username[:3]}
    assert "maria" not in username


def test_wrong_code_is_said_beside_the_field(client):
    sign_up(client)

    response = confirm(client, "AAAA-BBBB")

    assert response.status_code == 422
    assert "id_code_error" in response.text
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "name", ["", " ", "a" * 81, "Ada\u202egro", "Ada\x07", "\u2028", "…"]
)
def test_bad_display_name_is_said_beside_the_field(client, name):
    sent = {"email": ADA, "display_name": name}
    response = client.post("/en/account/signup/", sent)

    assert response.status_code == 422
    assert "id_display_name_error" in response.text
    assert f'value="{ADA}"' in response.text
    assert not User.objects.exists()


def test_display_name_may_be_in_any_script(client):
    sent = {"email": ADA, "display_name": "  Ада   零時 عادة "}
    client.post("/en/account/signup/", sent)

    assert User.objects.get().display_name == "Ада 零時 عادة"


def test_known_address_is_answered_like_an_unknown_one(client):
    unknown = sign_up(client, "new@example.org")
    client.cookies.clear()
    person()

    known = sign_up(client)

    assert (known.status_code, known["Location"]) == (302, unknown["Location"])
    assert User.objects.filter(email=ADA).count() == 1
    assert mail.outbox[-1].to == [ADA]
    assert "There is one already" in mail.outbox[-1].body
    assert "/en/account/login/" in mail.outbox[-1].body


def test_address_in_capitals_is_the_same_address(client):
    person()

    sign_up(client, "ADA@example.org")

    assert User.objects.count() == 1


def test_french_visitor_gets_french_mail(client):
    sent = {"email": ADA, "display_name": "Ada"}
    client.post("/fr/account/signup/", sent)

    assert "Saisissez ce code" in mail.outbox[-1].body


def test_sign_up_with_a_passkey_asks_for_the_same(client):
    soup = page(client, "/en/account/signup/passkey/")

    assert words(soup.select_one("h1"))
    assert soup.select_one("input[name=display_name]")
    assert not soup.select_one("input[type=password]")
