"""The values of a record in words, field by field."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue import kinds
from catalogue.models import EntryStatus
from catalogue.vocabularies import country_name, language_name
from catalogue.wording import field_label, licence, partial_date

WORDS = {
    "licence": licence,
    "country": country_name,
    "language": language_name,
    "interface_languages": language_name,
    "since": partial_date,
    "until": partial_date,
}


def path_label(kind: str, path: str) -> str:
    """A path of a delta as people know it: “Summary (French)”."""
    name = path.rpartition(".")[2]
    others = {
        "links": _("Links"),
        "tags": _("Tags"),
        "status": _("Status"),
        "merged_into": _("Merged into"),
        "is_original": _("Original"),
        "outdated": _("Outdated"),
    }
    label = others.get(name) or capfirst(field_label(kind, path) or name)
    if path.startswith("texts."):
        language = language_name(path.split(".")[1])
        return _("%(field)s (%(language)s)") % {"field": label, "language": language}
    return label


def in_words(kind: str, path: str, value: Any) -> str:
    """A plain value of a record; empty for what is not filled in."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_word(kind, path, item) for item in value)
    return _word(kind, path, value) if value else ""


def _word(kind: str, path: str, value: Any) -> str:
    if path == "status":
        return str(dict(EntryStatus.choices).get(value, value))
    if path in WORDS:
        return WORDS[path](value)
    return str(_choices(kind, path).get(value, value))


def _choices(kind: str, path: str) -> dict[Any, Any]:
    try:
        field: Any = kinds.get(kind).model._meta.get_field(path)
    except FieldDoesNotExist:
        return {}
    if isinstance(field, ArrayField):
        field = field.base_field
    return dict(getattr(field, "flatchoices", ()))
