import runpy
from typing import Any

import environ
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@pytest.fixture
def load(monkeypatch):
    """Read the settings afresh, from the given environment alone."""

    def load(**environment: str) -> dict[str, Any]:
        required = {"SECRET_KEY": "secret", "SITE_URL": "https://example.org"}
        monkeypatch.setattr(environ.Env, "ENVIRON", required | environment)
        monkeypatch.setattr(environ.Env, "read_env", lambda *args: None)
        return runpy.run_path(str(settings.BASE_DIR / "toolbox" / "settings.py"))

    return load


def test_two_variables_are_enough_for_a_safe_production(load):
    values = load()
    assert values["DEBUG"] is False
    assert values["ALLOWED_HOSTS"] == ["example.org"]
    assert values["SESSION_COOKIE_SECURE"]
    assert values["CSRF_COOKIE_SECURE"]
    assert values["SECURE_SSL_REDIRECT"]
    assert values["SECURE_HSTS_SECONDS"] == 31536000
    assert "SECURE_PROXY_SSL_HEADER" not in values


def test_http_site_has_no_https_only_settings(load):
    values = load(SITE_URL="http://localhost:8000/")
    assert values["SITE_URL"] == "http://localhost:8000"
    assert not values["SECURE_SSL_REDIRECT"]
    assert not values["SESSION_COOKIE_SECURE"]
    assert values["SECURE_HSTS_SECONDS"] == 0


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": " "}, "Set SECRET_KEY to a long random text"),
        ({"SITE_URL": ""}, "Set SITE_URL to the site's address"),
        ({"SITE_URL": "example.org"}, "SITE_URL is 'example.org': write a scheme"),
        ({"SITE_URL": "ftp://example.org"}, "write a scheme and a host"),
        ({"SITE_URL": "https://example.org/toolbox"}, "without a path"),
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe': write on or off"),
        ({"BEHIND_PROXY": "2"}, "BEHIND_PROXY is '2': write on or off"),
        ({"DATABASE_URL": "sqlite:///x"}, "must name a PostgreSQL database"),
    ],
)
def test_bad_value_says_what_is_expected(load, environment, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        load(**environment)


def test_own_database_is_the_default(load):
    values = load(POSTGRES_DATA="var/elsewhere")
    assert values["DATABASES"]["default"]["ENGINE"] == "toolbox.embedded"
    assert values["POSTGRES_DATA"] == settings.BASE_DIR / "var" / "elsewhere"


def test_database_url_keeps_the_socket_folder(load):
    values = load(DATABASE_URL="postgresql://me@/catalogue?host=/run/postgresql")
    database = values["DATABASES"]["default"]
    assert database["NAME"] == "catalogue"
    assert database["OPTIONS"]["host"] == "/run/postgresql"
    assert database["CONN_HEALTH_CHECKS"]


def test_proxy_header_is_trusted_only_when_asked(load):
    values = load(BEHIND_PROXY="on")
    assert values["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
