"""A moderator undoes what a vandal did and merges two tags, in a browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from accounts.models import User
from catalogue.models import Tool
from contributions import actions, history
from contributions.actions import Why
from tests.browser.sessions import session_of
from tests.browser.test_every_page import AXE, RULES, RUN_AXE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
IMPROVED = ["decidim", "tool-7", "tool-8"]


@pytest.fixture(scope="module")
def session(site: str, django_db_blocker: DjangoDbBlocker) -> str:
    """A moderator who has signed in, after a vandal was there; committed."""
    with django_db_blocker.unblock():
        vandal = User.objects.create(username="vandal")
        slugs = ["decidim", *(f"tool-{number}" for number in range(5, 44))]
        for tool in Tool.objects.filter(slug__in=slugs):
            actions.edit(tool, {"state": "ended", "licence": "WTFPL"}, Why(by=vandal))
        for improved in Tool.objects.filter(slug__in=IMPROVED):
            actions.edit(improved, {"licence": "ISC"}, Why(by=None))
        person = User.objects.create(username="moderator", is_staff=True)
        return session_of(person)


@pytest.fixture
def page(visit: Callable[..., Page], site: str, session: str) -> Page:
    page = visit("about:blank", bypass_csp=True)
    cookie = {"name": "sessionid", "value": session, "url": site}
    page.context.add_cookies([cookie])
    return page


def assert_page_is_sound(page: Page) -> None:
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = page.evaluate(RUN_AXE, RULES)
        found = [(one["id"], one["nodes"][0]["html"]) for one in results["violations"]]
        assert found == [], scheme
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.scrollingElement.scrollWidth") == 320
    page.set_viewport_size({"width": 1280, "height": 800})


def assert_log_folds_to_what_stands() -> None:
    for tool in Tool.objects.for_records():
        assert history.record_at(tool, tool.version) == tool.record(), tool.slug


def test_moderator_undoes_what_a_vandal_did(page: Page) -> None:
    page.goto("/admin/contributions/batch/undo/")
    page.get_by_label("Person (user name)").fill("vandal")
    page.get_by_role("button", name="See what it would do").click()
    expect(page.locator(".own")).to_contain_text("40 entries would change.")
    expect(page.locator(".own")).to_contain_text("Of 3 entries, something stays")
    assert_page_is_sound(page)

    page.get_by_label("Reason").fill("Vandalism")
    page.get_by_role("button", name="Undo all of this").click()

    expect(page.locator(".messagelist")).to_contain_text("Undone.")
    page.goto("/en/tools/decidim/?fresh")
    expect(page.locator("main")).to_contain_text("ISC")
    page.goto("/en/tools/tool-9/?fresh")
    expect(page.locator("main")).not_to_contain_text("WTFPL")
    assert_log_folds_to_what_stands()
    licences = Tool.objects.filter(slug__in=IMPROVED).values_list("licence", flat=True)
    assert set(licences) == {"ISC"}
    assert not Tool.objects.filter(licence="WTFPL").exists()


def test_moderator_merges_two_tags(page: Page) -> None:
    page.goto("/admin/catalogue/tag/")
    for name in ("Online voting", "Petitions"):
        row = page.get_by_role("row").filter(has_text=name)
        row.get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option("merge")
    page.get_by_role("button", name="Go").click()
    assert_page_is_sound(page)
    page.get_by_label("Online voting").check()
    page.get_by_label("Why").fill("One thing")
    page.get_by_role("button", name="Merge tags").click()

    expect(page.locator(".messagelist")).to_contain_text("Merged.")
    page.goto("/en/tags/petitions/")
    expect(page).to_have_url(re.compile("/en/tags/voting/$"))
    assert_log_folds_to_what_stands()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/contributions/act/",
        "/admin/catalogue/tag/1/edit/",
        "/admin/accounts/user/1/note/",
    ],
)
def test_pages_of_moderators_are_sound(page: Page, address: str) -> None:
    page.goto(address)

    expect(page.locator("h1")).to_be_visible()
    assert_page_is_sound(page)
