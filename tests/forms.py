"""Forms of the site, sent as a browser sends them."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client


def fields(client: Client, address: str) -> dict[str, Any]:
    """What the form at an address would send if nobody touched it."""
    response = client.get(address)
    assert response.status_code == 200
    return fields_of(response.content)


def fields_of(content: bytes) -> dict[str, Any]:
    form = BeautifulSoup(content, "html.parser").select_one("main form")
    for template in form.select("template"):
        template.decompose()
    values: dict[str, Any] = {}
    for tag in form.select("input[name], textarea[name], select[name]"):
        kind = tag.get("type", "")
        if kind in {"checkbox", "radio"} and not tag.has_attr("checked"):
            continue
        if tag.name == "select":
            chosen = tag.select_one("option[selected]") or tag.select_one("option")
            value = chosen["value"]
        elif tag.name == "textarea":
            value = tag.get_text().removeprefix("\n")
        else:
            value = tag.get("value", "on" if kind in {"checkbox", "radio"} else "")
        if kind == "checkbox":
            values.setdefault(tag["name"], []).append(value)
        else:
            values[tag["name"]] = value
    return values


def send(client: Client, address: str, **typed: Any) -> Any:
    return client.post(address, {**fields(client, address), **typed})


def messages_beside(response: Any, name: str) -> str:
    page = BeautifulSoup(response.content, "html.parser")
    found = page.select_one(f"#id_{name}_error")
    return " ".join(found.get_text().split()) if found else ""


def row(number: int, name: str) -> str:
    return f"links-{number}-{name}"
