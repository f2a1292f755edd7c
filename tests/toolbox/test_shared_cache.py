"""The cache that all processes share, in a table that a migration makes."""

import pytest
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection

from tests.accounts.signing import sign_up
from toolbox import settings as production  # noqa: TID251

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(settings):
    settings.CACHES = {**settings.CACHES, "default": production.CACHES["default"]}
    return caches["default"]


def test_values_are_kept_counted_and_forgotten(shared):
    assert isinstance(shared, DatabaseCache)

    assert shared.add("key", [1])
    assert not shared.add("key", [2])
    shared.set("n", 1)
    shared.incr("n")
    shared.set("short", 1, timeout=0)

    assert shared.get_many(["key", "n", "short"]) == {"key": [1], "n": 2}


def test_nobody_has_to_make_the_table(shared, capsys):
    call_command("createcachetable")

    assert "'shared_cache' already exists" in capsys.readouterr().out


def test_limits_count_in_the_shared_cache(client, shared, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    sign_up(client)

    assert sign_up(client).status_code == 429
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache")
        assert cursor.fetchone()[0] > 0
