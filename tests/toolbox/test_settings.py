import json
import runpy
from typing import Any

import environ
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def town(times: int = 1, **values: object) -> str:
    """A sign-in service as the variable describes it."""
    provider = {"id": "town", "name": "Town", "issuer": "https://id.example.org/"}
    provider |= {"client_id": "toolbox", "secret": "s"} | values
    return json.dumps([provider] * times)


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
        ({"REVIEW_FIRST_EDITS": "-1"}, "REVIEW_FIRST_EDITS is '-1': write a whole"),
        ({"REVIEW_FIRST_EDITS": "few"}, "REVIEW_FIRST_EDITS is 'few': write a whole"),
        ({"DATABASE_URL": "sqlite:///x"}, "must name a PostgreSQL database"),
        ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL must name a mail server"),
        ({"EMAIL_URL": "smtp://host:port"}, "EMAIL_URL must name a mail server"),
        ({"DEMO_MAIL": "2"}, "DEMO_MAIL is '2': write on or off"),
        ({"OPENID_PROVIDERS": "town"}, "OPENID_PROVIDERS: write a JSON list"),
        ({"OPENID_PROVIDERS": "{}"}, "OPENID_PROVIDERS: write a JSON list"),
        ({"OPENID_PROVIDERS": "[1]"}, "write an object for each provider"),
        ({"OPENID_PROVIDERS": "[{}]"}, "each provider needs id, a text"),
        ({"OPENID_PROVIDERS": town(secret="")}, "each provider needs secret, a text"),
        ({"OPENID_PROVIDERS": town(id="A/b")}, "an id has small letters"),
        ({"OPENID_PROVIDERS": town(issuer="x")}, "an issuer starts with https://"),
        ({"OPENID_PROVIDERS": town(scope="x")}, "scope is unknown"),
        ({"OPENID_PROVIDERS": town(fetch_userinfo=1)}, "is true or false"),
        ({"OPENID_PROVIDERS": town(times=2)}, "an id of its own"),
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
    assert values["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert "ALLAUTH_TRUSTED_PROXY_COUNT" not in load()


def test_mail_goes_to_the_console_until_a_server_is_named(load):
    console = load(EMAIL_URL="")
    assert console["EMAIL_BACKEND"].endswith("console.EmailBackend")
    assert console["DEFAULT_FROM_EMAIL"] == "toolbox@example.org"

    values = load(
        EMAIL_URL="smtp+tls://user:p%40ss@mail.example.org:587",
        DEFAULT_FROM_EMAIL="Toolbox <mail@example.org>",
    )
    assert values["EMAIL_HOST"] == "mail.example.org"
    assert values["EMAIL_HOST_PASSWORD"] == "p@ss"
    assert values["EMAIL_USE_TLS"]
    assert values["DEFAULT_FROM_EMAIL"] == "Toolbox <mail@example.org>"


def test_sign_in_services_come_from_one_variable(load):
    values = load(OPENID_PROVIDERS=town(fetch_userinfo=False))

    (app,) = values["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert app["provider_id"] == "town"
    assert app["settings"]["server_url"] == "https://id.example.org"
    assert app["settings"]["fetch_userinfo"] is False


def test_mail_of_the_demo_is_shown_only_when_asked(load):
    assert load()["DEMO_MAIL"] is None
    assert load(DEMO_MAIL="on")["EMAIL_BACKEND"].endswith("DemoMailBackend")
