"""The texts, links and tags of an entry as rows of its page in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue import partial_dates
from catalogue.models import Entry, EntryTag, EntryText, Link, Role, Tag
from catalogue.models.link import ROLE_KINDS
from catalogue.models.text import DESCRIPTION_LENGTH, NAME_LENGTH, SUMMARY_LENGTH
from catalogue.records import Record
from contributions.admin.offering import OfferedField, named
from contributions.admin.record_form import as_opened
from contributions.admin.rows import Row, Rows, RowsInline
from contributions.forms.fields import PartialDateField, TextField, language_choices


class TextRow(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    is_original = forms.BooleanField(label=gettext_lazy("Original"), required=False)
    outdated = forms.BooleanField(label=gettext_lazy("Outdated"), required=False)
    name = TextField(
        label=gettext_lazy("Name in this language"),
        max_length=NAME_LENGTH,
        required=False,
    )
    summary = TextField(
        label=gettext_lazy("Summary"),
        max_length=SUMMARY_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    description = TextField(
        label=gettext_lazy("Description"),
        max_length=DESCRIPTION_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 8, "dir": "auto"}),
    )

    def clean(self) -> Row:
        values = super().clean() or self.cleaned_data
        if values.get("is_original") and values.get("outdated"):
            self.add_error("outdated", _("An original text cannot be outdated."))
        return values


class LinkRow(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    object = OfferedField(Link, "object", gettext_lazy("Linked to"))
    since = PartialDateField(label=gettext_lazy("Since"), required=False)
    until = PartialDateField(label=gettext_lazy("Until"), required=False)
    source = TextField(
        label=gettext_lazy("Source of this link"), max_length=500, required=False
    )

    def clean(self) -> Row:
        values = super().clean() or self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and partial_dates.contradicts(since, until):
            self.add_error("until", _("The end lies before the start."))
        return values


class TagRow(forms.Form):
    tag = OfferedField(EntryTag, "tag", gettext_lazy("Tag"))


class Texts(Rows):
    part = "texts"

    def rows_of(self, record: Record) -> list[Row]:
        return [{"language": code, **text} for code, text in record["texts"].items()]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        choices = [("", "---------"), *language_choices(*self.base["texts"])]
        form.fields["language"].choices = choices  # type: ignore[attr-defined]

    def check(self) -> None:
        seen: set[str] = set()
        has_original = False
        for form in self.filled:
            code = form.cleaned_data.get("language")
            if code in seen:
                message = _("This entry has a text in this language.")
                form.add_error("language", message)
            if has_original and form.cleaned_data.get("is_original"):
                form.add_error("is_original", _("An entry has one original text."))
            seen |= {code} if code else set()
            has_original |= bool(form.cleaned_data.get("is_original"))

    def texts(self) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for form in self.filled:
            code = form.cleaned_data["language"]
            before = self.base["texts"].get(code, {})
            names = [name for name in TextRow.base_fields if name != "language"]
            found[code] = {n: as_opened(form, n, before.get(n)) for n in names}
        for row in self.out_of_sight:
            found.setdefault(row["language"], self.base["texts"][row["language"]])
        if found and not self.base["texts"]:
            _choose_original(found)
        return found


def _choose_original(texts: dict[str, Row]) -> None:
    """Of an entry without texts, the first one to be written is the original."""
    if not any(text["is_original"] for text in texts.values()):
        next(iter(texts.values())).update(is_original=True, outdated=False)


class Links(Rows):
    part = "links"
    offered = "object"

    def among(self) -> Any:
        return Entry.objects.all()

    def name_of(self, one: Any) -> str:
        return named(one)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        roles = [
            (role, Role(role).label)
            for role, pairs in ROLE_KINDS.items()
            if self.kind in {subject for subject, _object in pairs}
        ]
        form.fields["role"].choices = [("", "---------"), *roles]  # type: ignore[attr-defined]

    def check(self) -> None:
        seen: set[tuple[str, int]] = set()
        for form in self.filled:
            values = form.cleaned_data
            if "role" not in values or "object" not in values:
                continue
            key = values["role"], values["object"]
            if message := self._wrong(*key) or (key in seen and _linked_already()):
                form.add_error("object", message)
            seen.add(key)

    def _wrong(self, role: str, pk: int) -> str:
        other = self.found.get(pk)
        if other is None:
            return _("A linked entry does not exist.")
        if self.entry and self.entry.pk == pk:
            return _("An entry cannot be linked to itself.")
        if (self.kind, other.kind) not in ROLE_KINDS[role]:
            return _("This role does not fit these two entries.")
        return ""

    def links(self) -> list[Row]:
        sources = {
            (link["role"], link["object"]): link["source"]
            for link in self.base["links"]
        }
        found = []
        for form in self.filled:
            link = {name: form.cleaned_data[name] for name in LinkRow.base_fields}
            before = sources.get((link["role"], link["object"]))
            found.append({**link, "source": as_opened(form, "source", before)})
        return [*found, *self.out_of_sight]


def _linked_already() -> str:
    return _("These two are linked so already.")


class Tags(Rows):
    part = "tags"
    offered = "tag"

    def rows_of(self, record: Record) -> list[Row]:
        return [{"tag": pk} for pk in record["tags"]]

    def among(self) -> Any:
        return Tag.objects.all()

    def check(self) -> None:
        seen: set[int] = set()
        for form in self.filled:
            pk = form.cleaned_data.get("tag")
            tag, is_new = self.found.get(pk), pk not in self.base["tags"]
            if pk and tag is None:
                form.add_error("tag", _("A tag does not exist."))
            elif tag and tag.is_hidden and is_new:
                form.add_error("tag", _("This tag is hidden."))
            elif pk in seen:
                form.add_error("tag", _("The entry has this tag already."))
            seen.add(pk)

    def tags(self) -> list[int]:
        found = [form.cleaned_data["tag"] for form in self.filled]
        return [*found, *(row["tag"] for row in self.out_of_sight)]


class TextInline(RowsInline):
    model, row, rows, most = EntryText, TextRow, Texts, 15


class LinkInline(RowsInline):
    model, row, rows, most = Link, LinkRow, Links, 80
    fk_name = "subject"


class TagInline(RowsInline):
    model, row, rows, most = EntryTag, TagRow, Tags, 50
    verbose_name = gettext_lazy("tag")
    verbose_name_plural = gettext_lazy("tags")
