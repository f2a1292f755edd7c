"""What was suggested without an account becomes one's own by signing in."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from contributions import actions
from tests.accounts.signing import (
    ADA,
    ask_for_code,
    enter_code,
    last_code,
    person,
    sign_up,
)
from tests.browsing import page, words
from tests.contributions.test_suggestions import NOBODY, of_a_tool

pytestmark = pytest.mark.django_db


def test_signing_in_claims_what_was_suggested_with_the_address(client: Client) -> None:
    ada = person()
    suggestion = actions.suggest(of_a_tool(), NOBODY, email=ADA)

    ask_for_code(client)
    enter_code(client, last_code())

    assert list(ada.suggestions.all()) == [suggestion]
    assert "Decidim" in words(page(client, "/en/profile/").main)


def test_signing_up_claims_what_was_suggested_before(client: Client) -> None:
    suggestion = actions.suggest(of_a_tool(), NOBODY, email=ADA)

    sign_up(client)
    assert suggestion.person is None
    client.post("/en/account/confirm-email/", {"code": last_code()})

    assert list(User.objects.get().suggestions.all()) == [suggestion]


def test_address_that_is_not_proven_claims_nothing(client: Client) -> None:
    ada = person()
    other = "other@example.org"
    EmailAddress.objects.create(user=ada, email=other, verified=False)
    actions.suggest(of_a_tool(), NOBODY, email=other)

    ask_for_code(client)
    enter_code(client, last_code())

    assert not ada.suggestions.exists()
