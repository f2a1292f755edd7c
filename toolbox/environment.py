"""Reads variables for the settings; a bad value is answered with what is expected."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def require(name: str, expected: str) -> str:
    """The value of a variable without a default, or an error that says what it is."""
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name} to {expected}; see .env.example.")
    return value


def read_bool(name: str, default: bool) -> bool:
    value = env.str(name, default="on" if default else "off").strip().lower()
    if value in {"on", "true", "yes", "1"}:
        return True
    if value in {"off", "false", "no", "0"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write on or off.")


def read_number(name: str, default: int) -> int:
    value = env.str(name, default=str(default)).strip()
    if value.isascii() and value.isdecimal():
        return int(value)
    raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number, like 5.")


def read_mail_server(name: str) -> dict[str, Any]:
    """Django's settings for a mail server; mail goes to the console without one."""
    try:
        return env.email_url_config(env.str(name, default="") or "consolemail://")
    except (ImproperlyConfigured, ValueError) as error:
        raise ImproperlyConfigured(
            f"{name} must name a mail server, "
            "like smtp+tls://user:password@mail.example.org:587."
        ) from error
