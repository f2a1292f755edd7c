"""What was suggested without an account becomes one's own by signing in."""

from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from catalogue.models import Tool
from contributions import actions
from contributions.models import Draft, Suggestion
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
from tests.factories import ToolFactory, UserFactory
from tests.forms import fields, send

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


def test_what_was_typed_is_there_after_signing_in(client: Client) -> None:
    ToolFactory(name="Decidim")
    person()
    address = "/en/tools/decidim/edit/"

    response = send(client, address, summary="My words.", **{"sign-in": "on"})
    ask_for_code(client)
    enter_code(client, last_code())
    shown = fields(client, parse_qs(urlsplit(response["Location"]).query)["next"][0])

    assert response["Location"].startswith("/en/account/login/?next=")
    assert shown["summary"] == "My words."
    assert client.post(address, shown).status_code == 302
    assert Tool.objects.get().texts.get().summary == "My words."
    assert not Draft.objects.exists()


def test_sign_in_button_sends_nothing(client: Client) -> None:
    send(client, "/en/tools/add/", name="", **{"sign-in": "on"})

    assert Draft.objects.get().person is None
    assert not Suggestion.objects.exists()


def test_drafts_of_visitors_have_the_limit_of_what_they_send(
    client: Client, settings: Any
) -> None:
    settings.MOST_SENT_BY_AN_ADDRESS_AN_HOUR = 0

    response = send(client, "/en/tools/add/", name="Decidim", **{"sign-in": "on"})

    assert response.status_code == 429
    assert not Draft.objects.exists()


def test_address_that_is_not_proven_claims_nothing(client: Client) -> None:
    ada = person()
    other = "other@example.org"
    EmailAddress.objects.create(user=ada, email=other, verified=False)
    actions.suggest(of_a_tool(), NOBODY, email=other)

    ask_for_code(client)
    enter_code(client, last_code())

    assert not ada.suggestions.exists()


def test_what_was_typed_is_on_the_profile_as_soon_as_somebody_signed_in(
    client: Client, contributor: User
) -> None:
    send(client, "/en/tools/add/", name="Decidim", **{"sign-in": "on"})

    client.force_login(contributor)

    assert Draft.objects.get().person == contributor
    assert "Decidim" in client.get("/en/profile/").content.decode()


def test_older_state_of_it_goes_when_its_person_signs_in_again(
    client: Client, contributor: User
) -> None:
    client.force_login(contributor)
    opened = fields(client, "/en/tools/add/")
    typed = {**opened, "name": "Decidim"}
    del typed["signed-in"]
    uuid = UUID(opened["draft"])
    actions.save_draft(uuid, contributor, "tool", None, {"name": ["Decidim"]})
    client.logout()

    client.post("/en/tools/add/", {**typed, "summary": "Whole.", "sign-in": "on"})
    client.force_login(contributor)

    [draft] = Draft.objects.all()
    assert (draft.person, draft.values["summary"]) == (contributor, ["Whole."])


def test_older_state_stays_when_somebody_else_signs_in(
    client: Client, contributor: User
) -> None:
    other, uuid = UserFactory(), uuid4()
    actions.save_draft(uuid, other, "tool", None, {"name": ["Theirs"]})
    typed = {"name": "Mine", "draft": str(uuid), "sign-in": "on"}

    send(client, "/en/tools/add/", **typed)
    client.force_login(contributor)

    assert Draft.objects.get(pk=uuid).person == other
    assert Draft.objects.get(name="Mine").person == contributor
