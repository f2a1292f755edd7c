"""A hackathon from the first form to the archive, by its organizer and a guest.

With scripts and without; the two are signed in on devices of their own.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from tests.accounts.signing import last_code
from tests.browser.sessions import session_of
from tests.browser.test_joining import link_to_maker
from tests.factories import UserFactory
from tests.threads import at_once

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
AN_HOUR = timedelta(hours=1)
SOON = 15_000


def local(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def session_of_organizer(name: str) -> str:
    """Committed, as the server reads it from a thread of its own."""

    def act() -> str:
        person = UserFactory(username=f"organizer-of-{name}", is_organizer=True)
        return session_of(person)

    return at_once(act)[0]


def open_hackathon(page: Page, name: str) -> str:
    """Returns the code to join."""
    now = datetime.now(UTC)
    page.goto("/en/hackathons/open/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Places").fill("Nairobi")
    page.get_by_label("Opens").fill(local(now - AN_HOUR))
    page.get_by_label("Closes").fill(local(now + AN_HOUR))
    page.get_by_role("button", name="Save").click()
    told = page.get_by_text("People join with the code").text_content() or ""
    return re.findall(r"[2-9A-Z]{5}", told)[-1]


def join_and_add(page: Page, code: str, entry: str, scripts: bool) -> None:
    page.goto(f"/j/{code}")
    page.get_by_label("Display name").fill("Wanjiru")
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_label("Its name").fill(entry)
    page.get_by_role("button", name="Add a tool").click()
    page.locator("[name=summary]").fill("Lets a town ask its people.")
    link_to_maker(page, scripts)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(entry)
    page.get_by_role("link", name="May we show your name?").click()
    page.get_by_role("button", name="Show my name").click()


def keep_work(page: Page, address: str) -> None:
    page.get_by_role("link", name="Keep your work", exact=True).click()
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    assert mail.outbox[-1].to == [address]
    page.get_by_label("Code", exact=True).fill(last_code())
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Your work is kept.")).to_be_visible()


def close_and_archive(page: Page) -> None:
    page.get_by_role("link", name="Edit", exact=True).click()
    minute_ago = datetime.now(UTC) - timedelta(minutes=1)
    page.get_by_label("Closes").fill(local(minute_ago))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Archive it").click()
    page.get_by_role("button", name="Archive it").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_hackathon_from_the_first_form_to_the_archive(
    visit: Visit, site: str, scripts: bool
) -> None:
    name = f"Summit {'with' if scripts else 'without'} scripts"
    entry = f"Made at the {name}"
    options: dict[str, Any] = {"java_script_enabled": scripts}
    organizer = visit("about:blank", **options)
    cookie = {"name": "sessionid", "value": session_of_organizer(f"summit-{scripts}")}
    organizer.context.add_cookies([cookie | {"url": site}])  # type: ignore[list-item]
    code = open_hackathon(organizer, name)
    its_page = organizer.url
    wall = visit(f"{its_page}wall/", **options)

    guest = visit("about:blank", width=390, **options)
    join_and_add(guest, code, entry, scripts)
    if not scripts:
        wall.get_by_role("link", name="Refresh").click()
    expect(wall.get_by_text(entry)).to_be_visible(timeout=SOON)
    expect(wall.get_by_text("Thank you, Wanjiru")).to_be_visible(timeout=SOON)
    keep_work(guest, f"wanjiru-{scripts}@example.org")
    organizer.goto(its_page)
    close_and_archive(organizer)

    archive = visit(organizer.url, **options)
    expect(archive.get_by_role("link", name=entry)).to_be_visible()
    expect(archive.get_by_text("Wanjiru")).to_be_visible()
    expect(archive.get_by_text("do not change")).to_be_visible()


def test_new_hackathon_is_in_the_time_zone_of_its_organizer(
    visit: Visit, site: str
) -> None:
    page = visit("about:blank", timezone_id="Africa/Nairobi")
    cookie = {"name": "sessionid", "value": session_of_organizer("zones"), "url": site}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto("/en/hackathons/open/")
    zone = page.get_by_label("Time zone")
    expect(zone).to_have_value("Africa/Nairobi")

    zone.fill("UTC")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Write a name.").first).to_be_visible()
    expect(zone).to_have_value("UTC")
