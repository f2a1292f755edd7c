from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories import HackathonFactory

pytestmark = pytest.mark.django_db


def test_list_names_hackathons_newest_first(client: Client) -> None:
    HackathonFactory(name="Spring", closed=True)
    HackathonFactory(name="Autumn", planned=True)

    page = client.get("/en/hackathons/").content.decode()

    assert page.index("Autumn") < page.index("Spring")


def test_pages_are_in_the_menu(client: Client) -> None:
    page = client.get("/en/").content.decode()

    assert '<a href="/en/hackathons/">Hackathons</a>' in page


def test_times_are_told_in_the_hackathons_own_zone(client: Client) -> None:
    HackathonFactory(
        name="Open day",
        time_zone="Africa/Nairobi",
        opens_at=datetime(2026, 3, 2, 6, 0, tzinfo=UTC),
        closes_at=datetime(2026, 3, 2, 14, 0, tzinfo=UTC),
    )

    page = client.get("/en/hackathons/open-day/").content.decode()

    assert "2 March 2026, 09:00</time>" in page
    assert "17:00</time> (Africa/Nairobi)" in page


def test_pages_that_go_by_the_clock_are_not_kept(client: Client) -> None:
    HackathonFactory(name="Open day")

    client.get("/en/hackathons/open-day/")
    later = client.get("/en/hackathons/open-day/")

    assert "ETag" not in later.headers
    assert later["Cache-Control"] == "private, no-cache"
