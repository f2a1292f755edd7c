"""The main form of an entry's page in the admin: the record's fields, the reasons."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from catalogue import kinds, records
from catalogue.models import Entry
from catalogue.records import Record
from contributions import clashes
from contributions.actions import AlreadyHere, Clashing
from contributions.clashes import ClashRow
from contributions.forms.base import LARGEST_VERSION, UNKNOWN, EntryForm
from contributions.forms.fields import language_choices
from contributions.forms.kinds import FORMS
from contributions.forms.opening import base_of
from contributions.forms.typed import ids, number, settled

# A description may be long; the choice above shows it whole.
SHOWN = 200
PARTS = ("texts", "links", "tags")


@dataclass
class Refusal:
    """Why nothing was written: messages by field, look-alikes, or clashing changes."""

    messages: dict[str, list[str]] = field(default_factory=dict)
    doubles: list[Entry] = field(default_factory=list)
    clashes: list[ClashRow] = field(default_factory=list)
    settled_at: int = 0

    @classmethod
    def of(cls, error: ValidationError | AlreadyHere | Clashing) -> "Refusal":
        if isinstance(error, AlreadyHere):
            told = _("Entries with this name or address are here already.")
            return cls({"": [told]}, doubles=error.entries)
        if isinstance(error, Clashing):
            rows = clashes.describe(error.entry, error.clashes)
            return cls(_changed_meanwhile(rows), [], rows, error.version)
        if hasattr(error, "error_dict"):
            return cls(dict(error.message_dict))
        return cls({"": error.messages})

    @property
    def status(self) -> int:
        return 409 if self.doubles or self.clashes else 422

    def about(self, part: str) -> list[str]:
        return self.messages.get(part, [])


def _changed_meanwhile(rows: list[ClashRow]) -> dict[str, list[str]]:
    """What to say beside each field: who gave it which value."""
    told: dict[str, list[str]] = {}
    for row in rows:
        author = row.change.author if row.change else None
        values = {
            "value": Truncator(row.theirs).chars(SHOWN) or _("Not filled in"),
            "person": author or _("somebody without an account"),
        }
        message = _("Changed meanwhile by %(person)s to “%(value)s”.") % values
        told.setdefault(row.path.partition(".")[0], []).append(message)
    return told


def as_opened(form: forms.Form | forms.ModelForm, name: str, before: Any) -> Any:
    """A value as it was sent; as it was before where only being shown changed it."""
    value = form.cleaned_data[name]
    is_same = isinstance(before, str) and form.fields[name].to_python(before) == value
    return before if is_same else value


class RecordForm(forms.ModelForm):
    """Nothing is checked against the tables here, and nothing is saved by it."""

    comment = EntryForm.base_fields["comment"]
    source = EntryForm.base_fields["source"]
    opened_on = forms.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput
    )

    kind = ""

    def __init__(
        self, *args: Any, refusal: Refusal | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.refusal = refusal
        self.entry = self.instance if self.instance.pk else None
        opened_on = str(self.data.get("opened_on", ""))
        self.base: Record = base_of(kinds.get(self.kind), self.entry, opened_on)
        own = {name: self.base[name] for name in records.fields_of(self.kind)}
        version = self.entry.version if self.entry else 0
        self.initial = {**own, "opened_on": version}
        language = self.fields["language"]
        language.choices = [*UNKNOWN, *language_choices(self.base["language"])]  # type: ignore[attr-defined]
        for one in self.fields.values():
            one.widget.attrs.pop("list", None)
            if isinstance(one.widget, forms.Textarea):
                one.widget.attrs["class"] = "vLargeTextField"
            elif isinstance(one.widget, forms.TextInput):
                one.widget.attrs["class"] = "vTextField"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        opened_on = values.get("opened_on")
        if opened_on is None or (opened_on == 0) != (self.entry is None):
            self.add_error(None, _("This entry has no such version."))
        for name, messages in (self.refusal.messages if self.refusal else {}).items():
            if name not in PARTS:
                known = name if name in self.fields else None
                self.add_error(known, [ValidationError(m) for m in messages])
        return values

    def _post_clean(self) -> None:
        """The writing room checks the record as a whole; see `actions.submit`."""

    def plain_values(self) -> Record:
        """The record's own fields, with what was changed here."""
        changed = [n for n in records.fields_of(self.kind) if n in self.changed_data]
        own = {name: as_opened(self, name, self.base[name]) for name in changed}
        return {**self.base, **own}

    @property
    def different_from(self) -> list[int]:
        """Look-alikes that the person says are something else."""
        data: Any = self.data
        return ids(",".join(data.getlist("different"))) if self.is_bound else []

    @property
    def asked(self) -> str:
        """All look-alikes that were shown so far, for the box to tick."""
        found = [one.pk for one in self.refusal.doubles] if self.refusal else []
        return ",".join(map(str, [*self.different_from, *found]))

    @property
    def settled(self) -> dict[str, str]:
        """The choices that were made, but for those that are still to be made."""
        asked = {row.path for row in self.refusal.clashes} if self.refusal else set()
        return {p: side for p, side in settled(self.data).items() if p not in asked}

    @property
    def settled_at(self) -> int:
        """The version a choice was made in; none where nobody can have seen it yet."""
        version = number(self.data.get("settled_at", ""))
        return version if self.entry and version <= self.entry.version else 0


@cache
def record_form(kind: str) -> type[RecordForm]:
    """The form of a kind, with the fields that its form on the site has."""
    fields = FORMS[kind].base_fields
    own = {name: fields[name] for name in records.fields_of(kind)}
    meta = type("Meta", (), {"model": kinds.get(kind).model, "fields": []})
    made: Any = type(RecordForm)
    return made("RecordForm", (RecordForm,), {**own, "kind": kind, "Meta": meta})
