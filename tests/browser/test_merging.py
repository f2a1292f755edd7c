"""A moderator merges two entries and parts them again, in a browser."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from accounts.models import User
from catalogue.models import Tool
from contributions.models import Duplicate
from tests.browser.sessions import session_of
from tests.browser.test_every_page import AXE, RULES, RUN_AXE
from tests.browser.test_moderating import assert_log_folds_to_what_stands
from tests.factories import ToolFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LIST = "/admin/contributions/duplicate/"


@pytest.fixture(scope="module")
def session(site: str, django_db_blocker: DjangoDbBlocker) -> str:
    """A moderator who has signed in, and a pair that waits; committed."""
    with django_db_blocker.unblock():
        person = User.objects.create(username="moderator", is_staff=True)
        session = session_of(person)
        left = Tool.objects.get(slug="decidim")
        right = ToolFactory(name="Decidim.org", licence="MIT", summary="Votes.")
        Duplicate.objects.create(
            left_id=left.pk,
            right_id=right.pk,
            score=0.9,
            reasons=["same name"],
            found_at=datetime.now(UTC),
        )
        return session


def assert_axe_finds_nothing(page: Page) -> None:
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = page.evaluate(RUN_AXE, RULES)
        found = [(one["id"], one["nodes"][0]["html"]) for one in results["violations"]]
        assert found == [], scheme


def test_moderator_merges_a_likely_pair_and_parts_it_again(
    visit: Callable[..., Page], site: str, session: str
) -> None:
    page = visit("about:blank", bypass_csp=True)
    cookie = {"name": "sessionid", "value": session, "url": site}
    page.context.add_cookies([cookie])
    page.goto(LIST)

    page.get_by_role("link", name="Compare and merge").click()
    assert_axe_finds_nothing(page)
    licence = page.get_by_role("group", name="Licence")
    licence.get_by_label("Right").check()
    page.get_by_role("button", name="Merge them").click()

    expect(page.locator("h1")).to_have_text("Decidim.org merged into Decidim")
    assert_axe_finds_nothing(page)
    merged = page.url
    page.goto("/en/tools/decidimorg/")
    expect(page).to_have_url(f"{site}/en/tools/decidim/")
    expect(page.locator("main")).to_contain_text("MIT")

    assert_log_folds_to_what_stands()
    page.goto(merged)
    page.get_by_role("button", name="Unmerge").click()

    expect(page.locator(".messagelist")).to_contain_text("as it was")
    page.goto("/en/tools/decidimorg/?fresh")
    expect(page.locator("h1")).to_have_text("Decidim.org")
    assert_log_folds_to_what_stands()
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(merged)
    assert page.evaluate("document.scrollingElement.scrollWidth") == 320
