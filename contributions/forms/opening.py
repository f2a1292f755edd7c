"""What a form is opened on: a record as of a version, with one of its texts."""

from typing import Any

from django.utils.translation import get_language

from catalogue import records
from catalogue.kinds import Kind
from catalogue.models import Entry, Tag
from catalogue.records import Record
from contributions import history
from contributions.forms.base import initial_of
from contributions.forms.typed import number


def opened_with(record: Record, language: str) -> dict[str, Any]:
    tags = Tag.objects.in_bulk(record["tags"])
    labels = sorted(tag.label for tag in tags.values())
    return initial_of(record, language, labels)


def language_of(record: Record) -> str:
    """The language of the text to edit: the page's where there is one, the original's,
    and the page's again where there is no text at all."""
    here = get_language() or "en"
    texts = record["texts"]
    originals = [code for code, text in texts.items() if text["is_original"]]
    return here if here in texts or not originals else originals[0]


def base_of(kind: Kind, entry: Entry | None, version: str) -> Record:
    """The record that the form was opened on; that of today where it is not known."""
    if entry is None:
        return records.empty(kind.name)
    if version.isdecimal() and number(version) < entry.version:
        return history.record_at(entry, number(version))
    return entry.record()


def original_of(record: Record, language: str) -> dict[str, str] | None:
    """The original text, seen from a translation into a language."""
    for code, text in record["texts"].items():
        if text["is_original"] and code != language:
            return {"language": code, **text}
    return None
