"""An entry's form with its link rows: opened, or as it was sent."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django_countries import countries

from accounts.access import Person, may_write
from catalogue import records
from catalogue.kinds import Kind
from catalogue.models import Entry
from catalogue.models.slug import slug_from
from catalogue.records import Record
from catalogue.vocabularies import LANGUAGE_TAG, KindName
from contributions.clashes import ClashRow
from contributions.forms.base import EntryForm
from contributions.forms.fields import COMMON_LICENCES
from contributions.forms.inbound import Links, Shown
from contributions.forms.kinds import FORMS
from contributions.forms.link_keys import keys_of
from contributions.forms.link_rows import (
    MOST_ROWS,
    PREFIX,
    ROWS_OF_OWN,
    LinkFormSet,
)
from contributions.forms.opening import (
    base_of,
    language_of,
    opened_with,
    original_of,
)
from contributions.forms.sections import Section, blank_rows, sections_of
from contributions.forms.suggesting import SenderForm
from contributions.forms.typed import (
    Typed,
    ids,
    number,
    settled,
    typed_rows,
    typed_values,
)
from contributions.lookalikes import Lookalikes, find
from contributions.submissions import Submission, find_tags

# What “I use this” asks for in the open.
SHORT = ("name", "since", "outcome")


@dataclass
class Editing:
    """What a person sees and sends: the form, its link rows, and what they rest on."""

    kind: Kind
    person: Person
    entry: Entry | None
    base: Record
    form: EntryForm
    links: Any
    errors: list[str] = field(default_factory=list)
    clashes: list[ClashRow] = field(default_factory=list)
    settled_at: int = 0
    sender: SenderForm | None = None
    is_short: bool = False
    shown: Shown | None = None

    @classmethod
    def open(
        cls,
        kind: Kind,
        person: Person,
        entry: Entry | None,
        language: str = "",
        typed: Typed | None = None,
        rows: list[dict[str, Any]] | None = None,
        asked: Mapping[str, str] | None = None,
    ) -> "Editing":
        """The form as shown first; `typed` is a draft, or what an address says.

        `asked` are the pages of links that an address asks for, where there are many.
        """
        base = entry.record() if entry else records.empty(kind.name)
        initial = opened_with(base, language or language_of(base))
        initial |= {"version": entry.version if entry else 0, "draft": uuid4()}
        shown = Shown.of(entry, person, asked or {}) if entry else None
        rows = [*(shown.rows if shown else []), *(rows or [])]
        if typed:
            initial |= typed_values(kind, typed)
            rows = typed_rows(typed) or rows
        form = FORMS[kind.name](initial=initial, is_edit=entry is not None)
        form.settle_language(base)
        links = LinkFormSet(
            prefix=PREFIX,
            initial=rows + blank_rows(kind.name),
            form_kwargs={"kind": kind.name, "person": person},
        )
        return cls(kind, person, entry, base, form, links, shown=shown)

    @classmethod
    def sent(
        cls, kind: Kind, person: Person, entry: Entry | None, data: QueryDict
    ) -> "Editing":
        """The form as somebody sent it, read against the version it was opened on."""
        base = base_of(kind, entry, data.get("version", ""))
        asked = data.get("text_language", "")
        language = asked if re.fullmatch(LANGUAGE_TAG, asked) else language_of(base)
        links: Any = LinkFormSet(
            data, prefix=PREFIX, form_kwargs={"kind": kind.name, "person": person}
        )
        links.open_on(entry, base["links"])
        form = FORMS[kind.name](
            data,
            initial=opened_with(base, language),
            is_edit=entry is not None,
            is_linked=links.is_valid() and bool(links.filled),
        )
        form.settle_language(base)
        return cls(kind, person, entry, base, form, links)

    def add_row(self, key: str) -> None:
        """One more row to fill in, where somebody asked for it without scripts."""
        known = key if key in keys_of(self.kind.name) else ""
        rows = [*self.links.initial, {"key": known}]
        self.links = LinkFormSet(
            prefix=PREFIX,
            initial=rows[: MOST_ROWS + ROWS_OF_OWN],
            form_kwargs=self.links.form_kwargs,
        )

    def is_valid(self) -> bool:
        is_sender_valid = self.sender is None or self.sender.is_valid()
        return bool(self.form.is_valid() & self.links.is_valid() & is_sender_valid)

    def submission(self) -> Submission:
        """What was sent, as values. Only of a valid form."""
        names, data = self.form.cleaned_data["tags"], self.form.data
        known = find_tags(names)
        links = Links.of(self.links)
        record = self.form.record(self.base, sorted({t.pk for t in known.values()}))
        record["links"] = [*links.own, *self.links.without_row]
        return Submission(
            kind=self.kind.name,
            record=record,
            entry_id=self.entry.pk if self.entry else None,
            base_version=self.form.cleaned_data["version"],
            created=links.created,
            inbound=links.inbound,
            opened=links.opened,
            new_tags=[name for name in names if name not in known],
            different_from=ids(data.get("different", "")),
            settled=settled(data),
            settled_at=self._settled_at,
        )

    @property
    def settled(self) -> dict[str, str]:
        """The choices that were made, but for those that are still to be made."""
        asked = {clash.path for clash in self.clashes}
        chosen = settled(self.form.data)
        return {path: side for path, side in chosen.items() if path not in asked}

    @property
    def _settled_at(self) -> int:
        """The version a choice was made in; none where nobody can have seen it yet."""
        version = number(self.form.data.get("settled_at", ""))
        return version if self.entry and version <= self.entry.version else 0

    def refuse(self, error: ValidationError) -> None:
        """Show what the writing room refused, each message beside its field."""
        found = (
            error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        )
        for name, messages in found.items():
            field_name = {"texts": "summary"}.get(name, name)
            if field_name in self.form.fields:
                for message in messages:
                    self.form.add_error(field_name, message)
            else:
                self.errors += messages

    @cached_property
    def _sections(self) -> list[Section]:
        return sections_of(self.kind.name, self.links.forms)

    @property
    def main_sections(self) -> list[Section]:
        return self._sections[:-1]

    @property
    def more_links(self) -> Section:
        return self._sections[-1]

    @property
    def links_first(self) -> bool:
        """A use case reads as a sentence: who used what, for what."""
        return self.kind.name == KindName.USE_CASE

    @property
    def in_view(self) -> Iterator[Any]:
        shown = SHORT if self.is_short else self.form.in_view
        return (self.form[name] for name in shown)

    @property
    def folded(self) -> Iterator[Any]:
        more = [n for n in self.form.in_view if n not in SHORT and self.is_short]
        return (self.form[name] for name in [*more, *self.form.folded])

    @property
    def is_bound(self) -> bool:
        return self.form.is_bound

    @property
    def unfold(self) -> bool:
        """Whether what is folded needs to be seen."""
        return any(field.errors for field in self.folded if self.is_bound)

    @property
    def problems(self) -> list[str]:
        """Messages that belong to no field."""
        return [
            *self.errors,
            *self.form.non_field_errors(),
            *self.links.non_form_errors(),
            *(self.sender.non_field_errors() if self.sender else []),
        ]

    @property
    def has_problems(self) -> bool:
        rows = any(row.errors for row in self.links.forms if row.is_bound)
        is_sender_wrong = self.sender is not None and bool(self.sender.errors)
        wrong = self.form.errors or rows or is_sender_wrong
        return bool(wrong or self.problems or self.clashes)

    @property
    def is_suggestion(self) -> bool:
        """Whether it waits for a moderator because nobody is signed in."""
        return not may_write(self.person)

    common_licences = COMMON_LICENCES

    @property
    def country_names(self) -> list[str]:
        return [name for _code, name in countries]

    @property
    def other_languages(self) -> list[str]:
        """The languages in which the entry has a text, or the interface is offered."""
        here = self.form["text_language"].value()
        codes = dict.fromkeys([*self.base["texts"], *dict(settings.LANGUAGES)])
        return [code for code in codes if code != here]

    @property
    def original(self) -> dict[str, str] | None:
        """The original text, where this form is about a translation of it."""
        return original_of(self.base, self.form["text_language"].value())

    @cached_property
    def lookalikes(self) -> Lookalikes:
        """Entries that may be this one; of an edit, only once something was typed."""
        if self.entry and not self.form.is_bound:
            return Lookalikes()
        typed = {name: self.form[name].value() or "" for name in self.form.fields}
        addresses = [typed["website"], typed.get("repository", "")]
        but = self.entry.pk if self.entry else None
        return find(self.kind.name, typed["name"], addresses, but, self.person)

    @property
    def likeness(self) -> Entry:
        """An entry that is not saved, to show how this one will look."""
        name = self.form["name"].value() or ""
        slug = self.entry.slug if self.entry else slug_from(name)
        return self.kind.model(kind=self.kind.name, name=name, slug=slug)

    @property
    def filled(self) -> int:
        """How many of the kind's facts the form holds."""
        return sum(map(self._holds, self.kind.facts))

    def _holds(self, fact: Any) -> bool:
        if ":" in fact.name:
            return any(
                row["text"].value() and row["key"].value().startswith(f"{fact.name}:")
                for row in self.links.forms
            )
        shown = self.form[fact.name].value()
        return bool(shown or (self.original or {}).get(fact.name))
