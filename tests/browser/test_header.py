"""The header of the site: one row on a small laptop, with the search in it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PAGE = "/tools/decidim/"
WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", [PAGE, "/tools/"], ids=["with search", "without"])
def test_header_is_one_row_at_1280(
    visit: Callable[..., Page], language: str, path: str
) -> None:
    page = visit(f"/{language}{path}")

    tops = page.evaluate(
        "[...document.querySelectorAll('.site-nav a')]"
        ".map((link) => link.getBoundingClientRect().top)"
    )
    assert len(set(tops)) == 1
    assert page.evaluate(WIDTH) == 1280


def test_search_opens_over_the_row(visit: Callable[..., Page]) -> None:
    page = visit(f"/fr{PAGE}")
    field, header = page.locator("#site-q"), page.locator(".site-header")
    height = header.evaluate("(element) => element.offsetHeight")

    field.focus()

    box = field.bounding_box()
    assert box
    assert box["width"] > 200
    assert box["x"] + box["width"] < 1280
    assert header.evaluate("(element) => element.offsetHeight") == height
    assert page.evaluate(WIDTH) == 1280
    field.fill("Decidim")
    field.press("Enter")
    page.wait_for_url("**/fr/search/?q=Decidim")
