"""What a person sends in one go: an entry as they left it, and what came with it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from catalogue import records
from catalogue.models import Entry, Tag
from catalogue.records import Record
from catalogue.search import words
from contributions import history
from contributions.merge_plan import filled


@dataclass
class CreatedInPlace:
    """An entry that a person adds while linking to it; a record with little in it."""

    kind: str
    record: Record


@dataclass
class Submission:
    """One form for one entry, as plain values that can wait for a moderator.

    `record` is the whole record as the person left it, opened at `base_version` (0 for
    a new entry, or to add what was typed to one that is there). A link to -1 means the
    first of `created`, and so on. `inbound` are links that other entries have to this
    one, each with its `subject`; `opened` names those of them that the form showed and
    that were changed or taken away, with the version of the subject that was shown.
    `new_tags` are names of tags to find or to add.
    `different_from` are look-alikes that the person says are something else;
    `settled` says for each clashing path whether "mine" or "theirs" stands, as decided
    by somebody who saw the version `settled_at`.
    """

    kind: str
    record: Record
    entry_id: int | None = None
    base_version: int = 0
    created: list[CreatedInPlace] = field(default_factory=list)
    inbound: list[dict[str, Any]] = field(default_factory=list)
    opened: list[dict[str, Any]] = field(default_factory=list)
    new_tags: list[str] = field(default_factory=list)
    different_from: list[int] = field(default_factory=list)
    settled: dict[str, str] = field(default_factory=dict)
    settled_at: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        created = [CreatedInPlace(**one) for one in values["created"]]
        return cls(**{**values, "created": created})

    def base(self) -> Record:
        """The record that it changes, as it was when the form was opened."""
        if self.entry_id is None or not self.base_version:
            return records.empty(self.kind)
        entry = Entry.objects.get(pk=self.entry_id)
        return history.record_at(entry, self.base_version)


def at_present(submission: Submission) -> Submission:
    """The same, with links to the entries that stand for those merged meanwhile.

    A link of another that was shown has moved with both its ends: `opened` says then
    whose version tells what it was, and what it led to.
    """
    links, inbound = submission.record["links"], submission.inbound
    said = [*inbound, *submission.opened]
    ends = {link["object"] for link in links} | {link["subject"] for link in said}
    ends |= {submission.entry_id or 0} - {0}
    if not ends:
        return submission
    now = _present_ids(ends)
    if not now:
        return submission
    itself = now.get(submission.entry_id or 0, submission.entry_id)
    moved = _moved(links, now, itself)
    return replace(
        submission,
        record={**submission.record, "links": moved},
        inbound=[
            {**link, "subject": now.get(link["subject"], link["subject"])}
            for link in inbound
        ],
        opened=[
            {
                **link,
                "subject": now.get(link["subject"], link["subject"]),
                "shown": [link["subject"], submission.entry_id],
            }
            for link in submission.opened
        ],
    )


def links_at_present(record: Record, itself: int) -> Record:
    """A record as it was, its links led to the entries that stand for merged ones.

    Against it, what somebody changed is told apart from what the merge moved.
    """
    ends = {link["object"] for link in record["links"]}
    now = _present_ids(ends) if ends else {}
    return {**record, "links": _moved(record["links"], now, itself)} if now else record


def _present_ids(ids: set[int]) -> dict[int, int]:
    merged = Entry.objects.exclude(merged_into=None).filter(pk__in=ids)
    return dict(merged.values_list("pk", "merged_into_id"))


def _moved(
    links: list[dict[str, Any]], now: dict[int, int], itself: int | None
) -> list[dict[str, Any]]:
    """The links as the merges left them: each once, and none to the entry itself."""
    found = {
        (one["role"], one["object"]): one for one in links if one["object"] not in now
    }
    for link in links:
        if link["object"] in now and now[link["object"]] != itself:
            moved = {**link, "object": now[link["object"]]}
            key = (moved["role"], moved["object"])
            found[key] = filled(found.get(key), moved)
    return list(found.values())


def find_tags(names: Sequence[str]) -> dict[str, Tag]:
    """The tags that go by these names, in any language, or as synonyms."""
    if not names:
        return {}
    known: dict[str, Tag] = {}
    for tag in Tag.objects.order_by("-pk"):
        for name in (*tag.synonyms, *tag.labels.values(), tag.slug, tag.name):
            known[words.plain(name)] = tag
    found = {name: known.get(words.plain(name)) for name in names}
    return {name: tag for name, tag in found.items() if tag}
