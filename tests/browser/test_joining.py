"""A guest at a table: joins on a phone, adds an entry and links it.

With scripts and without. Each test adds under a name of its own, as the catalogue is
emptied after the module only.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import AXE, RULES, RUN_AXE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
OWN_PAGES = ("", "open-day/", "open-day/name/", "keep/")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_guest_joins_adds_and_links_on_a_phone(visit: Visit, scripts: bool) -> None:
    name = f"Joined {'with' if scripts else 'without'} scripts"
    page = visit("/j/7F3K", width=390, java_script_enabled=scripts)

    page.get_by_label("Display name").fill("Wanjiru")
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_label("Its name").fill(name)
    page.get_by_role("button", name="Add a tool").click()
    page.locator("[name=summary]").fill("Lets a town ask its people.")
    link_to_maker(page, scripts)
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("link", name="City of Barcelona").first).to_be_visible()
    page.get_by_role("link", name="May we show your name?").click()
    page.get_by_role("button", name="Show my name").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


def link_to_maker(page: Page, scripts: bool) -> None:
    maker = page.get_by_role("group", name="Made by", exact=True)
    if not scripts:
        maker.get_by_role("textbox", name="Organization").fill("City of Barcelona")
        return
    maker.get_by_role("combobox").first.press_sequentially("city of bar")
    page.get_by_role("option", name=re.compile("City of Barcelona")).click()


def test_pages_of_a_guest_are_accessible_and_fit_small_screens(visit: Visit) -> None:
    page = visit("/en/hackathons/join/7F3K/", width=320, bypass_csp=True)
    page.get_by_label("Display name").fill("Otieno")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_label("Its name")).to_be_visible()

    found = {}
    for address in OWN_PAGES:
        page.goto(f"/en/hackathons/{address}")
        page.evaluate(AXE)
        width = page.evaluate("document.scrollingElement.scrollWidth")
        violations = page.evaluate(RUN_AXE, RULES)["violations"]
        found[address] = width, [one["id"] for one in violations]

    assert found == dict.fromkeys(OWN_PAGES, (320, []))
