"""A moderator on duty: reads, rewords, accepts in part, declines, goes on."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from accounts.models import User
from catalogue.models import Entry, EntryStatus, Tool
from contributions import actions
from contributions.actions import Why
from contributions.models import Suggestion
from contributions.submissions import Submission
from tests.browser.sessions import session_of
from tests.browser.test_every_page import AXE, DARK_RULES, RULES, RUN_AXE, TOO_WIDE
from tests.browser.test_moderating import assert_log_folds_to_what_stands

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
LONG_WORD = "Öffentlichkeitsbeteiligungsplattformverwaltungssystem"


@pytest.fixture(scope="module")
def session(site: str, django_db_blocker: DjangoDbBlocker) -> str:
    """A signed-in moderator's, with two suggestions, a report and a held entry.

    Committed, before any test opens a transaction: the server has its own connection.
    """
    with django_db_blocker.unblock():
        person = User.objects.create(username="moderator", is_staff=True)
        priya = User.objects.create(username="priya", display_name="Priya N.")
        tool = Tool.objects.for_records().get(slug="decidim")
        record = {**tool.record(), "licence": "ISC", "website": "https://new.example"}
        record["texts"]["en"]["summary"] += " It counts votes, too."
        why = Why(by=priya, comment="From their site.", source="https://decidim.org")
        actions.suggest(Submission("tool", record, tool.pk, tool.version), why)
        new = {"name": "Advert", "texts": {}, "tags": [], "links": []}
        new["website"] = "https://advert.example"
        actions.suggest(Submission("tool", new), Why(by=None))
        other = Entry.objects.get(slug="tool-7")
        actions.edit(other, {"name": LONG_WORD}, Why(by=priya))
        actions.report(other, reason="wrong", message="Look.")
        actions.set_status(other, EntryStatus.HELD, Why(by=priya))
        return session_of(person)


@pytest.fixture
def moderate(visit: Visit, site: str, session: str) -> Visit:
    def moderate(address: str, **options: object) -> Page:
        page = visit("about:blank", **options)
        cookie = {"name": "sessionid", "value": session, "url": site}
        page.context.add_cookies([cookie])
        page.goto(address)
        return page

    return moderate


def check(page: Page) -> None:
    """Nothing for axe in either scheme, and no sideways scroll on a small phone."""
    page.evaluate(AXE)
    for scheme, rules in (("light", RULES), ("dark", DARK_RULES)):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(RUN_AXE, rules)["violations"]
        named = [(v["id"], n["failureSummary"]) for v in found for n in v["nodes"]]
        assert named == [], page.url
    page.set_viewport_size({"width": 320, "height": 800})
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width == 320, (page.url, page.evaluate(TOO_WIDE))
    page.set_viewport_size({"width": 1280, "height": 800})


def test_admin_pages_of_ours_have_no_barrier(moderate: Visit) -> None:
    page = moderate("/admin/", bypass_csp=True)
    check(page)
    page.get_by_role("link", name="Review what waits").click()
    check(page)
    waiting = page.locator("tbody th a").evaluate_all("links => links.map(a => a.href)")
    for address in waiting:
        page.goto(address)
        check(page)
    page.goto("/admin/queue/")
    page.get_by_role("checkbox", name="Choose Advert").check()
    page.get_by_role("button", name="Decline and hide").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Decline and hide")
    check(page)

    assert len(waiting) == 4


def test_moderator_asks_and_a_visitor_answers_by_the_secret_link(
    moderate: Visit, visit: Visit
) -> None:
    """Browsers must send the origin of the private page, or the answer is refused."""
    page = moderate("/admin/queue/?what=suggestion", bypass_csp=True)
    page.get_by_role("link", name="Advert").click()
    uuid = page.url.split("/suggestion/")[1].split("/")[0]
    page.get_by_label("Message").fill("Who uses it?")
    page.get_by_role("button", name="Ask a question").click()
    expect(page.get_by_text("Asked, and it waits on: Advert.")).to_be_visible()

    theirs = visit(f"/en/suggestions/{uuid}/", bypass_csp=True)
    expect(theirs.get_by_text("Who uses it?")).to_be_visible()
    check(theirs)
    theirs.wait_for_timeout(1000 * settings.SHORTEST_TYPING.total_seconds() + 500)
    theirs.get_by_label("Your answer").fill("Nobody yet.")
    theirs.get_by_role("button", name="Send the answer").click()
    expect(theirs.get_by_text("You answered")).to_be_visible()

    page.goto(f"/admin/queue/suggestion/{uuid}/")
    expect(page.get_by_text("Nobody yet.")).to_be_visible()
    check(page)


def test_moderator_accepts_in_part_rewords_and_declines_the_next(
    moderate: Visit,
) -> None:
    complaints: list[str] = []
    page = moderate("/admin/queue/?what=suggestion")
    page.on("console", lambda message: complaints.append(message.text))
    page.get_by_role("link", name="Decidim").click()
    expect(page.get_by_text("1 of 2 waiting")).to_be_visible()

    page.get_by_role("checkbox", name="Accept Website").uncheck()
    page.locator("summary", has_text="Summary").click()
    reworded = page.get_by_role("textbox", name=re.compile("^Summary.*reworded$"))
    reworded.fill("Counts the votes of a town.")
    page.get_by_role("button", name="Accept the ticked fields").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("New Tool: Advert")
    expect(page.get_by_text("Accepted: Decidim.")).to_be_visible()
    page.get_by_label("Message").fill("This catalogue holds no advertising.")
    page.get_by_role("button", name="Decline it").click()
    expect(page.get_by_text("Choose a reason.")).to_be_visible()
    expect(page.get_by_label("Message")).to_have_value(re.compile("no advertising"))
    page.get_by_label("Reason for declining").select_option("spam")
    page.get_by_role("button", name="Decline it").click()

    expect(page).to_have_url(re.compile(r"/admin/queue/\?what=suggestion$"))
    tool = Tool.objects.for_records().get(slug="decidim").record()
    assert tool["licence"] == "ISC"
    assert tool["website"] != "https://new.example"
    assert tool["texts"]["en"]["summary"] == "Counts the votes of a town."
    assert not Suggestion.objects.waiting().exists()
    assert_log_folds_to_what_stands()
    assert [one for one in complaints if "422" not in one] == []
