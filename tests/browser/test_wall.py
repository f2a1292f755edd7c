"""The wall in a browser: it follows what happens, with and without a connection."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from hackathons.models import Hackathon
from tests.gathering import add
from tests.threads import at_once

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
WALL = "/en/hackathons/open-day/wall/"
SOON = 15_000


def add_committed(name: str) -> None:
    """Seen by the server, which has a connection of its own, as this thread has."""

    def act() -> None:
        hackathon = Hackathon.objects.with_occasion().get(slug="open-day")
        add(hackathon, name)

    at_once(act)


def test_wall_shows_what_is_added_within_seconds(
    visit: Visit,
) -> None:
    page = visit(WALL)

    add_committed("Added meanwhile")

    expect(page.get_by_text("Added meanwhile")).to_be_visible(timeout=10_000)


def test_wall_keeps_its_figures_without_a_connection_and_recovers_alone(
    visit: Visit,
) -> None:
    page = visit(WALL)
    expect(page.locator("[data-wall-lost]")).to_be_hidden()

    page.context.set_offline(True)
    expect(page.get_by_text("No connection.")).to_be_visible(timeout=SOON)
    expect(page.locator(".count").first).to_contain_text("of 30 tools")
    add_committed("Added in the dark")
    page.context.set_offline(False)

    expect(page.get_by_text("Added in the dark")).to_be_visible(timeout=SOON)
    expect(page.get_by_text("No connection.")).to_be_hidden()


def test_wall_asks_for_nothing_twice(visit: Visit) -> None:
    page = visit("about:blank")
    answers: list[int] = []
    page.on("response", lambda a: "figures" in a.url and answers.append(a.status))

    page.goto(WALL)
    with page.expect_response(lambda answer: answer.status == 304, timeout=SOON):
        pass

    assert 200 in answers


def test_wall_without_scripts_has_a_link_to_refresh(
    visit: Visit,
) -> None:
    page = visit(WALL, java_script_enabled=False)
    add_committed("Added without scripts")

    page.get_by_role("link", name="Refresh").click()

    expect(page.get_by_text("Added without scripts")).to_be_visible()
