"""Limits and traps: what is refused says so, and nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.test import Client, RequestFactory

from accounts.models import User
from catalogue.models import Tool
from contributions import spam
from contributions.models import Change, Suggestion
from tests.factories import ToolFactory, UserFactory, text
from tests.forms import fields, fields_of, messages_beside, send

pytestmark = pytest.mark.django_db
ADD = "/en/tools/add/"
GOOD = {"name": "Decidim", "summary": "Votes."}


@pytest.fixture
def patient(settings: Any) -> None:
    settings.SHORTEST_TYPING = timedelta(0)


@pytest.fixture
def signed_in(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def opened(monkeypatch: pytest.MonkeyPatch, ago: timedelta) -> str:
    """The moment that a page of then holds."""
    with monkeypatch.context() as then:
        now = signing.time.time()
        then.setattr(signing.time, "time", lambda: now - ago.total_seconds())
        return spam.SIGNER.sign(spam.OPENED)


def test_trap_is_for_nobody_who_reads(client: Client) -> None:
    page = BeautifulSoup(client.get(ADD).content, "html.parser")

    trap = page.select_one("#id_subject")
    assert trap["autocomplete"] == "off"
    assert trap["tabindex"] == "-1"
    around = trap.find_parent(class_="trap")
    assert around["aria-hidden"] == "true"


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_filled_trap_is_told_and_shown(
    patient: None, client: Client, contributor: User, is_signed_in: bool
) -> None:
    if is_signed_in:
        client.force_login(contributor)

    response = send(client, ADD, **GOOD, subject="Filled by a password manager")

    assert response.status_code == 422
    assert "Empty this field" in messages_beside(response, "subject")
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("#id_subject").find_parent(class_="trap") is None
    assert fields_of(response.content)["summary"] == "Votes."
    assert not Tool.objects.exists()


def test_visitor_faster_than_hands_is_asked_to_wait(client: Client) -> None:
    response = send(client, ADD, **GOOD)

    assert response.status_code == 422
    assert "very fast" in response.content.decode()
    assert fields_of(response.content)["summary"] == "Votes."


def test_visitor_who_waited_may_send_the_same_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = send(client, ADD, **GOOD)
    again = fields_of(early.content)
    waited = opened(monkeypatch, timedelta(seconds=5))

    response = client.post(ADD, {**again, "opened": waited})

    assert response.status_code == 302


def test_moment_survives_an_error(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = opened(monkeypatch, timedelta(hours=1))

    response = send(client, ADD, name="", opened=moment)

    assert fields_of(response.content)["opened"] == moment


def test_page_of_yesterday_is_given_back_with_its_text(
    patient: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = opened(monkeypatch, timedelta(hours=25))

    response = send(client, ADD, **GOOD, opened=old)

    assert response.status_code == 422
    assert "open for too long" in response.content.decode()
    again = fields_of(response.content)
    assert again["summary"] == "Votes."
    assert client.post(ADD, again).status_code == 302


def test_people_who_are_signed_in_may_be_fast_or_slow(signed_in: Client) -> None:
    assert send(signed_in, ADD, **GOOD, opened="").status_code == 302


def test_preview_asks_for_no_patience(client: Client) -> None:
    response = send(client, ADD, **GOOD, preview="on")

    assert response.status_code == 200


def test_address_has_a_limit_an_hour(
    patient: None, client: Client, settings: Any
) -> None:
    settings.MOST_SENT_BY_AN_ADDRESS_AN_HOUR = 2
    for number in range(2):
        send(client, ADD, name=f"Tool {number}", summary="Votes.")

    response = send(client, ADD, **GOOD)

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert "That was a lot in one hour" in response.content.decode()
    assert fields_of(response.content)["summary"] == "Votes."
    assert Suggestion.objects.count() == 2


def test_other_addresses_are_not_held_to_it(
    patient: None, client: Client, settings: Any
) -> None:
    settings.MOST_SENT_BY_AN_ADDRESS_AN_HOUR = 1
    send(client, ADD, name="One", summary="Votes.")
    sent = {**fields(client, ADD), **GOOD}

    assert client.post(ADD, sent, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_account_has_a_limit_an_hour(signed_in: Client, settings: Any) -> None:
    settings.MOST_CHANGES_AN_HOUR = 2
    for number in range(2):
        send(signed_in, ADD, name=f"Tool {number}", summary="Votes.")

    response = send(signed_in, ADD, **GOOD)

    assert response.status_code == 429
    assert 3500 < int(response["Retry-After"]) <= 3600
    assert fields_of(response.content)["summary"] == "Votes."
    assert Tool.objects.count() == 2


def test_what_an_account_had_held_counts_too(
    signed_in: Client, contributor: User, settings: Any
) -> None:
    settings.MOST_CHANGES_AN_HOUR = 1
    settings.REVIEW_FIRST_EDITS = 5
    send(signed_in, ADD, name="One", summary="Votes.")

    assert send(signed_in, ADD, **GOOD).status_code == 429


def test_moderators_have_no_limit(
    client: Client, moderator: User, settings: Any
) -> None:
    settings.MOST_CHANGES_AN_HOUR = 0
    client.force_login(moderator)

    assert send(client, ADD, **GOOD).status_code == 302


@pytest.mark.parametrize(
    ("direct", "passed_on", "trusts", "address"),
    [
        ("192.0.2.1", "", False, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.5", False, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.5", True, "203.0.113.5"),
        ("192.0.2.1", "made.up, 203.0.113.5", True, "203.0.113.5"),
        ("192.0.2.1", "", True, "192.0.2.1"),
        ("192.0.2.1", "nonsense", True, "unknown"),
        ("2001:db8:1:2:3::4", "", False, "2001:db8:1:2::/64"),
    ],
)
def test_address_is_the_one_that_the_sites_proxy_saw(
    settings: Any, direct: str, passed_on: str, trusts: bool, address: str
) -> None:
    settings.TRUSTS_PROXY = trusts
    headers = {"x-forwarded-for": passed_on} if passed_on else {}

    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=direct)

    assert spam.address_of(request) == address


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"description": "See https://bit.ly/abc"}, "shortened web address"),
        ({"website": "https://www.tinyurl.com/abc"}, "shortened web address"),
        ({"source": "http://t.co/x"}, "shortened web address"),
        (
            {"description": " ".join(f"https://a{n}.org" for n in range(6))},
            "many web addresses",
        ),
        ({"summary": "The best CASINO."}, "words that advertising uses"),
    ],
)
def test_suspicious_change_of_a_contributor_waits(
    signed_in: Client, contributor: User, typed: dict, why: str
) -> None:
    response = send(signed_in, ADD, **{**GOOD, **typed})

    suggestion = Suggestion.objects.get()
    assert suggestion.person == contributor
    assert not Tool.objects.exists()
    shown = signed_in.get(response["Location"]).content.decode()
    assert "Your suggestion waits" in shown
    assert why in shown


def test_plain_change_of_a_contributor_applies_at_once(signed_in: Client) -> None:
    send(signed_in, ADD, **GOOD, website="https://decidim.org", source="https://a.org")

    assert Tool.objects.exists()


def test_what_stood_there_before_is_not_held_against_a_change(
    signed_in: Client,
) -> None:
    ToolFactory(name="Decidim", texts={"en": text("No casino. https://bit.ly/x")})

    send(signed_in, "/en/tools/decidim/edit/", licence="MIT")

    assert Tool.objects.get().licence == "MIT"


@pytest.mark.parametrize("trait", [{"is_organizer": True}, {"moderator": True}])
def test_changes_of_the_trusted_are_not_held(
    client: Client, settings: Any, trait: dict
) -> None:
    settings.REVIEW_FIRST_EDITS = 5
    client.force_login(UserFactory(**trait))

    send(client, ADD, name="Decidim", summary="See https://bit.ly/abc")

    assert Tool.objects.exists()


def test_first_changes_of_an_account_wait_where_a_setting_says_so(
    signed_in: Client, contributor: User, settings: Any
) -> None:
    settings.REVIEW_FIRST_EDITS = 2
    ToolFactory(by=contributor)
    held = send(signed_in, ADD, **GOOD)
    ToolFactory(by=contributor)

    send(signed_in, ADD, name="Consul", summary="Votes.")

    shown = signed_in.get(held["Location"]).content.decode()
    assert "among the first changes of this account" in shown
    assert Suggestion.objects.get().name == "Decidim"
    assert Tool.objects.filter(name="Consul").exists()


def test_first_changes_apply_at_once_by_default(signed_in: Client) -> None:
    send(signed_in, ADD, **GOOD)

    assert Change.objects.count() == 1
