"""The wall in a browser: it follows what happens, with and without a connection."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from hackathons.models import Hackathon
from hackathons.organizing import renew_code
from tests.factories import HackathonFactory, MembershipFactory, UserFactory
from tests.gathering import add
from tests.threads import at_once

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
WALL = "/en/hackathons/open-day/wall/"
SOON = 15_000
LONG = "Participatory budgets of the municipalities of the northern coast "
PROJECTORS = [(1280, 720), (1920, 1080), (3840, 2160)]
# What lies outside its part of the wall, or outside the screen.
CUT = """() => [...document.querySelectorAll(
    ".wall h1, .wall section, .wall li, .wall p, .wall .bar, .wall svg, .wall a")]
  .filter((one) => {
    const part = one.closest(".wall-main, .wall-teams, .wall-foot, .wall-top");
    const box = part.getBoundingClientRect(), own = one.getBoundingClientRect();
    return own.height && (own.bottom > box.bottom + 1 || own.top < box.top - 1
      || own.right > innerWidth + 1 || own.left < -1);
  }).map((one) => one.outerHTML.slice(0, 60))"""
ROOM = """() => { const page = document.scrollingElement;
  return [page.scrollWidth - innerWidth, page.scrollHeight - innerHeight]; }"""


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


def test_wall_leads_to_the_new_code_when_it_was_renewed(visit: Visit) -> None:
    def renew() -> str:
        hackathon = Hackathon.objects.with_occasion().get(slug="planned-anew")
        renew_code(hackathon)
        return hackathon.code

    at_once(lambda: HackathonFactory(name="Planned anew", code="8G4L"))
    page = visit("/en/hackathons/planned-anew/wall/")
    expect(page.get_by_text("/j/8G4L")).to_be_visible()

    [code] = at_once(renew)

    expect(page.get_by_text(f"/j/{code}")).to_be_visible(timeout=SOON)


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


@pytest.fixture
def crowded(site: str) -> str:
    """The wall of a hackathon whose every name is as long as it can be."""

    def act() -> str:
        hackathon = HackathonFactory(
            name=(LONG * 2)[:120].strip(),
            slug=f"crowded-{Hackathon.objects.count()}",
            place=(LONG * 4)[:200].strip(),
            is_online=True,
            time_zone="America/Argentina/Buenos_Aires",
            teams=[f"{n} {LONG}"[:80].strip() for n in range(40)],
            **{"goal_tools": 1231, "goal_use_cases": 178, "goal_organizations": 511},
        )
        for number, team in enumerate(hackathon.occasion.teams.all()[:8]):
            person = UserFactory(display_name=f"{number} {LONG}"[:60].strip())
            MembershipFactory(hackathon=hackathon, person=person, is_named=True)
            kind = ("tool", "use_case", "organization")[number % 3]
            name = f"{hackathon.slug} {number} {LONG * 3}"[:200].strip()
            add(hackathon, name, kind=kind, by=person, team=team)
        return f"{hackathon.get_absolute_url()}wall/"

    return at_once(act)[0]


@pytest.mark.parametrize("width, height", PROJECTORS)
def test_wall_fits_a_projector_whatever_the_names(
    visit: Visit, crowded: str, width: int, height: int
) -> None:
    page = visit("about:blank")
    page.set_viewport_size({"width": width, "height": height})

    page.goto(crowded)

    expect(page.get_by_text("and 34 more teams")).to_be_visible()
    assert page.evaluate(ROOM) == [0, 0]
    assert page.evaluate(CUT) == []


def test_wall_on_a_phone_scrolls_downwards_only(visit: Visit, crowded: str) -> None:
    page = visit(crowded, width=320)

    assert page.evaluate(ROOM)[0] == 0
    expect(page.get_by_text("of 1,231 tools")).to_be_visible()


def test_wall_loads_itself_again_without_scripts(visit: Visit) -> None:
    page = visit(f"{WALL}?refresh=5", java_script_enabled=False)
    add_committed("Added while nobody touched it")

    expect(page.get_by_text("Added while nobody touched it")).to_be_visible(
        timeout=SOON
    )
