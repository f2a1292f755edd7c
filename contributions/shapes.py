"""Whether what comes from outside has the shape of a record, all the way down.

What passes here can be completed, compared and stored: the right types everywhere,
ids that the database can look up, and only characters that it can hold.
"""

import re
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue import records
from catalogue.records import LINK_FIELDS, TEXT_FIELDS

LARGEST_ID = 2**63 - 1
# PostgreSQL holds no NUL; half a surrogate pair is no character.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
FLAGS = ("is_original", "outdated")


def check(kind: str, values: Any) -> None:
    """Raise a ValidationError with a message per field that cannot be taken."""
    if not isinstance(values, dict):
        raise ValidationError(_("This is not a record."))
    expected = records.empty(kind)
    errors = {}
    for name, value in values.items():
        if name not in expected:
            errors[name] = _("This field does not exist.")
        elif not _fits(name, value, expected[name]):
            errors[name] = _("This is not what the field can hold.")
        elif not is_storable(value):
            errors[name] = _("This holds characters that no text has.")
    if errors:
        raise ValidationError(errors)


def is_storable(value: Any) -> bool:
    """Whether every text inside a value can be stored."""
    if isinstance(value, str):
        return not UNSTORABLE.search(value)
    if isinstance(value, dict):
        return all(is_storable(part) for item in value.items() for part in item)
    return not isinstance(value, list) or all(map(is_storable, value))


def is_id(value: Any) -> bool:
    return type(value) is int and 0 < value <= LARGEST_ID


def id_from(text: str) -> int | None:
    """The id that an address or a field names; None for what cannot be one."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 20
    return int(text) if is_number and is_id(int(text)) else None


def uuid_from(text: Any) -> UUID | None:
    """The id of a draft or a suggestion that was sent; None for what is none."""
    try:
        return UUID(text)
    except (TypeError, ValueError, AttributeError):
        return None


def is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _fits(name: str, value: Any, default: Any) -> bool:
    if name == "texts":
        return isinstance(value, dict) and all(map(_is_text, value.values()))
    if not isinstance(default, list):
        return isinstance(value, str)
    if not isinstance(value, list):
        return False
    if name == "links":
        return all(map(_is_link, value))
    return all(map(is_id, value)) if name == "tags" else is_list_of_text(value)


def _is_text(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() <= set(TEXT_FIELDS)
        and all(isinstance(v, bool if k in FLAGS else str) for k, v in value.items())
    )


def _is_link(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and {"role", "object"} <= value.keys() <= set(LINK_FIELDS)
        and is_id(value["object"])
        and all(isinstance(v, str) for k, v in value.items() if k != "object")
    )
