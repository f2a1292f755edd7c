"""A moderator edits an entry in the admin, in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from accounts.models import User
from catalogue.models import Tool
from tests.browser.sessions import session_of
from tests.browser.test_every_page import AXE, RULES, RUN_AXE, TOO_WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def session(site: str, django_db_blocker: DjangoDbBlocker) -> str:
    """A moderator who has signed in; committed."""
    with django_db_blocker.unblock():
        person = User.objects.create(username="moderator", is_staff=True)
        return session_of(person)


@pytest.fixture(scope="module")
def address(site: str, django_db_blocker: DjangoDbBlocker) -> str:
    with django_db_blocker.unblock():
        pk = Tool.objects.get(slug="tool-7").pk
    return f"/admin/catalogue/tool/{pk}/change/"


@pytest.fixture
def open_page(
    visit: Callable[..., Page], site: str, session: str
) -> Callable[..., Page]:
    def open_page(address: str, **options: object) -> Page:
        page = visit("about:blank", **options)
        cookie = {"name": "sessionid", "value": session, "url": site}
        page.context.add_cookies([cookie])
        page.goto(address)
        return page

    return open_page


def choose(page: Page, field: str, typed: str, name: str) -> None:
    """Type in a field of select2, and take what it offers."""
    page.locator(f"#id_{field} + .select2").click()
    page.locator(".select2-search__field").fill(typed)
    page.get_by_role("option", name=name, exact=True).click()


def test_moderator_links_and_tags_by_typing_and_readers_see_it(
    open_page: Callable[..., Page], address: str
) -> None:
    page = open_page("about:blank")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    links, tags = (
        int(page.locator(f"#id_{part}-TOTAL_FORMS").input_value())
        for part in ("links", "tags")
    )

    page.get_by_role("button", name="Add another Link").click()
    page.locator(f"#id_links-{links}-role").select_option("works_with")
    choose(page, f"links-{links}-object", "decid", "Decidim (Tool)")
    choose(page, f"tags-{tags - 1}-tag", "petit", "Petitions")
    page.get_by_label("Comment on this change").fill("Both are used together.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messagelist a").click()

    expect(page.locator("h1")).to_have_text("Tool 7")
    expect(page.locator("main")).to_contain_text("Petitions")
    expect(page.locator("main")).to_contain_text("Works with")
    expect(page.locator("main")).to_contain_text("Decidim")
    page.goto("/en/tools/tool-7/history/")
    expect(page.locator("main")).to_contain_text("Both are used together.")
    assert complaints == []


def test_page_is_sound_on_any_screen(
    open_page: Callable[..., Page], address: str
) -> None:
    page = open_page(address, bypass_csp=True)
    page.locator("#id_name").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errorlist").first).to_contain_text("Write a name")

    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = page.evaluate(RUN_AXE, RULES)
        found = [(one["id"], one["nodes"][0]["html"]) for one in results["violations"]]
        assert found == [], scheme
    for screen in (1280, 390):
        page.set_viewport_size({"width": screen, "height": 800})
        page.reload()
        width = page.evaluate("document.scrollingElement.scrollWidth")
        assert width == screen, page.evaluate(TOO_WIDE)
