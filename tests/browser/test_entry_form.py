"""The entry form in a browser that runs scripts: suggestions, chips, drafts."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, Route, expect
from pytest_django import DjangoDbBlocker

from contributions.models import Draft
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
ADD = "/en/tools/add/"


@pytest.fixture(scope="module")
def session(site: str, django_db_blocker: DjangoDbBlocker) -> str:
    """The cookie of somebody who signed in; committed, as the server reads it."""
    with django_db_blocker.unblock():
        client = Client()
        client.force_login(UserFactory())
        return client.cookies["sessionid"].value


@pytest.fixture
def open_form(visit: Visit, site: str, session: str) -> Visit:
    def open_form(address: str = ADD, **options: object) -> Page:
        page = visit("/robots.txt", **options)
        cookie = {"name": "sessionid", "value": session, "url": site}
        page.context.add_cookies([cookie])
        page.goto(address)
        return page

    return open_form


@pytest.fixture
def form(open_form: Visit) -> Iterator[Page]:
    yield open_form()


def options(page: Page) -> Locator:
    return page.locator("main [role=listbox]:not([hidden]) [role=option]")


def maker(page: Page, row: int = 0) -> Locator:
    return page.locator(f"[name=links-{row}-text]")


def status(page: Page) -> Locator:
    return page.locator("[data-draft-status]")


def cut_off(page: Page) -> None:
    """The server no longer answers what saves drafts."""
    page.route("**/drafts/**", lambda route: route.abort())


def test_entry_is_linked_by_keyboard(form: Page) -> None:
    maker(form).press_sequentially("barcel")
    expect(options(form).first).to_contain_text("City of Barcelona")

    maker(form).press("ArrowDown")
    maker(form).press("Enter")

    expect(maker(form)).to_have_value("City of Barcelona")
    expect(maker(form)).to_be_focused()
    expect(maker(form)).to_have_attribute("aria-expanded", "false")
    chosen = form.locator("[name=links-0-entry]")
    expect(chosen).to_have_value(re.compile(r"^\d+$"))

    maker(form).press("x")
    expect(chosen).to_have_value("")


def test_escape_closes_what_is_suggested(form: Page) -> None:
    maker(form).press_sequentially("barcel")
    expect(options(form).first).to_be_visible()

    maker(form).press("Escape")

    expect(options(form)).to_have_count(0)
    expect(maker(form)).to_have_value("barcel")


def test_late_answer_to_earlier_letters_is_dropped(form: Page) -> None:
    held: list[Route] = []
    form.route("**/suggest/entries/?q=ba&*", lambda route: held.append(route))
    with form.expect_request("**/suggest/entries/?q=ba&*"):
        maker(form).press_sequentially("ba")
    maker(form).press_sequentially("rcel")
    expect(options(form).first).to_contain_text("City of Barcelona")
    shown = options(form).all_inner_texts()

    for route in held:
        route.fulfill(body='<div data-said=""><ul role="listbox"></ul></div>')

    assert options(form).all_inner_texts() == shown


def test_missing_entry_is_created_in_place(form: Page) -> None:
    maker(form).fill("Guild of Notaries")
    create = options(form).filter(has_text="Create “Guild of Notaries”")
    expect(create).to_have_text("Create “Guild of Notaries” as a new organization")

    maker(form).press("ArrowUp")
    maker(form).press("Enter")

    expect(form.locator("[name=links-0-create]")).to_be_checked()
    expect(form.locator("[name=links-0-new_type]")).to_be_visible()
    expect(form.locator("[name=links-0-entry]")).to_have_value("")


def test_chosen_entry_takes_the_place_of_a_new_one(form: Page) -> None:
    maker(form).fill("City of Bar")
    options(form).last.click()
    expect(form.locator("[name=links-0-create]")).to_be_checked()

    maker(form).press("c")
    options(form).first.click()

    expect(form.locator("[name=links-0-create]")).not_to_be_checked()
    expect(maker(form)).to_have_value("City of Barcelona")


def test_row_is_added_in_place_and_works(form: Page) -> None:
    total = form.locator("[name=links-TOTAL_FORMS]")
    before = int(total.input_value())

    form.get_by_role("button", name="Add another (Made by)").click()

    expect(total).to_have_value(str(before + 1))
    expect(maker(form, before)).to_be_focused()
    key = form.locator(f"[name=links-{before}-key]")
    expect(key).to_have_value("links:developed_by:organization")
    maker(form, before).press_sequentially("barcel")
    expect(options(form).first).to_contain_text("City of Barcelona")


def test_row_of_another_link_suggests_its_kind(form: Page) -> None:
    form.locator("summary", has_text="More links").click()
    form.locator("[name=links-1-key]").select_option("links:works_with:tool")

    maker(form, 1).press_sequentially("decid")

    expect(options(form).first).to_contain_text("Decidim")
    expect(options(form).last).to_have_text("Create “decid”")


def test_tags_become_chips_and_stay_one_text(form: Page) -> None:
    tags, sent = form.locator("#id_tags"), form.locator("[name=tags]")
    tags.press_sequentially("vot")
    expect(options(form)).to_have_text([re.compile("Online voting")])

    tags.press("ArrowDown")
    tags.press("Enter")
    tags.press_sequentially("Quite new, and half")

    expect(sent).to_have_value("Online voting, Quite new, and half")
    expect(form.locator(".chips button")).to_have_text(["Online voting", "Quite new"])
    form.get_by_role("button", name="Remove tag Online voting").click()
    expect(sent).to_have_value("Quite new, and half")
    tags.press("Backspace")
    expect(sent).to_have_value("Quite new")


def test_lookalikes_show_while_typing(form: Page) -> None:
    form.locator("#id_name").press_sequentially("Decidimm")

    notice = form.locator("#lookalikes")
    expect(notice).to_contain_text("This may already be here.")
    improve = notice.get_by_role("link", name="Improve that one (Decidim)")
    expect(improve).to_have_attribute("href", "/en/tools/decidim/edit/")

    form.locator("#id_name").fill("Unlike anything")
    expect(notice).not_to_contain_text("This may already be here.")


def test_length_is_counted_and_nothing_cut_off(form: Page) -> None:
    summary = form.locator("[name=summary]")
    left = summary.locator("xpath=following-sibling::p[1]")
    expect(left).to_have_text("300 characters left")

    summary.fill("é" * 312)

    expect(left).to_have_text("12 characters too many")
    expect(summary).to_have_value("é" * 312)


def test_draft_is_saved_and_comes_back_with_the_page(form: Page) -> None:
    form.locator("#id_name").fill("Saved while typing")
    expect(status(form)).to_have_text(re.compile(r"^Draft saved at \d\d:\d\d\.$"))

    form.reload()

    expect(form.locator("#id_name")).to_have_value("Saved while typing")
    expect(form.locator("[data-draft-offer]")).to_be_hidden()


def test_discarded_draft_is_gone(form: Page) -> None:
    form.locator("#id_name").fill("To be discarded")
    form.get_by_role("button", name="Discard draft").click()

    expect(form).to_have_url(re.compile(f"{ADD}$"))
    expect(form.locator("#id_name")).to_have_value("")
    assert not Draft.objects.filter(name="To be discarded").exists()


def test_what_the_server_never_got_is_offered_after_a_crash(form: Page) -> None:
    cut_off(form)
    form.locator("#id_name").fill("Typed in vain")
    form.get_by_role("button", name="Add another (Made by)").click()
    maker(form, 2).fill("Its maker")
    form.locator("#id_tags").fill("One, two")
    form.get_by_label("An online service run by someone").check()
    expect(status(form)).to_contain_text("kept in this browser")

    form.goto(ADD)
    expect(form.locator("#id_name")).to_have_value("")
    form.get_by_role("button", name="Restore what you typed at").click()

    expect(form.locator("#id_name")).to_have_value("Typed in vain")
    expect(maker(form, 2)).to_have_value("Its maker")
    expect(form.locator("[name=tags]")).to_have_value("One, two")
    expect(form.get_by_label("An online service run by someone")).to_be_checked()
    expect(form.locator("details[data-picker-new][open]")).to_have_count(0)


def test_restored_text_goes_on_as_the_same_draft(form: Page) -> None:
    cut_off(form)
    form.locator("#id_name").fill("One draft only")
    expect(status(form)).to_contain_text("kept in this browser")
    form.unroute("**/drafts/**")

    form.goto(ADD)
    form.get_by_role("button", name="Restore what you typed at").click()
    expect(status(form)).to_contain_text("Draft saved at")

    assert Draft.objects.filter(name="One draft only").count() == 1


def test_offered_text_can_be_thrown_away(form: Page) -> None:
    cut_off(form)
    form.locator("#id_name").fill("Not wanted")
    expect(status(form)).to_contain_text("kept in this browser")
    form.goto(ADD)

    form.get_by_role("button", name="Throw it away").click()
    form.goto(ADD)

    form.wait_for_load_state("networkidle")
    expect(form.locator("[data-draft-offer]")).to_be_hidden()


def test_draft_is_saved_when_the_connection_comes_back(form: Page) -> None:
    form.context.set_offline(True)
    form.locator("#id_name").fill("Typed in a tunnel")
    expect(status(form)).to_contain_text("The connection is away")

    form.context.set_offline(False)

    expect(status(form)).to_contain_text("Draft saved at")
    assert Draft.objects.filter(name="Typed in a tunnel").exists()


def test_sent_form_leaves_nothing_to_restore(form: Page) -> None:
    cut_off(form)
    form.locator("#id_name").fill("Sent and done")
    form.locator("[name=summary]").fill("A tool.")
    expect(status(form)).to_contain_text("kept in this browser")
    form.unroute("**/drafts/**")
    form.get_by_role("button", name="Publish").click()
    expect(form).to_have_url(re.compile("/en/tools/sent-and-done/$"))

    with form.expect_response("**/drafts/**") as answer:
        form.goto(ADD)

    assert answer.value.status == 410
    expect(form.locator("[data-draft-offer]")).to_be_hidden()
    assert form.evaluate("Object.keys(localStorage).length") == 0


def test_visitor_keeps_a_copy_in_the_browser(visit: Visit) -> None:
    page = visit(ADD)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("#id_name").fill("Typed by a visitor")
    expect(status(page)).to_contain_text("kept in this browser only")
    assert "POST" not in sent

    page.reload()
    page.get_by_role("button", name="Restore what you typed at").click()

    expect(page.locator("#id_name")).to_have_value("Typed by a visitor")


def test_what_came_along_through_signing_in_is_not_offered_again(
    visit: Visit, site: str, session: str
) -> None:
    page = visit(ADD)
    page.locator("#id_name").fill("Typed before signing in")
    expect(status(page)).to_contain_text("kept in this browser only")
    page.get_by_role("button", name="Sign in, and keep what I typed").click()
    [address] = parse_qs(urlsplit(page.url).query)["next"]

    cookie = {"name": "sessionid", "value": session, "url": site}
    page.context.add_cookies([cookie])
    page.goto(address, wait_until="networkidle")

    expect(page.locator("#id_name")).to_have_value("Typed before signing in")
    expect(page.locator("[data-draft-offer]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert Draft.objects.filter(name="Typed before signing in").count() == 1


def test_form_without_scripts_stays_plain(open_form: Visit) -> None:
    page = open_form(java_script_enabled=False)
    page.locator("#id_name").fill("Decidim")
    page.locator("#id_tags").fill("One, two")

    page.get_by_role("button", name="Preview").click()

    expect(page.locator("#lookalikes")).to_contain_text("This may already be here.")
    expect(page.locator("#id_tags")).to_have_value("One, two")
    expect(page.locator("[data-draft-offer]")).to_be_hidden()
