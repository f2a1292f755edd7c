"""Entries in the vocabulary of schema.org, for search engines and other catalogues."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from catalogue.links import LinkGroup
from catalogue.models import Entry
from catalogue.vocabularies import PROPRIETARY


def address(entry: Entry) -> str:
    return settings.SITE_URL + entry.get_absolute_url()


def describe(entry: Entry, type: str, **properties: Any) -> dict[str, Any]:
    """What all kinds say of themselves, then the kind's own; without empty values."""
    text = entry.text
    about = {
        "@context": "https://schema.org",
        "@type": type,
        "@id": address(entry),
        "name": entry.name,
        "description": text.summary if text else "",
        "url": entry.website,
        "keywords": [str(tag) for tag in entry.tag_list],
    }
    return {name: value for name, value in {**about, **properties}.items() if value}


def named(group: LinkGroup | None, type: str) -> list[Mapping[str, str]]:
    """The entries of a group of links, by name and address."""
    entries = group.entries if group else []
    return [
        {"@type": type, "@id": address(entry), "name": entry.name} for entry in entries
    ]


def licence_address(licence: str) -> str:
    if not licence or licence == PROPRIETARY:
        return ""
    return f"https://spdx.org/licenses/{licence}"
