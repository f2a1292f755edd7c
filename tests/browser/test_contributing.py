"""The whole path of a newcomer: add, link, create in place, correct, take back.

With scripts, without them, and by keyboard alone. Each test adds under names of its
own, as the catalogue is emptied after the module only.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import DjangoDbBlocker

from accounts.models import User
from tests.browser.sessions import session_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
PEOPLE = 30


@pytest.fixture(scope="module")
def sessions(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Keys of sessions of people who have signed in, each one new.

    Committed, before any test opens a transaction: the server has its own connection.
    """
    keys = []
    with django_db_blocker.unblock():
        for number in range(PEOPLE):
            person = User.objects.create(username=f"newcomer{number}")
            session = session_of(person)
            keys.append(session)
    return iter(keys)


@pytest.fixture
def enter(visit: Visit, site: str, sessions: Iterator[str]) -> Visit:
    """Opens an address as somebody who has just signed in."""

    def enter(address: str, **options: object) -> Page:
        page = visit("about:blank", **options)
        cookie = {"name": "sessionid", "value": next(sessions), "url": site}
        page.context.add_cookies([cookie])
        page.goto(address)
        return page

    return enter


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


@pytest.mark.parametrize("width", [1280, 320])
def test_newcomer_adds_links_and_corrects_without_scripts(
    enter: Visit, width: int
) -> None:
    name = f"Plain tool {width}"
    page = enter("/en/tools/add/", width=width, java_script_enabled=False)

    page.get_by_label("Name", exact=True).first.fill(name)
    page.get_by_label("Summary").fill("Gathers proposals.")
    maker = group(page, "Made by")
    maker.get_by_role("textbox", name="Organization").fill(f"New maker {width}")
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_role("alert")).to_contain_text("There is no organization")
    expect(page.get_by_label("Summary")).to_have_value("Gathers proposals.")

    maker = group(page, "Made by")
    maker.get_by_label("Create it under the name above").first.check()
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("link", name=f"New maker {width}").first).to_be_visible()

    page.goto(page.url + "edit/")
    page.get_by_label("Website").fill("plain.example.org")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("link", name="Visit plain.example.org")).to_be_visible()

    page.goto(page.url + "history/")
    page.get_by_role("link", name=re.compile("^Change ")).first.click()
    page.get_by_role("link", name="Take this change back").click()
    page.get_by_role("button", name="Take it back").click()
    page.goto(f"/en/tools/plain-tool-{width}/")

    expect(page.get_by_role("link", name="Visit plain.example.org")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_newcomer_adds_by_typing_ahead(enter: Visit) -> None:
    page = enter("/en/tools/add/")
    page.get_by_label("Name", exact=True).first.fill("Scripted tool")
    page.get_by_label("Summary").fill("Gathers proposals.")
    field = group(page, "Made by").get_by_role("combobox").first

    field.press_sequentially("city of bar")
    page.get_by_role("option", name=re.compile("City of Barcelona")).click()
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Scripted tool")
    expect(page.get_by_role("link", name="City of Barcelona").first).to_be_visible()


def test_organization_is_created_while_typing(enter: Visit) -> None:
    page = enter("/en/tools/add/")
    page.get_by_label("Name", exact=True).first.fill("Tool of a new maker")
    page.get_by_label("Summary").fill("Gathers proposals.")
    field = group(page, "Made by").get_by_role("combobox").first

    field.press_sequentially("Brand new makers")
    page.get_by_role("option", name=re.compile("Create “Brand new makers”")).click()
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_role("link", name="Brand new makers").first).to_be_visible()


def test_whole_path_goes_by_keyboard(enter: Visit) -> None:
    page = enter("/en/tools/add/")

    page.get_by_label("Name", exact=True).first.focus()
    page.keyboard.type("Typed tool")
    page.keyboard.press("Tab")
    page.keyboard.type("Gathers proposals.")
    field = group(page, "Made by").get_by_role("combobox").first
    reach(page, field)
    page.keyboard.type("city of bar")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("button", name="Publish"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Typed tool")
    expect(page.get_by_role("link", name="City of Barcelona").first).to_be_visible()


def reach(page: Page, goal: Locator) -> None:
    """Go on by the tabulator key until the goal has the focus."""
    for _ in range(80):
        if goal.evaluate("goal => goal === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The tabulator key does not reach it.")


def test_use_case_is_added_and_seen_on_both_pages(enter: Visit) -> None:
    page = enter("/en/tools/tool-12/use/", java_script_enabled=False)
    page.get_by_label("For what?").fill("Youth budget")
    page.get_by_label("Since when?").fill("2019-05")
    who = group(page, "Who used it?")
    who.get_by_role("textbox", name="Organization").fill("organization 9")
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Youth budget")
    for address in ("/en/tools/tool-12/", "/en/organizations/organization-9/"):
        page.goto(address)
        expect(page.get_by_role("link", name="Youth budget").first).to_be_visible()


def test_clash_is_shown_and_settled_without_scripts(enter: Visit) -> None:
    address = "/en/tools/tool-9/edit/"
    mine = enter(address, java_script_enabled=False)
    theirs = enter(address, java_script_enabled=False)
    theirs.get_by_label("Website").fill("https://theirs.example.org")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_role("heading", level=1)).to_be_visible()

    mine.get_by_label("Website").fill("https://mine.example.org")
    mine.get_by_role("button", name="Save").click()
    clash = mine.get_by_role("group", name="Website")
    expect(clash.get_by_text("theirs.example")).to_be_visible()
    mine.get_by_label("Use mine").check()
    mine.get_by_role("button", name="Save").click()

    expect(mine.get_by_role("link", name="Visit mine.example.org")).to_be_visible()
