"""What holds for every type of page, whatever is on it."""

import gzip
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, Response

from tests.browser.page_types import PAGE_TYPES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a dark page could fail that the same page in light does not.
DARK_RULES = ["color-contrast", "link-in-text-block"]
RUN_AXE = "runOnly => axe.run({ runOnly, resultTypes: ['violations'] })"
MOST_BYTES = 100_000
# Axe measures targets at one place of the page, where a bar that sticks covers some of
# them by half; test_keyboard.py looks at what such bars cover.
LOOSE = ".tray, .save-bar { position: static !important; }"
TOO_WIDE = """() => [...document.body.querySelectorAll("*")]
  .filter((part) => {
    const box = part.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1);
  })
  .map((part) => part.outerHTML.slice(0, 80))"""

every_page = pytest.mark.parametrize(
    "address", PAGE_TYPES.values(), ids=PAGE_TYPES.keys()
)
Visit = Callable[..., Page]


def has_a_heading(page: Page) -> bool:
    return bool(page.locator("main h1").inner_text().strip())


@every_page
def test_axe_finds_nothing(visit: Visit, address: str) -> None:
    page = visit(f"/en/{address}", bypass_csp=True)
    page.evaluate(AXE)
    page.add_style_tag(content=LOOSE)

    found = {}
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in (("light", RULES), ("dark", DARK_RULES)):
            page.emulate_media(color_scheme=scheme)
            results = page.evaluate(RUN_AXE, rules)
            found[width, scheme] = [
                (violation["id"], node["html"][:200], node["failureSummary"])
                for violation in results["violations"]
                for node in violation["nodes"]
            ]

    assert has_a_heading(page)
    assert not any(found.values()), found


@every_page
def test_page_never_scrolls_sideways(visit: Visit, address: str) -> None:
    page = visit("about:blank", width=320)

    for language, direction in (("en", "ltr"), ("ar", "rtl")):
        page.goto(f"/{language}/{address}")

        assert has_a_heading(page)
        assert page.locator("html").get_attribute("dir") == direction
        width = page.evaluate("document.scrollingElement.scrollWidth")
        assert width == 320, page.evaluate(TOO_WIDE)


@every_page
def test_first_visit_is_light_and_stays_on_the_site(
    visit: Visit, site: str, address: str
) -> None:
    page = visit("about:blank")
    answers: list[Response] = []
    complaints: list[str] = []
    page.on("response", lambda answer: answers.append(answer))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))

    page.goto(f"{site}/en/{address}")
    page.evaluate("new Promise(done => setTimeout(done, 50))")

    expected = "404" if address == "nowhere/" else ""
    assert answers[0].url == f"{site}/en/{address}"
    assert {answer.url.startswith((site, "data:")) for answer in answers} == {True}
    assert [c for c in complaints if not expected or expected not in c] == []
    assert sum(map(transferred, answers)) < MOST_BYTES
    assert any(answer.url.endswith(".css") for answer in answers)


def transferred(answer: Response) -> int:
    """The size of an answer's body; static files go compressed, see STORAGES."""
    body = answer.body()
    return len(gzip.compress(body) if "/static/" in answer.url else body)


@pytest.mark.parametrize("address", ["tools/?tag=participation", "tools/decidim/"])
def test_paper_has_no_navigation(visit: Visit, address: str) -> None:
    page = visit(f"/en/{address}")
    on_screen_only = page.locator(
        ".site-header nav, .facets, .tray, .pager, .site-footer, form .opt, .skip"
    )
    names = on_screen_only.evaluate_all("parts => parts.map(part => part.className)")
    assert "site-nav" in names
    assert page.locator(".site-nav").is_visible()

    page.emulate_media(media="print")

    shown = [part for part in on_screen_only.all() if part.is_visible()]
    assert shown == []
    assert page.locator("main h1").is_visible()


@pytest.mark.parametrize("width", [320, 1024, 1280])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_heading_of_a_list_breaks_no_word(
    visit: Visit, language: str, width: int
) -> None:
    page = visit(f"/{language}/organizations/", width=width)

    heading = page.locator("main h1")
    heading.evaluate("part => { part.style.overflowWrap = 'normal' }")
    assert heading.evaluate("part => part.scrollWidth <= part.clientWidth")
