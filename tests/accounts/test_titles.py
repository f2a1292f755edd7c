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
        ("email/", "Email addresses"),
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
def test_title_of_the_page_for_a_code_is_a_sentence(client: Client) -> None:
    page = BeautifulSoup(client.get(sign_up(client)["Location"]).content, "html.parser")

    assert words(page.title).startswith("Enter email verification code")


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
