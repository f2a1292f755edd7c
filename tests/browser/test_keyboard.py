"""The list of tools by keyboard alone, from the skip link on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
MOST_STEPS = 400
# The focused element: where it is told apart, how it looks, what covers it. A small
# box is asked for through its label, which is what a reader sees.
FOCUSED = """() => {
  const part = document.activeElement;
  if (part === document.body) return null;
  const box = part.getBoundingClientRect();
  const style = getComputedStyle(part);
  const middle = [box.x + box.width / 2, box.y + Math.min(box.height, 20) / 2];
  const seen = document.elementFromPoint(...middle);
  const isMet = seen && (part.contains(seen) || seen.contains(part)
    || seen === part.labels?.[0] || seen.closest("label")?.control === part);
  const parts = ["a.skip", "#q", "#filters input", "#listing h3 a", "#sort",
    "input[form=compare]", "input[form=collect]", ".pager a", "#compare button",
    "#collect button", ".site-footer a"];
  return {
    html: part.outerHTML.slice(0, 120),
    is: parts.filter((selector) => part.matches(selector)),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    isInView: box.bottom > 0 && box.top < innerHeight,
    coveredBy: isMet ? "" : (seen?.outerHTML ?? "nothing").slice(0, 120),
  };
}"""


def walk(page: Page) -> Iterator[dict[str, Any]]:
    """Each stop of Tab, until it leaves the page."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return
        yield stop
    raise AssertionError("Tab never leaves the page.")


@pytest.mark.parametrize("width", [1280, 390])
def test_tab_reaches_every_part_and_is_always_seen(visit: Visit, width: int) -> None:
    page = visit("/en/tools/?q=proposals", width=width)

    stops = list(walk(page))

    reached = [name for stop in stops for name in stop["is"]]
    expected = ["a.skip", "#q", "#filters input", "#listing h3 a", "#sort"]
    expected += ["input[form=compare]", ".pager a", "#compare button", ".site-footer a"]
    if width < 992:  # Filters wait in a sheet behind their button.
        expected.remove("#filters input")
    assert [name for name in expected if name not in reached] == []
    assert [stop for stop in stops if not stop["outline"] >= 2] == []
    assert [stop for stop in stops if not stop["isInView"]] == []
    assert [stop for stop in stops if stop["coveredBy"]] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_bar_of_ticked_rows_is_reached_and_covers_no_stop(
    visit: Visit, width: int
) -> None:
    page = visit("/en/organizations/", width=width)
    page.locator("input[form=collect]").first.focus()
    page.keyboard.press("Space")

    stops = list(walk(page))

    reached = [name for stop in stops for name in stop["is"]]
    assert {"input[form=collect]", "#collect button"} <= set(reached)
    assert [stop for stop in stops if not stop["outline"] >= 2] == []
    assert [stop for stop in stops if stop["coveredBy"]] == []


def test_skip_link_leads_past_the_header(visit: Visit) -> None:
    page = visit("/en/tools/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_sheet_of_filters_opens_and_closes(visit: Visit) -> None:
    page = visit("/en/tools/", width=390)
    button = page.locator("button[popovertarget=filters]").first
    button.focus()

    page.keyboard.press("Enter")
    expect(page.locator("#filters")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#filters') !== null")
    page.keyboard.press("Escape")

    expect(page.locator("#filters")).to_be_hidden()
    expect(button).to_be_focused()
