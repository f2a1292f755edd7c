"""Lists that change in place, for readers whose browser runs scripts."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
# What scripts and htmx leave on elements while they work, or a reader's open groups.
PASSING = {"class", "open", "checked", "hidden"}


def option(page: Page, tag: str) -> Locator:
    return page.locator("#facet-tag").get_by_label(re.compile(f"^{tag}"))


def rows(page: Page) -> int:
    return page.locator("#listing li.entry").count()


def listing(page: Page) -> str:
    """The list as HTML, without what only tells of a script at work."""
    part = page.locator("#listing").evaluate("part => part.outerHTML")
    soup = BeautifulSoup(part, "html.parser")
    for tag in soup.find_all(True):
        if "data-said" in tag.attrs or tag.get("role") == "status":
            tag.clear()
        classes = [c for c in tag.get("class", []) if not c.startswith("htmx-")]
        tag.attrs = {
            name: value
            for name, value in sorted(tag.attrs.items())
            if name not in PASSING
        }
        tag["class"] = " ".join(classes)
    words = re.sub(r"suggestions-\d+", "suggestions", str(soup))
    return re.sub(r"\s+", " ", words).strip()


def chosen(page: Page) -> list[str]:
    return page.locator("#filters input:checked").evaluate_all(
        "boxes => boxes.map(box => box.name + '=' + box.value)"
    )


def test_ticked_filter_changes_the_list_in_place(visit: Visit) -> None:
    page = visit("/en/tools/")
    page.evaluate("document.body.dataset.same = 'page'")
    before = page.locator("#results-heading").inner_text()
    box = option(page, "Participation")
    page.evaluate("scrollTo(0, 150)")
    box.focus()
    scrolled, box_id = page.evaluate("scrollY"), box.get_attribute("id")
    assert scrolled > 0

    page.keyboard.press("Space")

    expect(page).to_have_url(re.compile(r"tools/\?tag=participation$"))
    expect(page.locator("#results-heading")).not_to_have_text(before)
    expect(page.locator("#listing .chip")).to_have_count(1)
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    assert page.locator("#results-heading").inner_text() == f"{rows(page)} tools"
    assert page.evaluate("document.activeElement.id") == box_id
    assert page.evaluate("scrollY") == scrolled
    assert page.evaluate("document.body.dataset.same") == "page"


def test_count_is_announced(visit: Visit) -> None:
    page = visit("/en/tools/")
    status = page.locator("#found")
    assert status.get_attribute("role") == "status"
    status.evaluate("part => { part.dataset.same = 'element' }")

    option(page, "Participation").check()

    expect(page.locator("#results-heading")).not_to_have_text("50 tools")
    expect(status).to_have_text(page.locator("#results-heading").inner_text())
    # A live region that was replaced would not be read out.
    assert status.get_attribute("data-same") == "element"


def test_swapped_list_is_that_of_the_fresh_page(visit: Visit) -> None:
    page = visit("/en/tools/?q=proposals")
    option(page, "Participation").check()
    expect(page.locator("#listing .chip")).to_have_count(2)
    page.get_by_label("Sort by").select_option("name")
    expect(page).to_have_url(re.compile("sort=name"))
    page.wait_for_load_state("networkidle")
    swapped, boxes = listing(page), chosen(page)

    fresh = visit(page.url)

    assert "entry" in swapped
    assert boxes == ["tag=participation"]
    assert listing(fresh) == swapped
    assert chosen(fresh) == boxes


def test_back_restores_the_list(visit: Visit) -> None:
    page = visit("/en/tools/")
    option(page, "Participation").check()
    expect(page.locator("#listing .chip")).to_have_count(1)
    option(page, "Online voting").check()
    expect(page.locator("#listing .chip")).to_have_count(2)

    page.go_back()
    expect(page.locator("#listing .chip")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?tag=participation$"))
    assert chosen(page) == ["tag=participation"]

    page.go_back()
    expect(page.locator("#listing .chip")).to_have_count(0)
    expect(page.locator("#results-heading")).to_have_text("50 tools")
    assert chosen(page) == []


def test_back_from_an_entry_restores_the_list(visit: Visit) -> None:
    page = visit("/en/tools/")
    option(page, "Participation").check()
    expect(page.locator("#listing .chip")).to_have_count(1)
    shown = page.locator("#listing li.entry h3").all_inner_texts()
    page.locator("#listing li.entry h3 a").first.click()
    expect(page).not_to_have_url(re.compile("tag=participation"))

    page.go_back()

    expect(page.locator("#listing .chip")).to_have_count(1)
    assert page.locator("#listing li.entry h3").all_inner_texts() == shown
    assert chosen(page) == ["tag=participation"]


def test_narrow_page_applies_filters_when_asked(visit: Visit) -> None:
    page = visit("/en/tools/", width=390)
    page.get_by_role("button", name="Filters").click()
    option(page, "Participation").check()
    apply = page.get_by_role("button", name="Apply filters")
    expect(apply).to_be_visible()
    expect(page).to_have_url(re.compile("/tools/$"))

    apply.click()

    expect(page).to_have_url(re.compile(r"\?tag=participation$"))
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.get_by_role("button", name="Filters (1 active)")).to_be_visible()


def test_tray_keeps_the_choice_over_pages(visit: Visit) -> None:
    page = visit("/en/tools/?sort=name")
    tray, names = page.locator("#compare"), []
    for _ in range(2):
        box = page.locator("input[name=tool][form=compare]").nth(3)
        names.append(box.get_attribute("data-name"))
        box.check()
        page.get_by_role("link", name="Next page").click()
    option(page, "Participation").check()
    expect(page.locator("#listing .chip")).to_have_count(1)

    expect(tray.get_by_role("listitem")).to_have_text(names)
    tray.get_by_role("button", name="Compare 2 tools").click()

    assert page.locator(".compare thead th a:not(.btn)").all_inner_texts() == names


def test_more_tools_than_can_be_compared_may_be_collected(visit: Visit) -> None:
    page = visit("/en/tools/")
    ticks = page.locator("input[name=tool][form=compare]")
    chosen = [ticks.nth(n).get_attribute("value") for n in range(7)]

    for n in range(7):
        ticks.nth(n).check()

    tray = page.locator("#compare")
    expect(tray.get_by_role("status")).to_contain_text("At most 6 tools can be")
    tray.get_by_role("button", name="Add to a collection").click()
    asked = "%26".join(f"tool%3D{one}" for one in chosen)
    expect(page).to_have_url(re.compile(f"/login/.*collections/add/%3F{asked}$"))


def test_ticks_are_in_the_swapped_list_too(visit: Visit) -> None:
    page = visit("/en/organizations/")
    page.get_by_label("Sort by").select_option("name")
    expect(page).to_have_url(re.compile("sort=name"))
    page.wait_for_load_state("networkidle")
    swapped = listing(page)

    assert 'form="collect"' in swapped and 'id="collect"' in swapped
    assert listing(visit(page.url)) == swapped


def test_tray_is_cleared(visit: Visit) -> None:
    page = visit("/en/tools/")
    page.locator("input[name=tool][form=compare]").first.check()
    expect(page.locator("#compare [data-compared], #compare li > span")).to_have_count(
        1
    )

    page.locator("#compare").get_by_role("link", name="Clear").click()
    page.reload()

    expect(page.locator("input[name=tool][form=compare]:checked")).to_have_count(0)
    expect(page.locator("#compare li")).to_have_text(["Two to 6 tools"])
