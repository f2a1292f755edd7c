"""The home page names hackathons while they are open, and not a minute longer."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from hackathons.agenda import agenda
from hackathons.middleware import JOINED
from hackathons.organizing import renew_code
from tests.factories import HackathonFactory, MembershipFactory

pytestmark = pytest.mark.django_db
HOME = "/en/"
AN_HOUR = timedelta(hours=1)


def at(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)
    # Its own clock forgets what is too old.
    caches["pages"].clear()


def test_home_names_the_hackathon_that_is_open(client: Client) -> None:
    HackathonFactory(name="Open day", place="Nairobi", is_online=True, code="7F3K")
    HackathonFactory(name="Closed day", closed=True)
    HackathonFactory(name="Planned day", planned=True)

    page = client.get(HOME).content.decode()

    assert '<a href="/en/hackathons/open-day/"><bdi>Open day</bdi></a>' in page
    assert "<bdi>Nairobi</bdi><span>Online</span>" in page
    assert 'href="/en/hackathons/join/7F3K/"' in page
    assert "Closed day" not in page
    assert "Planned day" not in page


def test_home_says_nothing_when_none_is_open(client: Client) -> None:
    HackathonFactory(planned=True)

    assert "Open now" not in client.get(HOME).content.decode()


def test_home_of_who_joined_names_it_once(client: Client) -> None:
    membership = MembershipFactory(hackathon=HackathonFactory(), guest=True)
    client.force_login(membership.person)
    session = client.session
    session[JOINED] = membership.hackathon_id
    session.save()

    page = client.get(HOME).content.decode()

    assert "You are at" in page
    assert "Open now" not in page


def test_kept_home_page_leads_to_the_new_code(client: Client) -> None:
    hackathon = HackathonFactory(code="7F3K")
    assert "join/7F3K/" in client.get(HOME).content.decode()

    renew_code(hackathon)

    page = client.get(HOME).content.decode()
    assert "join/7F3K/" not in page
    assert f"join/{hackathon.code}/" in page


def test_kept_home_page_goes_by_the_clock(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    HackathonFactory(name="Soon", opens_at=now + AN_HOUR, closes_at=now + 2 * AN_HOUR)
    seen = []
    for moment in (now, now + AN_HOUR, now + 2 * AN_HOUR):
        at(monkeypatch, moment)
        known = {"if-none-match": seen[-1]["ETag"]} if seen else {}
        seen.append(client.get(HOME, headers=known))

    assert [answer.status_code for answer in seen] == [200, 200, 200]
    assert ["Open now" in one.content.decode() for one in seen] == [False, True, False]


def test_kept_home_page_is_forgotten_when_a_hackathon_opens(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[float | None] = []
    monkeypatch.setattr(
        type(caches["pages"]),
        "set",
        lambda self, key, value, timeout=None, **more: kept.append(timeout),
    )
    HackathonFactory(opens_at=timezone.now() + AN_HOUR)

    client.get(HOME)
    client.get("/en/about/")

    home, about = kept
    assert home is not None and 3590 < home <= 3600
    assert about is None


def test_agenda_holds_until_the_next_one_opens_or_closes() -> None:
    now = timezone.now()
    HackathonFactory(name="Open", opens_at=now - AN_HOUR, closes_at=now + 3 * AN_HOUR)
    HackathonFactory(
        name="Next", opens_at=now + 2 * AN_HOUR, closes_at=now + 9 * AN_HOUR
    )

    found = agenda()

    assert [one.name for one in found.open] == ["Open"]
    assert found.until == now + 2 * AN_HOUR
