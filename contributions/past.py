"""An entry as it was in one of its versions, in words."""

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.text import capfirst

from accounts.access import Person
from catalogue import kinds, records
from catalogue.models import Entry, Role
from catalogue.values import in_words, path_label
from catalogue.wording import period
from contributions import history
from contributions.differences import Names
from contributions.models import Change


@dataclass(frozen=True)
class PastLink:
    """A link that the entry had; `entry` is None where this reader may not see it."""

    entry: Entry | None
    when: str


@dataclass(frozen=True)
class PastText:
    language: str
    name: str
    summary: str
    description: str


class PastEntry:
    """What a version of an entry says, for the page of that version."""

    def __init__(self, change: Change, person: Person) -> None:
        self.change = change
        self.entry = change.entry
        self.record = history.record_at(change.entry, change.version)
        self.names = Names.of([self.record], person)
        prefetch_related_objects([*self.names.entries.values()], "texts")

    @property
    def is_current(self) -> bool:
        return self.change.version == self.entry.version

    @property
    def name(self) -> str:
        return self.record["name"]

    @property
    def facts(self) -> list[tuple[str, str]]:
        kind = self.entry.kind
        said = [
            (path_label(kind, name), in_words(kind, name, self.record[name]))
            for name in records.fields_of(kind)
            if name != "name"
        ]
        return [(label, words) for label, words in said if words]

    @cached_property
    def texts(self) -> list[PastText]:
        """The original first."""
        ordered = sorted(
            self.record["texts"].items(),
            key=lambda pair: (not pair[1]["is_original"], pair[0]),
        )
        return [
            PastText(code, text["name"], text["summary"], text["description"])
            for code, text in ordered
        ]

    @property
    def tags(self) -> list[str]:
        return sorted(self.names.tag(pk) for pk in self.record["tags"])

    @property
    def links(self) -> list[tuple[str, list[PastLink]]]:
        groups: dict[str, list[PastLink]] = {}
        for link in self.record["links"]:
            entry = self.names.entries.get(link["object"])
            when = period(link["since"], link["until"])
            groups.setdefault(link["role"], []).append(PastLink(entry, when))
        return [
            (capfirst(str(label)), groups[role])
            for role, label in Role.choices
            if role in groups
        ]

    @property
    def kind(self) -> Any:
        return kinds.get(self.entry.kind)
