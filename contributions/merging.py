"""Two people on one entry: what both changed since the version both had opened.

Different fields are merged silently, tags and links as sets. Where both changed one
field, or one link, in different ways, that is a clash, which is for people to settle.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalogue import records
from catalogue.records import Delta, Record

MINE, THEIRS = "mine", "theirs"
MARK = ".outdated"
Key = tuple[str, int]
# The language of an original text and its words.
Original = tuple[str, Any] | None


@dataclass(frozen=True)
class Clash:
    """A field that two people changed in different ways, with all its three values.

    `path` is a delta's path; that of the links stands for all links that clash.
    """

    path: str
    base: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """The record after both changes, but for the clashes, which stay as theirs.

    `kept` are the paths that others changed meanwhile.
    """

    record: Record
    clashes: list[Clash]
    kept: set[str]


def merge(
    base: Record, theirs: Record, mine: Record, settled: Mapping[str, str] | None = None
) -> Merged:
    """Bring my changes to the base onto theirs; `settled` says whose value to take."""
    settled = settled or {}
    my_delta, their_delta = records.diff(base, mine), records.diff(base, theirs)
    clashes = _clashes(my_delta, their_delta, base, theirs, mine)
    not_mine = {c.path for c in clashes if settled.get(c.path) != MINE}
    not_mine |= _other_marks(my_delta, their_delta, _original(base), _original(theirs))
    applied = {path: my_delta[path] for path in my_delta if path not in not_mine}
    if keys := _clashing_links(my_delta.get("links"), their_delta.get("links")):
        if "links" in not_mine:
            applied["links"] = _apart_from(keys, my_delta["links"])
        else:
            kept = [link for link in theirs["links"] if _key(link) not in keys]
            theirs = {**theirs, "links": kept}
    record = _whole_texts(records.patch(theirs, applied), theirs, mine, settled)
    record = _one_original(record, theirs)
    still_open = [clash for clash in clashes if clash.path not in settled]
    return Merged(record, still_open, set(their_delta))


def mark_outdated(before: Record, after: Record) -> Record:
    """The record with translations marked whose original changed and they did not."""
    texts = {language: dict(text) for language, text in after["texts"].items()}
    for language, text in texts.items():
        if not text["is_original"] or _words(before, language) == _words(
            after, language
        ):
            continue
        for other, translation in texts.items():
            untouched = _words(before, other) == _words(after, other)
            if other != language and language in before["texts"] and untouched:
                translation["outdated"] = True
    return {**after, "texts": texts}


def take_back(then: Record, now: Record, without: Record) -> Merged:
    """Bring what a change is undone to, from the record it made, onto that of now.

    Whether a translation is outdated follows from the texts as they end up.
    """
    merged = merge(then, now, without)
    after = merged.record
    marks = _Marks(then, now, without, after)
    texts = {
        code: {**one, "outdated": marks.is_outdated(code)}
        for code, one in after["texts"].items()
    }
    return replace(merged, record={**after, "texts": texts})


@dataclass(frozen=True)
class _Marks:
    """The four records that tell whether a translation fits its original."""

    then: Record
    now: Record
    without: Record
    after: Record

    def is_outdated(self, code: str) -> bool:
        after, without = self.after, self.without
        mark = after["texts"][code]["outdated"]
        came_back = _words(self.now, code) != _words(after, code)
        if came_back or _original(self.then) == _original(without):
            return mark
        if _original(self.now) == _original(after):
            return self.now["texts"][code]["outdated"]
        fits = _original(without) == _original(after)
        if fits and _words(without, code) == _words(after, code):
            return without["texts"][code]["outdated"]
        return not after["texts"][code]["is_original"]


def _original(record: Record) -> Original:
    for code, text in record["texts"].items():
        if text["is_original"]:
            return code, _words(record, code)
    return None


def _words(record: Record, language: str) -> tuple[str, ...] | None:
    text = record["texts"].get(language)
    return text and (text["name"], text["summary"], text["description"])


def _clashes(
    mine: Delta, theirs: Delta, base: Record, their: Record, my: Record
) -> list[Clash]:
    flat = [records.flatten(record) for record in (base, their, my)]
    found = [
        Clash(path, *(record.get(path) for record in flat))
        for path in sorted(mine.keys() & theirs.keys() - set(records.SET_FIELDS))
        if mine[path]["to"] != theirs[path]["to"] and not path.endswith(MARK)
    ]
    if keys := _clashing_links(mine.get("links"), theirs.get("links")):
        values = [
            [link for link in record["links"] if _key(link) in keys]
            for record in (base, their, my)
        ]
        found.append(Clash("links", *values))
    return found


def _other_marks(mine: Delta, theirs: Delta, seen: Original, now: Original) -> set[str]:
    """Marks of outdated translations are theirs, unless I delete the text.

    Nobody settles them: they say of other texts that these changed. I cannot have found
    that a translation fits an original which I did not see.
    """
    marks = {path: change for path, change in mine.items() if path.endswith(MARK)}
    kept = {p for p, c in marks.items() if c["to"] is not None and p in theirs}
    unseen = {p for p, c in marks.items() if c == {"from": True, "to": False}}
    return kept | unseen if seen != now else kept


def _clashing_links(mine: Any, theirs: Any) -> set[Key]:
    """The links that both sides touched and left in different states."""
    if not mine or not theirs:
        return set()
    ours, others = _outcomes(mine), _outcomes(theirs)
    return {key for key in ours.keys() & others.keys() if ours[key] != others[key]}


def _outcomes(change: dict[str, list]) -> dict[Key, Any]:
    """What became of each link that was touched: its new state, or None when gone."""
    gone: dict[Key, Any] = {_key(link): None for link in change["removed"]}
    return gone | {_key(link): link for link in change["added"]}


def _apart_from(keys: set[Key], change: dict[str, list]) -> dict[str, list]:
    return {
        name: [link for link in links if _key(link) not in keys]
        for name, links in change.items()
    }


def _key(link: dict[str, Any]) -> Key:
    return link["role"], link["object"]


def _whole_texts(
    record: Record, theirs: Record, mine: Record, settled: Mapping[str, str]
) -> Record:
    """A text that one side deleted and the other changed is one side's as a whole."""
    texts = {}
    for code, text in record["texts"].items():
        values = [text.get(name) for name in records.TEXT_FIELDS]
        if None in values:
            paths = [f"texts.{code}.{name}" for name in records.TEXT_FIELDS]
            is_mine = MINE in map(settled.get, paths)
            text = (mine if is_mine else theirs)["texts"].get(code)
        if text:
            texts[code] = text
    return {**record, "texts": texts}


def _one_original(record: Record, theirs: Record) -> Record:
    """Theirs stays the original where each side brought one; it is never outdated."""
    originals = [code for code, text in record["texts"].items() if text["is_original"]]
    kept = next(
        (
            code
            for code in originals
            if theirs["texts"].get(code, {}).get("is_original")
        ),
        next(iter(originals), ""),
    )
    texts = {
        code: {
            **text,
            "is_original": code == kept,
            "outdated": text["outdated"] and code != kept,
        }
        for code, text in record["texts"].items()
    }
    return {**record, "texts": texts}
