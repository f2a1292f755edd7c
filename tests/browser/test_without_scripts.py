"""Whole paths of a reader whose browser runs no script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]


@pytest.fixture
def visit_plainly(visit: Visit) -> Visit:
    return lambda address, **options: visit(
        address, java_script_enabled=False, **options
    )


def names(page: Page) -> list[str]:
    return page.locator("#listing li.entry h3").all_inner_texts()


def total(page: Page) -> int:
    return int(page.locator("#results-heading").inner_text().split()[0])


@pytest.mark.parametrize("width", [1280, 320])
def test_filters_are_chosen_applied_and_removed(
    visit_plainly: Visit, width: int
) -> None:
    page = visit_plainly("/en/tools/", width=width)
    all_tools = total(page)
    chips = page.get_by_role("list", name="Active filters").locator(".chip")
    expect(chips).to_have_count(0)

    if width < 992:
        page.get_by_role("button", name="Filters").click()
    page.locator("#facet-tag").get_by_label(re.compile("^Online voting")).check()
    page.locator("#facet-open_source").get_by_label(re.compile("^Open")).check()
    page.get_by_role("button", name="Apply filters").click()

    expect(page).to_have_url(re.compile(r"\?tag=voting&open_source=open$"))
    expect(chips).to_have_count(2)
    expect(page.locator(".site-footer")).to_be_visible()
    filtered = total(page)
    assert 0 < filtered < all_tools
    assert len(names(page)) == filtered

    chips.first.click()

    expect(chips).to_have_count(1)
    assert filtered < total(page) < all_tools


def test_list_is_sorted_and_paged_with_its_filters(visit_plainly: Visit) -> None:
    page = visit_plainly("/en/tools/?platform=web")

    page.get_by_label("Sort by").select_option("name")
    with page.expect_navigation():
        page.locator("form:has(#sort)").get_by_role("button", name="Apply").click()
    first = names(page)
    page.get_by_role("link", name="Next page").click()

    expect(page).to_have_url(re.compile("platform=web.*page=2"))
    expect(page.locator(".pager [aria-current=page]")).to_have_text("Page 2")
    expect(page.locator(".site-footer")).to_be_visible()
    assert first == sorted(first, key=str.casefold)
    assert len(first) == 20
    assert names(page)
    assert not set(first) & set(names(page))


def test_search_in_a_list_keeps_its_filters(visit_plainly: Visit) -> None:
    page = visit_plainly("/en/tools/?platform=web")

    page.get_by_label("Search in tools").fill("decidim")
    page.get_by_label("Search in tools").press("Enter")

    expect(page).to_have_url(re.compile("platform=web"))
    expect(page.locator("#listing .chip")).to_have_count(2)
    expect(page.locator(".site-footer")).to_be_visible()
    assert names(page)[0] == "Decidim"
    assert len(names(page)) == total(page) < 10


def test_two_tools_are_compared(visit_plainly: Visit) -> None:
    page = visit_plainly("/en/tools/?q=proposals&sort=name")
    chosen = names(page)[:2]

    for name in chosen:
        page.get_by_label(f"Compare {name}", exact=True).check()
    page.locator("#compare").get_by_role("button", name="Compare").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Compare 2 tools")
    assert page.locator(".compare thead th a:not(.btn)").all_inner_texts() == chosen


def test_ticked_rows_go_into_a_collection(visit_plainly: Visit) -> None:
    page = visit_plainly("/en/organizations/?sort=name")
    bar = page.locator("#collect")
    assert bar.evaluate("bar => getComputedStyle(bar).position") == "static"

    ticks = page.locator("input[form=collect]")
    chosen = [ticks.nth(n).get_attribute("value") for n in range(2)]
    for name in names(page)[:2]:
        page.get_by_label(f"Choose {name}", exact=True).check()
    expect(bar).to_be_in_viewport()
    bar.get_by_role("button", name="Add to a collection").click()

    # Who signs in comes back to them.
    asked = "%26".join(f"entry%3D{one}" for one in chosen)
    expect(page).to_have_url(re.compile(f"/login/.*collections/add/%3F{asked}$"))


def test_header_searches_the_whole_catalogue(visit_plainly: Visit) -> None:
    page = visit_plainly("/en/about/")

    page.get_by_label("Search the catalogue").fill("decidim")
    page.get_by_label("Search the catalogue").press("Enter")

    expect(page).to_have_url(re.compile(r"/en/search/\?q=decidim$"))
    expect(page.locator("main li.entry h3").first).to_be_visible()
    headings = page.locator("main li.entry h3").all_inner_texts()
    assert {"Decidim", "decidim.barcelona"} <= set(headings)


def test_menu_of_a_narrow_page_opens(visit_plainly: Visit) -> None:
    page = visit_plainly("/en/about/", width=320)
    tools = page.locator(".site-nav").get_by_role("link", name="Tools")
    expect(tools).to_be_hidden()

    page.get_by_role("button", name="Menu", exact=True).click()
    tools.click()

    expect(page).to_have_url(re.compile("/en/tools/$"))
