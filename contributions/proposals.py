"""A suggestion as a moderator decides on it: field by field beside what stands now."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import Person
from catalogue import records
from catalogue.models import Role
from catalogue.models.link import INVERSE_LABELS
from catalogue.records import Delta, Record
from catalogue.values import in_words, path_label
from contributions import marked_words
from contributions.choosing import chosen
from contributions.differences import FLAGS, Names, is_said
from contributions.marked_words import Piece
from contributions.models import Change, Suggestion
from contributions.submissions import Submission
from contributions.suggested import in_place

# Codes, which a moderator refuses rather than rewrites.
NOT_EDITED = ("language", "country", "form", "state", "type")
LONG = ("summary", "description", "outcome", "ended_because")


@dataclass(frozen=True)
class ProposedField:
    """One field to decide on; `was` is what stood there when it was suggested, where
    somebody has changed it since; `words` can be rewritten before they are accepted.
    """

    key: str
    label: str
    now: list[Piece]
    proposed: list[Piece]
    language: str = ""
    was: str | None = None
    words: str | None = None
    is_needed: bool = False
    is_reworded: bool = False

    @property
    def is_long(self) -> bool:
        return self.key.endswith(LONG)


@dataclass(frozen=True)
class Histories:
    """The changes of entries, oldest first: what their records were, without asking
    the database for each.
    """

    deltas: dict[int, list[tuple[int, Delta]]]

    @classmethod
    def of(cls, submissions: Iterable[Submission]) -> "Histories":
        wanted = {one.entry_id for one in submissions} - {None}
        changes = Change.objects.filter(entry__in=wanted).order_by("version")
        deltas: dict[int, list[tuple[int, Delta]]] = {}
        named = changes.values_list("entry_id", "version", "fields")
        for entry_id, version, fields in named if wanted else ():
            deltas.setdefault(entry_id, []).append((version, fields))
        return cls(deltas)

    def record(self, kind: str, entry_id: int | None, until: int | None) -> Record:
        """The record as of a version, or as it is now."""
        record = records.empty(kind)
        for version, delta in self.deltas.get(entry_id or 0, []):
            if until is None or version <= until:
                record = records.patch(record, delta)
        return record

    def version(self, entry_id: int | None) -> int:
        known = self.deltas.get(entry_id or 0)
        return known[-1][0] if known else 0


class Proposal:
    """What a suggestion says, what it was made from, and what stands there now."""

    def __init__(self, suggestion: Suggestion, histories: Histories | None = None):
        self.suggestion = suggestion
        self.submission = Submission.from_json(suggestion.content)
        histories = histories or Histories.of([self.submission])
        kind, pk = self.submission.kind, self.submission.entry_id
        self.base = histories.record(kind, pk, self.submission.base_version)
        self.now = histories.record(kind, pk, None)
        self.version = histories.version(pk)
        self.record = records.complete(kind, self.submission.record)
        self.delta = records.diff(self.base, self.record)
        self.since = records.diff(self.base, self.now)

    @property
    def changes_since(self) -> int:
        """How many versions the entry has had since the form was opened."""
        base = self.submission.base_version
        return self.version - base if base else 0

    @property
    def clashing(self) -> list[str]:
        """The fields that somebody else has changed since, to something else."""
        labels = [
            path_label(self.submission.kind, path)
            for path in self.delta.keys() & self.since.keys()
            if path not in records.SET_FIELDS and not path.endswith(FLAGS)
            if self.since[path]["to"] != self.delta[path]["to"]
        ]
        if self._links_touched(self.delta) & self._links_touched(self.since):
            labels.append(_("Links"))
        return sorted(labels)

    def chosen(
        self, keys: Iterable[str], edits: Mapping[str, str] | None = None, seen: int = 0
    ) -> Submission:
        """What is left of it when only these fields are accepted, perhaps reworded.

        The moderator saw the entry at version `seen`: what stood there then yields.
        """
        wanted = {*keys}
        if self.submission.entry_id is None:
            wanted.add("name")
        kept = chosen(self.submission, self.base, self.delta, wanted)
        for path, words in (edits or {}).items():
            if path in wanted and path in self.delta:
                _put(kept.record, path, words)
        settled = dict.fromkeys(self.delta, "mine")
        return replace(kept, settled=settled, settled_at=min(seen, self.version))

    def fields(self, person: Person) -> list[ProposedField]:
        return [*self._plain(), *self._sets(person)]

    def _plain(self) -> Iterator[ProposedField]:
        kind = self.submission.kind
        flat = records.flatten(self.now)
        for path, change in self.delta.items():
            if path in records.SET_FIELDS or not is_said(path, self.delta):
                continue
            if not change["from"] and not change["to"]:
                continue
            changed = path in self.since and self.since[path]["to"] != change["to"]
            old, new = marked_words.compare(
                in_words(kind, path, flat.get(path)), in_words(kind, path, change["to"])
            )
            is_words = isinstance(change["to"], str) and not path.endswith(NOT_EDITED)
            yield ProposedField(
                path,
                path_label(kind, path),
                old,
                new,
                language=path.split(".")[1] if path.startswith("texts.") else "",
                was=in_words(kind, path, change["from"]) if changed else None,
                words=change["to"] if is_words else None,
                is_needed=path == "name" and self.submission.entry_id is None,
            )

    def _sets(self, person: Person) -> Iterator[ProposedField]:
        subjects = [{"object": link["subject"]} for link in self.submission.inbound]
        named = [self.now, self.delta, {"links": subjects}]
        names = Names.of(named, person)
        if "tags" in self.delta or self.submission.new_tags:
            yield self._tags(names)
        change = self.delta.get("links", {"added": [], "removed": []})
        for role in _roles([*change["added"], *change["removed"]]):
            yield self._links(role, change, self._link_namer(names, "object"))
        name = self._link_namer(names, "subject")
        for role in _roles(self.submission.inbound):
            links = [link for link in self.submission.inbound if link["role"] == role]
            label = str(INVERSE_LABELS[Role(role)])
            yield ProposedField(
                f"inbound.{role}", label, [], _set([], map(name, links))
            )

    def _tags(self, names: Names) -> ProposedField:
        change = self.delta.get("tags", {"added": [], "removed": []})
        stays = [pk for pk in self.now["tags"] if pk not in change["removed"]]
        gone = [pk for pk in self.now["tags"] if pk in change["removed"]]
        added = [names.tag(pk) for pk in change["added"] if pk not in stays]
        added += [
            _("%(tag)s (new)") % {"tag": name} for name in self.submission.new_tags
        ]
        kept = [names.tag(pk) for pk in stays]
        now = _set(kept, map(names.tag, gone))
        return ProposedField("tags", _("Tags"), now, _set(kept, added))

    def _links(
        self, role: str, change: dict[str, Any], name: Callable[[Any], str]
    ) -> ProposedField:
        here = [link for link in self.now["links"] if link["role"] == role]
        stays = [link for link in here if link not in change["removed"]]
        gone = [link for link in here if link in change["removed"]]
        added = [
            link
            for link in change["added"]
            if link["role"] == role and link not in stays
        ]
        kept = [name(link) for link in stays]
        touched = self._links_touched(self.delta) & self._links_touched(self.since)
        was = None
        if any(mine == role for mine, _object in touched):
            before = [link for link in self.base["links"] if link["role"] == role]
            was = ", ".join(map(name, before))
        return ProposedField(
            f"links.{role}",
            str(Role(role).label).capitalize(),
            _set(kept, map(name, gone)),
            _set(kept, map(name, added)),
            was=was,
        )

    def _link_namer(self, names: Names, end: str) -> Callable[[Any], str]:
        def name(link: dict[str, Any]) -> str:
            if link[end] < 0:
                return in_place(self.submission.created[-link[end] - 1])
            dated = {"since": "", "until": "", "source": "", **link}
            return names.link({**dated, "object": link[end]})

        return name

    @staticmethod
    def _links_touched(delta: Delta) -> set[tuple[str, int]]:
        change = delta.get("links", {"added": [], "removed": []})
        links = [*change["added"], *change["removed"]]
        return {(link["role"], link["object"]) for link in links}


def reworded(
    fields: Iterable[ProposedField], sent: Mapping[str, str]
) -> list[ProposedField]:
    """The fields with what a moderator wrote in them, where the page comes back."""
    return [
        replace(field, words=words, is_reworded=words != field.words)
        if (words := sent.get(f"words:{field.key}")) is not None
        else field
        for field in fields
    ]


def _roles(links: Iterable[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(link["role"] for link in links))


def _set(kept: Iterable[str], marked: Iterable[str]) -> list[Piece]:
    """Names in a row; those that only one side has are marked."""
    pieces: list[Piece] = []
    for words, is_changed in [
        *((name, False) for name in kept),
        *((name, True) for name in marked),
    ]:
        pieces += [Piece(", ")] if pieces else []
        pieces.append(Piece(words, is_changed))
    return pieces


def _put(record: Record, path: str, words: str) -> None:
    if path.startswith("texts."):
        _texts, language, name = path.split(".")
        record["texts"][language][name] = words
    else:
        record[path] = words
