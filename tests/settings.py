"""The project's settings for tests: folders of their own, and speed before safety."""

import os

os.environ.update(
    SECRET_KEY="tests-only",
    SITE_URL="http://testserver",
    DEBUG="off",
    BEHIND_PROXY="off",
    POSTGRES_DATA=os.environ.get("POSTGRES_TEST_DATA", "var/postgres-test"),
    STATIC_ROOT="var/static-test",
    EMAIL_URL="",
    DEFAULT_FROM_EMAIL="",
    DEMO_MAIL="off",
    OPENID_PROVIDERS="",
)

from toolbox.settings import *  # noqa: F403, TID251

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Writes of the shared cache would count among the queries of a test.
CACHES = {
    **CACHES,  # noqa: F405
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
POSTGRES_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    # It would count the tables as empty while a test that rolls back fills them, and
    # the queries planned for that take minutes.
    "autovacuum": "off",
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
