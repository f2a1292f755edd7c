from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.utils import translation

from accounts.models import User
from catalogue import list_rows
from catalogue.search import index, suggestions
from tests.factories import UserFactory
from toolbox.embedded import server

was_running = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[was_running] = server.is_running(settings.POSTGRES_DATA)
    if not hasattr(config, "workerinput"):
        call_command("compile_translations", verbosity=0)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The first process of the run stops the database that the run started."""
    if not hasattr(config, "workerinput") and not config.stash[was_running]:
        server.stop(settings.POSTGRES_DATA)


@pytest.fixture
def contributor(db: None) -> User:
    return UserFactory(username="contributor")


@pytest.fixture
def moderator(db: None) -> User:
    return UserFactory(username="moderator", moderator=True)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Versions start again where a test is rolled back, so nothing outlives it."""
    caches["pages"].clear()
    caches["default"].clear()
    index.forget()
    list_rows.forget()
    suggestions.forget()


@pytest.fixture(autouse=True)
def source_language() -> Iterator[None]:
    """A request leaves the language of its path behind; no test may meet another's."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
