from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from accounts.models import User
from contributions.models import Change, Suggestion
from hackathons import qr
from hackathons.models import Hackathon, Membership
from tests.factories import HackathonFactory, MembershipFactory
from tests.forms import messages_beside, send

pytestmark = pytest.mark.django_db
ADD = "/en/tools/add/"
GOOD = {"name": "Decidim", "summary": "Lets a city ask its inhabitants."}


@pytest.fixture
def event() -> Hackathon:
    return HackathonFactory(
        name="Open day", code="7F3K", teams=["Nairobi"], allows_guests=True
    )


@pytest.fixture
def guest(client: Client, event: Hackathon) -> User:
    """Somebody who joined by name; `client` is their device."""
    client.post("/en/hackathons/join/7F3K/", {"display_name": "Wanjiru"})
    return User.objects.get(display_name="Wanjiru")


@pytest.mark.parametrize(
    ("language", "address"),
    [
        ("fr-CA,fr;q=0.9", "/fr/hackathons/join/7F3K/"),
        ("sw", "/en/hackathons/join/7F3K/"),
    ],
)
def test_short_address_leads_to_the_readers_language(
    client: Client, language: str, address: str
) -> None:
    response = client.get("/j/7f3k", headers={"accept-language": language})

    assert response["Location"] == address


def test_name_is_enough_to_join(client: Client, event: Hackathon) -> None:
    team = event.occasion.teams.get()

    response = send(
        client, "/en/hackathons/join/7F3K/", display_name="Wanjiru", team=team.pk
    )

    assert response["Location"] == "/en/hackathons/open-day/"
    membership = Membership.objects.get()
    assert membership.person.is_guest
    assert membership.person.email == ""
    assert (membership.team, membership.is_named) == (team, None)


def test_name_without_letters_is_refused(client: Client, event: Hackathon) -> None:
    response = send(client, "/en/hackathons/join/7F3K/", display_name="…")

    assert response.status_code == 422
    assert "at least one letter" in messages_beside(response, "display_name")
    assert not Membership.objects.exists()


def test_account_joins_with_one_click(
    client: Client, event: Hackathon, contributor: User
) -> None:
    client.force_login(contributor)

    send(client, "/en/hackathons/join/7F3K/")
    send(client, "/en/hackathons/join/7F3K/")

    assert Membership.objects.get().person == contributor


@pytest.mark.parametrize("typed", ["7f3k", " 7F 3K ", "7F-3K"])
def test_code_may_be_typed_in_any_way(
    client: Client, event: Hackathon, typed: str
) -> None:
    response = client.get("/en/hackathons/join/", {"code": typed})

    assert response["Location"] == "/en/hackathons/join/7F3K/"


def test_code_that_is_not_there_is_said_so(client: Client) -> None:
    response = client.get("/en/hackathons/join/", {"code": "XXXX"})

    assert response.status_code == 422
    assert "no hackathon with this code" in messages_beside(response, "code")


@pytest.mark.parametrize("when", ["planned", "closed"])
def test_nobody_joins_one_that_is_not_open(client: Client, when: str) -> None:
    HackathonFactory(code="7F3K", **{when: True})

    page = client.get("/en/hackathons/join/7F3K/")
    sent = client.post("/en/hackathons/join/7F3K/", {"display_name": "Wanjiru"})

    assert (page.status_code, sent.status_code) == (200, 403)
    assert not Membership.objects.exists()


def test_hackathon_may_take_accounts_only(client: Client, contributor: User) -> None:
    HackathonFactory(code="7F3K", allows_guests=False)
    sent = client.post("/en/hackathons/join/7F3K/", {"display_name": "Wanjiru"})
    client.force_login(contributor)

    assert sent.status_code == 403
    assert client.post("/en/hackathons/join/7F3K/").status_code == 302


def test_three_hundred_guests_join_from_one_address(event: Hackathon) -> None:
    for number in range(300):
        response = Client().post(
            "/en/hackathons/join/7F3K/", {"display_name": f"Guest {number}"}
        )
        assert response.status_code == 302

    assert event.memberships.count() == 300


def test_guests_have_a_limit_each(
    client: Client, event: Hackathon, settings: Any
) -> None:
    settings.MOST_CHANGES_AN_HOUR = 1
    settings.MOST_SENT_BY_AN_ADDRESS_AN_HOUR = 0
    answers = []
    for name in ("Wanjiru", "Otieno"):
        device = Client()
        device.post("/en/hackathons/join/7F3K/", {"display_name": name})
        for what in ("votes", "budgets"):
            sent = send(device, ADD, name=f"{name} {what}", summary="Counts them.")
            answers.append(sent.status_code)

    assert answers == [302, 429, 302, 429]


def test_flood_of_new_guests_is_stopped(
    client: Client, event: Hackathon, settings: Any
) -> None:
    settings.MOST_GUESTS_AN_HOUR = 1
    MembershipFactory(hackathon=event, guest=True)

    response = send(client, "/en/hackathons/join/7F3K/", display_name="Wanjiru")

    assert response.status_code == 422
    assert b"Many people joined just now." in response.content


def test_from_joining_to_a_published_entry_there_are_three_screens(
    client: Client, event: Hackathon
) -> None:
    joined = send(client, "/en/hackathons/join/7F3K/", display_name="Wanjiru")
    home = client.get(joined["Location"])
    form = BeautifulSoup(home.content, "html.parser").select_one("main form")
    added = send(client, f"{form['action']}?name=Decidim", summary=GOOD["summary"])

    change = Change.objects.get()
    assert added["Location"] == "/en/tools/decidim/"
    assert change.occasion == event.occasion
    assert client.get("/en/tools/decidim/").status_code == 200


def test_changes_are_marked_with_the_team(client: Client, event: Hackathon) -> None:
    team = event.occasion.teams.get()
    client.post(
        "/en/hackathons/join/7F3K/", {"display_name": "Wanjiru", "team": team.pk}
    )

    send(client, ADD, **GOOD)

    assert Change.objects.get().team == team


def test_guests_of_a_closed_hackathon_only_suggest(
    client: Client, guest: User, event: Hackathon, settings: Any
) -> None:
    settings.SHORTEST_TYPING = timedelta(0)
    event.occasion.closes_at = timezone.now()
    event.occasion.save()

    send(client, ADD, **GOOD)

    assert Suggestion.objects.get().occasion is None
    assert not Change.objects.exists()


def test_changes_of_an_account_count_no_more_after_the_close(
    client: Client, contributor: User, event: Hackathon
) -> None:
    client.force_login(contributor)
    client.post("/en/hackathons/join/7F3K/")
    event.occasion.closes_at = timezone.now()
    event.occasion.save()

    send(client, ADD, **GOOD)

    assert Change.objects.get().occasion is None


def test_hackathon_may_review_first(client: Client, event: Hackathon) -> None:
    Hackathon.objects.update(reviews_first=True)
    team = event.occasion.teams.get()
    client.post(
        "/en/hackathons/join/7F3K/", {"display_name": "Wanjiru", "team": team.pk}
    )

    send(client, ADD, **GOOD)

    suggestion = Suggestion.objects.get()
    assert (suggestion.occasion, suggestion.team) == (event.occasion, team)
    assert suggestion.held_because == "Its hackathon has changes reviewed first."
    assert not Change.objects.exists()


def test_wish_to_be_named_is_asked_after_the_first_entry(
    client: Client, guest: User
) -> None:
    question = b"May we show your name?"
    before = client.get("/en/hackathons/open-day/").content
    send(client, ADD, **GOOD)
    after = client.get("/en/tools/decidim/").content

    client.post("/en/hackathons/open-day/name/", {"named": "yes"})

    assert (question in before, question in after) == (False, True)
    assert Membership.objects.get().shows_name
    assert question not in client.get("/en/tools/decidim/").content


def test_left_device_of_a_guest_is_signed_out(
    client: Client, guest: User, moderator: User
) -> None:
    organizer = Client()
    organizer.force_login(moderator)
    membership = Membership.objects.get()

    organizer.post(f"/en/hackathons/open-day/people/{membership.pk}/sign-out/")

    assert client.get("/en/profile/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_account_that_is_signed_out_of_a_hackathon_stays_signed_in(
    client: Client, event: Hackathon, contributor: User, moderator: User
) -> None:
    client.force_login(contributor)
    client.post("/en/hackathons/join/7F3K/")
    organizer = Client()
    organizer.force_login(moderator)
    membership = Membership.objects.get()

    organizer.post(f"/en/hackathons/open-day/people/{membership.pk}/sign-out/")
    send(client, ADD, **GOOD)

    assert Change.objects.get().person == contributor
    assert Change.objects.get().occasion is None


def test_who_left_is_no_longer_marked(
    client: Client, event: Hackathon, contributor: User
) -> None:
    client.force_login(contributor)
    client.post("/en/hackathons/join/7F3K/")

    client.post("/en/hackathons/open-day/leave/")
    send(client, ADD, **GOOD)

    assert Change.objects.get().occasion is None


def test_guests_may_not_revert_or_collect(client: Client, guest: User) -> None:
    send(client, ADD, **GOOD)
    change = Change.objects.get()

    assert client.get(f"/en/changes/{change.pk}/revert/").status_code == 403
    assert client.get("/en/collections/new/").status_code == 403


def test_qr_code_is_a_drawing_of_the_short_address(event: Hackathon) -> None:
    drawing = qr.of_hackathon(event)

    assert drawing.address == "http://testserver/j/7F3K"
    # Version 2 with its quiet border; the first pattern stands in its corner.
    assert drawing.size == 25 + 2 * qr.QUIET
    assert drawing.path.startswith("M4 4h7v1h-7z")


def test_page_to_print_shows_code_and_address(client: Client, event: Hackathon) -> None:
    page = client.get("/en/hackathons/open-day/code/").content.decode()

    assert "testserver/j/7F3K" in page
    assert 'aria-label="QR code of http://testserver/j/7F3K"' in page
    assert "csrfmiddlewaretoken" not in page
