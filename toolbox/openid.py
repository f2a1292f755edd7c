"""Reads OPENID_PROVIDERS, the sign-in services that an operator may offer."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

REQUIRED = ("id", "name", "issuer", "client_id", "secret")
OPTIONAL = ("fetch_userinfo",)
EXAMPLE = (
    '[{"id": "town", "name": "Town account", "issuer": "https://id.example.org", '
    '"client_id": "…", "secret": "…"}]'
)


def read_providers(text: str) -> list[dict[str, Any]]:
    """The providers as allauth wants them; ImproperlyConfigured says what is wrong."""
    if not text.strip():
        return []
    try:
        providers = json.loads(text)
    except ValueError as error:
        raise refusal("write a JSON list") from error
    if not isinstance(providers, list):
        raise refusal("write a JSON list")
    apps = [_app(provider) for provider in providers]
    if len({app["provider_id"] for app in apps}) < len(apps):
        raise refusal("give each provider an id of its own")
    return apps


def refusal(wanted: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"OPENID_PROVIDERS: {wanted}, like {EXAMPLE}.")


def _app(provider: Any) -> dict[str, Any]:
    if not isinstance(provider, dict):
        raise refusal("write an object for each provider")
    for name in REQUIRED:
        if not isinstance(provider.get(name), str) or not provider[name].strip():
            raise refusal(f"each provider needs {name}, a text")
    for name in provider.keys() - {*REQUIRED, *OPTIONAL}:
        raise refusal(f"{name} is unknown")
    if not re.fullmatch(r"[a-z0-9-]{1,50}", provider["id"]):
        raise refusal("an id has small letters, digits and hyphens")
    issuer = urlsplit(provider["issuer"])
    if issuer.scheme not in {"http", "https"} or not issuer.hostname:
        raise refusal("an issuer starts with https://")
    fetch_userinfo = provider.get("fetch_userinfo", True)
    if not isinstance(fetch_userinfo, bool):
        raise refusal("fetch_userinfo is true or false")
    return {
        "provider_id": provider["id"],
        "name": provider["name"],
        "client_id": provider["client_id"],
        "secret": provider["secret"],
        "settings": {
            "server_url": provider["issuer"].rstrip("/"),
            "fetch_userinfo": fetch_userinfo,
            "oauth_pkce_enabled": True,
        },
    }
