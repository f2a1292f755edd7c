"""Whether an entry is what an organizer asked for: by its name, or by its address."""

from urllib.parse import urlsplit

from catalogue.models import Entry
from contributions import alike
from contributions.alike import LEAST_ALIKE


def is_for(text: str, entry: Entry) -> bool:
    """People write a name more fully than the list did, and find a better address."""
    if is_address(text):
        tool = getattr(entry, "tool", None)
        places = {host_of(entry.website), host_of(tool.repository if tool else "")}
        return host_of(text) in places - {""}
    asked, name = alike.plain(text), alike.plain(entry.name)
    return (
        alike.likeness(asked, name) >= LEAST_ALIKE
        or f" {asked} " in f" {name} "
        or f" {name} " in f" {asked} "
    )


def is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
