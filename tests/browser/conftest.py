"""Chromium in front of the running site.

One catalogue for each module, committed, as the server reads it from threads of its
own; emptied after the module. No test here may write.
"""

import shutil
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import caches
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from catalogue import list_rows, version
from catalogue.search import index, suggestions
from tests.browser import small_catalogue
from tests.tables import empty_all

ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
PATIENCE = 15_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip(
            "Chromium is missing; on Debian, as root: apt-get install chromium."
        )
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs an event loop in this thread; nothing here is asynchronous.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def nothing_kept() -> None:
    """What a server keeps of a catalogue may outlive a test that does not write."""


@pytest.fixture(scope="module")
def site(
    chromium: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The address of a server of the small catalogue.

    pytest-django's own fixture would empty the tables after each test.
    """
    with django_db_blocker.unblock():
        small_catalogue.load()
        caches["pages"].clear()
        index.forget()
        list_rows.forget()
        version.forget()
        suggestions.forget()
        server = LiveServer("localhost")
        server._live_server_modified_settings.enable()
        yield server.url
        server.stop()
        server._live_server_modified_settings.disable()
        empty_all()
        connection.close()


@pytest.fixture
def visit(site: str, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the address in a browser of a new visitor; options as Playwright's."""
    contexts: list[BrowserContext] = []

    def visit(address: str, width: int = 1280, **options: object) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 800},
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()
