"""Pages of accounts and forms, for visitors and for somebody who is signed in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django import DjangoDbBlocker

from tests.accounts.signing import person
from tests.browser.small_catalogue import FIRST_TOOL
from tests.browser.test_every_page import (
    AXE,
    DARK_RULES,
    RULES,
    RUN_AXE,
    TOO_WIDE,
    has_a_heading,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
FOR_VISITORS = ["login/", "signup/", "login/code/", "password/reset/"]
FOR_PEOPLE = [
    *("account/email/", "account/password/set/", "account/2fa/", "account/sessions/"),
    *("account/2fa/totp/activate/", "account/2fa/webauthn/add/", "account/logout/"),
    *("profile/", "profile/edit/", "profile/delete/"),
    *("tools/decidim/edit/?language=ar", "tools/decidim/use/", "collections/new/"),
    *(f"collections/add/?entry={FIRST_TOOL}", "tools/decidim/history/1/restore/"),
]
ADDRESSES = ["add/", *(f"account/{name}" for name in FOR_VISITORS), *FOR_PEOPLE]
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def signed_in(site: str, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    """The state of a browser in which somebody is signed in."""
    with django_db_blocker.unblock():
        client = Client()
        client.force_login(person("a.very.long.address.of.somebody@example.org"))
    value = client.cookies["sessionid"].value
    cookie = {"name": "sessionid", "value": value, "domain": "localhost", "path": "/"}
    rest = {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    return {"cookies": [cookie | rest], "origins": []}


@pytest.fixture
def open_page(visit: Visit, signed_in: dict[str, Any]) -> Visit:
    """Opens an address, signed in where it is for people who are."""

    def open_page(address: str, **options: Any) -> Page:
        if address in FOR_PEOPLE:
            options["storage_state"] = signed_in
        return visit(f"/en/{address}", **options)

    return open_page


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(open_page: Visit, address: str) -> None:
    page = open_page(address, bypass_csp=True)
    page.evaluate(AXE)

    found = {}
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in (("light", RULES), ("dark", DARK_RULES)):
            page.emulate_media(color_scheme=scheme)
            results = page.evaluate(RUN_AXE, rules)
            found[width, scheme] = [
                (violation["id"], node["html"][:200], node["failureSummary"])
                for violation in results["violations"]
                for node in violation["nodes"]
            ]

    assert page.url.endswith(f"/en/{address}")
    assert has_a_heading(page)
    assert not any(found.values()), found


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_fits_a_narrow_screen_and_keeps_to_the_policy(
    open_page: Visit, address: str
) -> None:
    page = open_page(address, width=320)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))

    page.reload()

    assert page.url.endswith(f"/en/{address}")
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width == 320, page.evaluate(TOO_WIDE)
    assert complaints == []


def test_code_is_asked_for_by_keyboard_without_scripts(visit: Visit) -> None:
    page = visit("/en/account/login/", java_script_enabled=False)
    page.get_by_label("E-mail address").first.focus()

    page.keyboard.type("nobody@example.org")
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Enter the code").wait_for()
    assert urlsplit(page.url).path == "/en/account/login/code/confirm/"


def test_mistake_takes_the_focus_to_the_list_of_errors(visit: Visit) -> None:
    page = visit("/en/account/signup/")

    page.locator("main form .btn").first.click()

    page.get_by_role("group", name="Something is not right yet").wait_for()
    assert page.title().startswith("Error: ")
    focused = page.evaluate("document.activeElement.className")
    assert focused == "errors"


def test_passkey_that_does_not_work_is_said_on_the_page(visit: Visit) -> None:
    page = visit("/en/account/login/")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }"
    )

    page.get_by_role("button", name="passkey").click()

    page.get_by_role("alert").wait_for()
    assert "was not used" in page.get_by_role("alert").inner_text()
