"""Titles of the pages of accounts, as the site writes titles."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation

from accounts.templatetags.titles import as_sentence
from tests.accounts.signing import PASSWORD, person, sign_up
from tests.browsing import words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("email/", "E-mail addresses"),
        ("2fa/", "Two-factor authentication"),
        ("password/change/", "Change password"),
        ("logout/", "Sign out"),
        ("reauthenticate/", "Confirm access"),
        ("2fa/webauthn/", "Security keys"),
    ],
)
def test_title_of_a_page_of_accounts_is_a_sentence(
    client: Client, address: str, title: str
) -> None:
    user = person(password=PASSWORD)
    client.force_login(user)

    page = BeautifulSoup(client.get(f"/en/account/{address}").content, "html.parser")

    assert words(page.title).startswith(title)
    for heading in page.select("main h1, main h2"):
        assert not any(word.istitle() for word in heading.get_text().split()[1:])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "buttons"),
    [
        ("email/", ["Make primary", "Re-send verification", "Remove", "Add e-mail"]),
        ("password/change/", ["Change password"]),
        ("password/reset/", ["Reset my password"]),
        ("logout/", ["Sign out"]),
    ],
)
def test_buttons_of_pages_of_accounts_are_sentences(
    client: Client, address: str, buttons: list[str]
) -> None:
    client.force_login(person(password=PASSWORD))

    page = BeautifulSoup(client.get(f"/en/account/{address}").content, "html.parser")

    assert [words(b) for b in page.select("main form :is(button, a.btn)")] == buttons


@pytest.mark.django_db
def test_address_is_called_the_same_on_all_pages(client: Client) -> None:
    for address in ("signup/", "password/reset/"):
        response = client.get(f"/en/account/{address}")
        page = BeautifulSoup(response.content, "html.parser")
        assert words(page.select_one("label[for=id_email]")) == "E-mail"


@pytest.mark.django_db
def test_title_of_the_page_for_a_code_is_a_sentence(client: Client) -> None:
    page = BeautifulSoup(client.get(sign_up(client)["Location"]).content, "html.parser")

    assert words(page.title).startswith("Enter e-mail verification code")


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Sign In Via Google", "Sign in via Google"),
        ("en", "Error: Sign In", "Error: Sign in"),
        ("fr", "Connexion via Access", "Connexion via Access"),
    ],
)
def test_names_and_other_languages_keep_their_capitals(
    language: str, before: str, after: str
) -> None:
    with translation.override(language):
        assert as_sentence(before) == after
