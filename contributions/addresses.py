"""The addresses of this room's pages about an entry."""

from django.urls import reverse

from catalogue import kinds
from catalogue.models import Entry


def address(view: str, entry: Entry, *rest: object) -> str:
    names = (kinds.get(entry.kind).path, entry.slug, *rest)
    return reverse(f"contributions:{view}", args=names)
