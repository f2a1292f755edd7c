"""The form of an entry, for each kind: its record's fields in people's words.

Only what somebody changed is taken from a form; everything else stays as the record
has it, so that no value is rewritten by having been shown.
"""

from functools import partial
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catalogue import records
from catalogue.models.text import DESCRIPTION_LENGTH, NAME_LENGTH, SUMMARY_LENGTH
from catalogue.records import Record
from catalogue.vocabularies import direction, language_name
from contributions.forms.fields import (
    AddressField,
    TagsField,
    TextField,
    language_choices,
)

UNKNOWN = [("", gettext_lazy("I do not know"))]
LARGEST_VERSION = 2**31 - 1
TEXT_FIELDS = {"summary": "summary", "description": "description", "text_name": "name"}


def long_text(rows: int = 3, **attributes: Any) -> forms.Textarea:
    counted = {
        "data-count-left": gettext_lazy("%s characters left"),
        "data-count-over": gettext_lazy("%s characters too many"),
    }
    return forms.Textarea({"rows": rows, **counted, **attributes})


def _or_unknown(language: str) -> list[tuple[Any, Any]]:
    return [*UNKNOWN, *language_choices(language)]


class EntryForm(forms.Form):
    """What all kinds share. `in_view` fields stand open, `folded` ones unfold."""

    fits = forms.BooleanField(
        label=gettext_lazy("I looked at it: this translation fits the original again"),
        required=False,
    )
    name = TextField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As its makers write it."),
        max_length=NAME_LENGTH,
        error_messages={"required": gettext_lazy("Write a name")},
    )
    summary = TextField(
        label=gettext_lazy("Summary"),
        help_text=gettext_lazy("One or two sentences. Plain facts, no slogans."),
        max_length=SUMMARY_LENGTH,
        required=False,
        widget=long_text(),
    )
    website = AddressField(label=gettext_lazy("Website"), required=False)
    tags = TagsField(
        label=gettext_lazy("Tags"),
        help_text=gettext_lazy("Subjects, with commas between them. At most 20."),
        required=False,
    )
    description = TextField(
        label=gettext_lazy("Description"),
        help_text=gettext_lazy("Markdown works: **bold**, lists, [links](https://…)."),
        max_length=DESCRIPTION_LENGTH,
        required=False,
        widget=long_text(8),
    )
    text_language = forms.ChoiceField(
        label=gettext_lazy("Language of what you write"), required=False
    )
    text_name = TextField(
        label=gettext_lazy("Name in this language"),
        help_text=gettext_lazy("Only where it differs from the entry's own name."),
        max_length=NAME_LENGTH,
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the name"), required=False
    )
    source = TextField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Where this can be checked: an address or a document."),
        max_length=500,
        required=False,
    )
    comment = TextField(
        label=gettext_lazy("Comment on this change"),
        help_text=gettext_lazy("What you changed and why; shown in the history."),
        max_length=500,
        required=False,
    )
    version = forms.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput, initial=0
    )
    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)

    kind = ""
    in_view: tuple[str, ...] = ("name", "summary", "website")
    folded: tuple[str, ...] = ("description", "text_language", "text_name", "language")
    # A new entry needs one of these beside its name, or a link.
    needs_one_of: tuple[str, ...] = ("website", "summary")

    def __init__(
        self, *args: Any, is_edit: bool = False, is_linked: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.is_edit, self.is_linked = is_edit, is_linked
        self.fields["tags"].widget.attrs |= {
            "data-tags": reverse("contributions:tag_suggest"),
            "data-remove": _("Remove tag %s"),
            "data-chosen": _("Tags"),
        }
        here = self.initial.get("text_language", "")
        language = self.initial.get("language", "")
        self.fields["text_language"].choices = partial(language_choices, here)  # type: ignore[attr-defined]
        self.fields["language"].choices = partial(_or_unknown, language)  # type: ignore[attr-defined]
        for field in self.fields.values():
            if isinstance(field, AddressField):
                field.widget.attrs |= {"dir": "ltr", "inputmode": "url"}
            if not isinstance(field.widget, forms.RadioSelect | forms.CheckboxInput):
                field.widget.attrs["class"] = "input"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        given = self.is_linked or any(values.get(name) for name in self.needs_one_of)
        is_new = values.get("version") == 0 and not self.is_edit
        if is_new and not given and not self.errors.keys() & set(self.needs_one_of):
            self.add_error(
                self.needs_one_of[-1], _("Write at least one sentence, or an address")
            )
        return values

    def settle_language(self, base: Record) -> None:
        """Of an entry with texts, the form is about one: another has its own page."""
        code, texts = self.initial["text_language"], base["texts"]
        if texts:
            self.fields["text_language"].widget = forms.HiddenInput()
        if not texts.get(code, {}).get("outdated"):
            del self.fields["fits"]
        is_translation = any(
            text["is_original"] and other != code for other, text in texts.items()
        )
        if is_translation:
            first = ("name", "text_name", "summary", "description")
            self.in_view = tuple(dict.fromkeys([*first, *self.in_view]))
            self.folded = tuple(n for n in self.folded if n not in first)
        if texts and (is_translation or code != get_language()):
            self._name_language(code)

    def _name_language(self, code: str) -> None:
        for name in TEXT_FIELDS:
            field = self.fields[name]
            words = {"field": field.label, "language": language_name(code)}
            field.label = _("%(field)s (%(language)s)") % words
            field.widget.attrs |= {"lang": code, "dir": direction(code)}

    @property
    def text_code(self) -> str:
        """The language of the text this form is about."""
        return self.cleaned_data.get("text_language") or self.initial["text_language"]

    def record(self, base: Record, tag_ids: list[int]) -> Record:
        """The base record with what was changed here; links are added by others."""
        record = {**base, "texts": {k: dict(v) for k, v in base["texts"].items()}}
        for name in records.fields_of(self.kind):
            if name in self.changed_data or not self.is_edit:
                record[name] = self.cleaned_data[name]
        record["tags"] = tag_ids
        self._write_text(record)
        return records.canonical(record)

    def _write_text(self, record: Record) -> None:
        code, texts = self.text_code, record["texts"]
        written = {
            name: self.cleaned_data[field] for field, name in TEXT_FIELDS.items()
        }
        known = texts.get(code)
        if known and any(
            known[name].replace("\r\n", "\n") != value
            for name, value in written.items()
        ):
            texts[code] = {**known, **written, "outdated": False}
        elif known and self.cleaned_data.get("fits"):
            texts[code] = {**known, "outdated": False}
        elif not known and any(written.values()):
            has_original = any(text["is_original"] for text in texts.values())
            texts[code] = {
                **written,
                "is_original": not has_original,
                "outdated": False,
            }
        elif known and not any(written.values()):
            del texts[code]


def initial_of(record: Record, language: str, labels: list[str]) -> dict[str, Any]:
    """What a form shows of a record, with its text in a language."""
    text = record["texts"].get(language, {})
    return {
        **{name: record[name] for name in record if name not in {"texts", "links"}},
        **{field: text.get(name, "") for field, name in TEXT_FIELDS.items()},
        "text_language": language,
        "tags": labels,
    }
