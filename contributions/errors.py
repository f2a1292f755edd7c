"""From what the database refuses to what a person can read beside the field."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from contributions.actions import NewEntry

FIELDS = {
    "slug_unique": "name",
    "slug_well_formed": "name",
    "entry_slug_unique": "name",
    "entry_status_known": "status",
    "entry_name_not_blank": "name",
    "entry_language_well_formed": "language",
    "entry_website_scheme": "website",
    "text_one_original": "texts",
    "text_one_per_language": "texts",
    "text_original_not_outdated": "texts",
    "text_language_well_formed": "texts",
    "text_description_length": "texts",
    "entry_tag_unique": "tags",
    "tool_form_known": "form",
    "tool_state_known": "state",
    "tool_repository_scheme": "repository",
    "tool_platforms_known": "platforms",
    "use_case_country_well_formed": "country",
    "use_case_state_known": "state",
    "use_case_reason_when_ended": "ended_because",
    "use_case_since_well_formed": "since",
    "use_case_until_well_formed": "until",
    "use_case_dates_in_order": "until",
    "organization_type_known": "type",
    "organization_country_well_formed": "country",
}


def messages() -> dict[str, str]:
    """The message of each named constraint of our tables, in the reader's language."""
    return {
        constraint.name: str(constraint.get_violation_error_message())
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }


class RefusedEntry(ValidationError):
    """What is wrong with one of many entries that were to be created."""

    def __init__(self, error: ValidationError, new: "NewEntry") -> None:
        super().__init__(error)
        self.new = new


def explain(error: IntegrityError) -> ValidationError:
    """The message of a broken constraint, under the record's field it belongs to.

    An unnamed or foreign constraint gives a general sentence: nothing was saved.
    """
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    message = messages().get(name) or _("This could not be saved as it is.")
    field = FIELDS.get(name, "links" if name.startswith("link_") else "")
    return ValidationError({field: [message]} if field else [message], code=name)
