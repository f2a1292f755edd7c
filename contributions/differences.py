"""Changes as people read them: field by field, before and after, words marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import Person
from catalogue import kinds, wording
from catalogue.models import Entry, Role, Tag
from catalogue.records import Delta
from catalogue.values import in_words, path_label
from contributions import marked_words
from contributions.marked_words import Piece
from contributions.merging import MARK
from contributions.models import Change

FLAGS = ("is_original", "outdated")


def is_said(path: str, delta: Delta) -> bool:
    """Whether a field of a suggestion is one to decide on.

    The flags of a text come with its words; that a translation fits its original again
    may be all that somebody suggests.
    """
    if not path.endswith(FLAGS):
        return True
    text = path.rpartition(".")[0]
    words = {each for each in delta if each.startswith(f"{text}.") and each != path}
    return path.endswith(MARK) and not words


@dataclass(frozen=True)
class Row:
    """A field that changed; `language` is that of its words, where it is known."""

    label: str
    before: list[Piece]
    after: list[Piece]
    language: str = ""


@dataclass(frozen=True)
class Names:
    """What the tags and entries are called that deltas and records name by id."""

    tags: dict[int, str]
    entries: dict[int, Entry]

    @classmethod
    def of(cls, named: Iterable[dict[str, Any]], person: Person) -> "Names":
        """The names in deltas or records, as far as this person may see the entries."""
        tags: set[int] = set()
        ends: set[int] = set()
        for one in named:
            tags.update(_items(one.get("tags", [])))
            ends.update(link["object"] for link in _items(one.get("links", [])))
            ends.update(filter(None, _ends(one.get("merged_into", {}))))
        entries: Any = Entry.objects.visible_to(person)
        return cls(
            {tag.pk: tag.label for tag in Tag.objects.filter(pk__in=tags)},
            entries.in_bulk(ends) if ends else {},
        )

    @property
    def of_entries(self) -> dict[int, str]:
        return {pk: entry.name for pk, entry in self.entries.items()}

    def tag(self, pk: int) -> str:
        return self.tags.get(pk) or _("a tag that is gone")

    def entry(self, pk: int) -> str:
        entry = self.entries.get(pk)
        return entry.name if entry else _("an entry that is not shown")

    def alone(self, pk: int | None) -> list[Piece]:
        """An entry that was put somewhere, or taken away, as a whole."""
        return [Piece(self.entry(pk), is_changed=True)] if pk else []

    def link(self, link: dict[str, Any]) -> str:
        """A linked entry and what the link says of it, without its role."""
        said = [wording.period(link["since"], link["until"]), link["source"]]
        name, rest = self.entry(link["object"]), ", ".join(filter(None, said))
        return f"{name} ({rest})" if rest else name


def _ends(change: dict[str, Any]) -> list[int | None]:
    """The entries before and after that a plain value names."""
    return [change.get("from"), change.get("to")]


def _items(value: Any) -> list[Any]:
    """The members of a record's set, or those that a delta names."""
    if isinstance(value, dict):
        return [*value["added"], *value["removed"]]
    return list(value)


@dataclass(frozen=True)
class Trace:
    """A change with what it did: in a few words, and field by field."""

    change: Change
    rows: list[Row]
    words: str

    @property
    def may_be_reverted(self) -> bool:
        return self.change.version > 1


def traces_of(
    changes: Iterable[Change], person: Person, whole: bool = False
) -> list[Trace]:
    """Changes, with their entries loaded, as this person sees them.

    Long texts are shortened around what changed, unless they are wanted `whole`.
    """
    changes = list(changes)
    names = Names.of([change.fields for change in changes], person)
    return [
        Trace(
            change,
            rows_of(change.entry.kind, change.fields, names, whole),
            wording.what_changed(
                change.entry.kind, change.version, change.fields, names.of_entries
            ),
        )
        for change in changes
    ]


def rows_of(kind: str, delta: Delta, names: Names, whole: bool = False) -> list[Row]:
    order = {name: place for place, name in enumerate(_order(kind))}
    rows: list[Row] = []
    for path in sorted(delta, key=lambda path: (order.get(path, len(order)), path)):
        change = delta[path]
        if path == "merged_into":
            before, after = map(names.alone, _ends(change))
            rows.append(Row(path_label(kind, path), before, after))
        elif path == "tags":
            rows.append(_set_row(_("Tags"), change, names.tag))
        elif path == "links":
            rows += _link_rows(change, names)
        elif row := _plain_row(kind, path, change, whole):
            rows.append(row)
    return rows


def _order(kind: str) -> list[str]:
    fields = kinds.get(kind).fields
    return [
        "merged_into",
        "status",
        "name",
        "language",
        "website",
        *fields,
        "tags",
        "links",
    ]


def _plain_row(kind: str, path: str, change: dict, whole: bool) -> Row | None:
    before, after = change["from"], change["to"]
    if not before and not after:
        return None
    if path.endswith(FLAGS):
        before, after = bool(before), bool(after)
    old, new = marked_words.compare(
        in_words(kind, path, before), in_words(kind, path, after)
    )
    if not whole:
        old, new = marked_words.shortened(old), marked_words.shortened(new)
    is_text = path.startswith("texts.") and not path.endswith(FLAGS)
    language = path.split(".")[1] if is_text else ""
    return Row(path_label(kind, path), old, new, language)


def _link_rows(change: dict[str, list], names: Names) -> list[Row]:
    roles = {link["role"] for links in change.values() for link in links}
    return [
        _set_row(
            str(label),
            {
                name: [link for link in links if link["role"] == role]
                for name, links in change.items()
            },
            names.link,
        )
        for role, label in Role.choices
        if role in roles
    ]


def _set_row(label: str, change: dict[str, list], name: Any) -> Row:
    return Row(
        label,
        _marked(sorted(map(name, change["removed"]))),
        _marked(sorted(map(name, change["added"]))),
    )


def _marked(words: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for word in words:
        pieces += [Piece(", ")] if pieces else []
        pieces.append(Piece(word, is_changed=True))
    return pieces
