"""The links that a kind of entry can have, as its form names them.

A key names a role and a direction: “links:developed_by:organization” where the entry
is the subject, “linked:uses:use_case” where it is the object.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue import kinds
from catalogue.models import Role
from catalogue.models.link import INVERSE_LABELS, ROLE_KINDS, SYMMETRIC_ROLES


@dataclass(frozen=True)
class LinkKey:
    """A role seen from a kind of entry, and the kind at the other end."""

    name: str
    role: str
    kind: str
    is_own: bool
    label: str

    @property
    def kind_label(self) -> str:
        return str(kinds.get(self.kind).label)


def keys_of(kind: str) -> dict[str, LinkKey]:
    """The links that an entry of this kind can have, its own first."""
    found: list[LinkKey] = []
    for role, pairs in ROLE_KINDS.items():
        for subject, object_ in pairs:
            if subject == kind:
                name = f"links:{role}:{object_}"
                found.append(LinkKey(name, role, object_, True, str(Role(role).label)))
    for role, pairs in ROLE_KINDS.items():
        for subject, object_ in pairs:
            if object_ == kind and role not in SYMMETRIC_ROLES:
                name, label = (
                    f"linked:{role}:{subject}",
                    str(INVERSE_LABELS[Role(role)]),
                )
                found.append(LinkKey(name, role, subject, False, label))
    return {key.name: key for key in found}


def shown_for(row: Mapping[str, Any]) -> str:
    """The entry's own link that a row was opened on, as role and object, or nothing.

    A row that was kept before rows said so stands for the link to what it names.
    """
    if row.get("was") is not None:
        return row["was"]
    side, _colon, rest = str(row.get("key") or "").partition(":")
    role, entry = rest.partition(":")[0], row.get("entry")
    return f"{role}:{entry}" if side == "links" and entry else ""
