"""What can be said of a record before the database sees it, field by field."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext as _

from catalogue import kinds, records
from catalogue.models import Entry, EntryText, Link, Role, Tag
from catalogue.records import Record
from contributions import shapes
from contributions.models import Change

NOT_IN_RECORD = ["id", "entry_ptr", "kind", "slug", "status", "version"]


def validate(kind: str, record: Record, before: Record | None = None) -> None:
    """Raise a ValidationError with a message per field of the record that is wrong.

    The record is complete and passed `shapes.check`. What stands as it did `before` may
    come from an older list, like a licence that SPDX renamed since.
    """
    errors: dict[str, list[str]] = {}
    for name, check in (
        ("", lambda: _clean_fields(kind, record, before or {})),
        ("texts", lambda: _clean_texts(record["texts"])),
        ("links", lambda: _clean_links(record["links"])),
    ):
        try:
            check()
        except ValidationError as error:
            found = error.message_dict if not name else {name: error.messages}
            errors.update(found)
    if errors:
        raise ValidationError(errors)


def _clean_fields(kind: str, record: Record, before: Record) -> None:
    model = kinds.get(kind).model
    names = records.fields_of(kind)
    if record["name"] != record["name"].strip():
        message = _("A name neither begins nor ends with a space.")
        raise ValidationError({"name": message})
    kept = [name for name in names if before and record[name] == before[name]]
    entry = model(kind=kind, **{name: record[name] for name in names})
    not_asked = [*NOT_IN_RECORD, "created_at", "updated_at", "tags", *kept]
    entry.clean_fields(exclude=not_asked)
    _check_lengths(entry)


def check_together(kind: str, before: Record, after: Record) -> None:
    """Ask the database about fields that contradict each other since one changed."""
    model = kinds.get(kind).model
    changed = {name for name in records.fields_of(kind) if before[name] != after[name]}
    entry = model(kind=kind, **{f: after[f] for f in records.fields_of(kind)})
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            together = set(constraint.condition.referenced_base_fields)  # type: ignore[union-attr]
            if len(together) > 1 and together & changed:
                constraint.validate(model, entry)


def _clean_texts(texts: dict[str, dict[str, Any]]) -> None:
    for language, text in texts.items():
        row = EntryText(language=language, **text)
        row.clean_fields(exclude=["id", "entry"])
        _check_lengths(row)


def _check_lengths(row: models.Model) -> None:
    """Hold long texts to their length, which Django leaves to forms."""
    for field in row._meta.concrete_fields:
        if isinstance(field, models.TextField) and field.max_length:
            validate_length = MaxLengthValidator(field.max_length)
            try:
                validate_length(getattr(row, field.attname))
            except ValidationError as error:
                raise ValidationError({field.name: error.messages}) from error


def _clean_links(links: Iterable[dict[str, Any]]) -> None:
    for link in links:
        if link["role"] not in Role.values:
            raise ValidationError(_("This role does not exist."))
        Link(
            role=link["role"],
            since=link["since"],
            until=link["until"],
            source=link["source"],
        ).clean_fields(
            exclude=["id", "subject", "subject_kind", "object", "object_kind"]
        )


def validate_tag(tag: Tag) -> None:
    """Raise a ValidationError with a message per field of the tag that is wrong."""
    texts = {"name": [tag.name], "slug": [tag.slug], "synonyms": tag.synonyms}
    texts["labels"] = list(tag.labels.values()) if isinstance(tag.labels, dict) else [0]
    for name, values in texts.items():
        if not shapes.is_list_of_text(values) or not shapes.is_storable(values):
            raise ValidationError({name: _("This is not what the field can hold.")})
    tag.clean_fields(exclude=["id"])


def check_reasons(comment: str, source: str) -> None:
    """Refuse a comment or a source that a Change cannot hold."""
    reasons = {"comment": comment, "source": source}
    for name, value in reasons.items():
        if not isinstance(value, str) or not shapes.is_storable(value):
            raise ValidationError({name: _("This is not what the field can hold.")})
    names = {field.name for field in Change._meta.fields}
    Change(**reasons).clean_fields(exclude=names - reasons.keys())


def refuse_merged(entries: Iterable[Entry]) -> None:
    """An entry that leads to another one is not written: that other one is."""
    for entry in entries:
        if entry.merged_into_id:
            message = _("“%(name)s” was merged into another entry.")
            raise ValidationError(message % {"name": entry.name})


def object_kinds(found: Iterable[Record]) -> dict[int, str]:
    """The kind of each entry that these records link to; refuses unknown ones."""
    wanted = {link["object"] for record in found for link in record["links"]}
    if not wanted:
        return {}
    known = dict(Entry.objects.filter(id__in=wanted).values_list("id", "kind"))
    if wanted - known.keys():
        raise ValidationError({"links": [_("A linked entry does not exist.")]})
    return known


def check_tags(found: Iterable[Record]) -> None:
    """Refuse records with tags that do not exist."""
    wanted = {tag for record in found for tag in record["tags"]}
    if wanted and Tag.objects.filter(id__in=wanted).count() != len(wanted):
        raise ValidationError({"tags": [_("A tag does not exist.")]})
