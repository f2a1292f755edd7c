"""A POST loses nothing: the database away, a token too old, an error of ours."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from contributions.models import Draft
from tests.browsing import words
from tests.factories import ToolFactory

pytestmark = pytest.mark.django_db
ID = "5b0a1d8e-6a55-4f5e-9d5b-0c1f4c8d7a10"
SAVE = f"/en/drafts/{ID}/"
TYPED = {
    "kind": "tool",
    "entry": "",
    "name": "Décidim “for all” <b>& more</b>",
    "summary": "First line.\r\n\r\nSecond line: المشاركة.",
    "platforms": ["web", "linux"],
}


@pytest.fixture
def browser(contributor: User) -> Client:
    """A browser that is shown errors as people are, and whose tokens are checked."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(contributor)
    client.cookies["csrftoken"] = "a" * 32
    return client


@contextmanager
def database_gone(error: type[Exception] = OperationalError) -> Iterator[None]:
    """Every statement fails, as after the server was stopped."""

    def refuse(execute: Any, sql: str, *rest: Any) -> None:
        raise error("the database system is shutting down")

    with connection.execute_wrapper(refuse):
        yield


def form_of(response: HttpResponse) -> tuple[str, dict[str, list[str]]]:
    """Where the form of a page goes, and what it would send."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form")
    values: dict[str, list[str]] = {}
    for field in form.select("input"):
        values.setdefault(field["name"], []).append(field["value"])
    return form["action"], values


def assert_holds_all(response: HttpResponse) -> None:
    _action, values = form_of(response)
    for name, value in TYPED.items():
        assert values[name] == (value if isinstance(value, list) else [value])
    said = words(BeautifulSoup(response.content, "html.parser").select_one("main"))
    assert TYPED["name"] in said
    assert "Second line: المشاركة." in said


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_post_without_database_is_given_back(
    browser: Client, error: type[Exception]
) -> None:
    with database_gone(error):
        response = browser.post(SAVE, {**TYPED, "csrfmiddlewaretoken": "a" * 32})

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "could not save this just now" in response.text
    assert_holds_all(response)
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_given_back_form_is_sent_again_and_saved(browser: Client) -> None:
    with database_gone():
        response = browser.post(SAVE, {**TYPED, "csrfmiddlewaretoken": "a" * 32})
    action, values = form_of(response)

    again = browser.post(action, values)

    assert again.status_code == 200
    kept = Draft.objects.get().values
    assert kept["name"] == [TYPED["name"]]
    assert kept["summary"] == [TYPED["summary"]]
    assert kept["platforms"] == TYPED["platforms"]


def test_form_keeps_its_whole_address(browser: Client) -> None:
    address = "/en/tools/add/?language=fr&field=website"
    with database_gone():
        response = browser.post(address, {"csrfmiddlewaretoken": "a" * 32, "name": "x"})

    assert form_of(response)[0] == address


def test_page_without_database_says_so(browser: Client) -> None:
    with database_gone():
        response = browser.get("/fr/tools/")

    assert response.status_code == 503
    assert response["Retry-After"]
    assert "<form" not in response.text
    assert 'lang="fr"' in response.text


def test_page_that_is_read_while_the_database_goes_is_not_kept(client: Client) -> None:
    client.raise_request_exception = False
    with database_gone():
        assert client.get("/en/about/").status_code == 503

    assert client.get("/en/about/").status_code == 200


def test_error_of_ours_gives_the_text_back(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("contributions.actions.save_draft", fail)

    response = browser.post(SAVE, {**TYPED, "csrfmiddlewaretoken": "a" * 32})

    assert response.status_code == 500
    assert "Retry-After" not in response
    assert_holds_all(response)


@pytest.mark.parametrize("token", ["b" * 32, ""])
def test_old_token_gives_the_form_back_with_a_fresh_one(
    browser: Client, token: str
) -> None:
    response = browser.post(SAVE, {**TYPED, "csrfmiddlewaretoken": token})

    assert response.status_code == 403
    assert_holds_all(response)
    action, values = form_of(response)
    assert browser.post(action, values).status_code == 200
    assert Draft.objects.get().values["name"] == [TYPED["name"]]


def test_what_a_form_says_of_itself_is_sent_again_but_not_shown(
    browser: Client,
) -> None:
    signs = {"opened": "form:1xXO0K:V6C0siH", "initial-1-note": "Stood there"}

    response = browser.post(SAVE, {**TYPED, **signs})

    _action, values = form_of(response)
    assert all(name in values for name in signs)
    shown = BeautifulSoup(response.content, "html.parser").select_one("section").text
    assert TYPED["name"] in shown
    assert not any(sign in shown for sign in signs.values())


WRITTEN = {"title": "Budgets", "introduction": "Long words.", "is_public": "no"}


def test_what_is_sent_after_the_sign_in_expired_is_given_back(
    client: Client, contributor: User
) -> None:
    response = client.post("/en/collections/new/", WRITTEN)

    assert response.status_code == 403
    assert "You were signed out meanwhile" in response.content.decode()
    assert "Long words." in response.content.decode()
    assert b'href="/en/account/login/' in response.content
    action, values = form_of(response)
    client.force_login(contributor)
    assert client.post(action, values).status_code == 302
    assert contributor.collections.get().introduction == "Long words."


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/en/changes/?kind=tool", "/en/changes/%3Fkind%3Dtool"),
        ("https://elsewhere.example.org/", "/en/tools/decidim/facts/confirm/"),
    ],
)
def test_button_pressed_after_the_sign_in_expired_leads_back_to_its_page(
    client: Client, referer: str, back: str
) -> None:
    ToolFactory(name="Decidim")
    address = "/en/tools/decidim/facts/confirm/"

    response = client.post(address, {"path": "name"}, headers={"referer": referer})

    assert response["Location"] == f"/en/account/login/?next={back}"


def test_lost_cookie_comes_back_with_the_form(browser: Client) -> None:
    del browser.cookies["csrftoken"]

    response = browser.post(SAVE, TYPED)

    action, values = form_of(response)
    assert browser.cookies["csrftoken"].value
    assert browser.post(action, values).status_code == 200


def test_refused_token_asks_the_database_nothing(
    browser: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = browser.post(SAVE, TYPED)

    assert response.status_code == 403


def test_what_another_site_sends_gets_no_button(browser: Client) -> None:
    response = browser.post(SAVE, TYPED, headers={"Origin": "https://evil.example"})

    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 403
    assert soup.select("button, input") == []
    assert "Second line" in words(soup)


def test_secrets_and_files_are_never_given_back(browser: Client, tmp_path: Any) -> None:
    secrets = {"password": "hunter2", "code": "123456", "reset-token": "abcdef"}
    file = tmp_path / "list.csv"
    file.write_text("name\nsecret file")

    with file.open() as opened:
        response = browser.post(SAVE, {"name": "x", **secrets, "file": opened})

    assert response.status_code == 403
    for hidden in (*secrets.values(), "secret file"):
        assert hidden not in response.text
    assert "asked for them again" in response.text
    assert "choose them again" in response.text
    assert form_of(response)[1]["name"] == ["x"]


def test_answer_is_in_the_language_of_the_page(browser: Client) -> None:
    response = browser.post(f"/fr/drafts/{ID}/", TYPED)

    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 403
    assert soup.html["lang"] == "fr"


def test_zeros_and_markup_do_no_harm(browser: Client) -> None:
    response = browser.post(SAVE, {"na<me": "a\0b", "x": "</main><script>"})

    assert "\0" not in response.text
    assert not re.search(r"<script(?!\s+src)", response.text)
    assert form_of(response)[1]["na<me"] == ["ab"]


def test_admin_form_is_given_back_too(moderator: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)

    response = client.post("/admin/catalogue/tag/add/", {"name": "Typed in the admin"})

    assert response.status_code == 403
    assert form_of(response)[1]["name"] == ["Typed in the admin"]


NO_DATABASE = """
import django
django.setup()
from django.test import Client

browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
browser.cookies["csrftoken"] = "a" * 32
browser.cookies["sessionid"] = "b" * 32
form = {"csrfmiddlewaretoken": "a" * 32, "name": "Typed in vain"}
response = browser.post("/en/tools/add/", form)
print(response.status_code, "Typed in vain" in response.text)
"""


def test_server_that_never_reaches_its_database_gives_the_text_back() -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"

    run = subprocess.run(
        [sys.executable, "-c", NO_DATABASE],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": nowhere},
        capture_output=True,
        text=True,
    )

    assert run.stdout.split() == ["503", "True"], run.stderr


@pytest.mark.parametrize(
    "typed", [{"name": "x" * 3_000_000}, {f"f{n}": "" for n in range(2001)}]
)
def test_too_much_at_once_is_told_in_plain_words(typed: dict[str, str]) -> None:
    client = Client(raise_request_exception=False)

    answer = client.post(
        "/fr/tools/add/",
        urlencode(typed),
        content_type="application/x-www-form-urlencoded",
    )

    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 400
    assert page.select_one("h1").get_text() == "Trop en une fois"
    assert "stylesheet" in str(page)
