"""Where somebody fills in what an entry lacks: the field of its form."""

from django.urls import reverse

from catalogue import kinds
from catalogue.models import Entry
from catalogue.models.link import ROLE_KINDS

# A use case of a tool has a short form of its own.
USED = "linked:uses"


def address(entry: Entry, fact: str) -> str:
    """The form, opened at a fact that is named as in `kinds.Fact`."""
    if fact == USED:
        return reverse("contributions:tool_use", args=[entry.slug])
    path = kinds.get(entry.kind).path
    form = reverse("contributions:entry_edit", args=[path, entry.slug])
    direction, _, role = fact.partition(":")
    if not role:
        return f"{form}?field={fact}#id_{fact}"
    others = dict(ROLE_KINDS[role])
    return f"{form}#{direction}-{role}-{others[entry.kind]}"
