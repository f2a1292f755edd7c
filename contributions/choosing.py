"""Taking a part of a submission: some of its fields, and what only they need."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from catalogue import records
from catalogue.records import Delta, Record
from contributions.differences import FLAGS
from contributions.submissions import Submission

TEXT_WORDS = ("name", "summary", "description")


def chosen(
    submission: Submission, base: Record, delta: Delta, keys: set[str]
) -> Submission:
    """The submission with the changes to these fields alone.

    A key is a delta's path; links are chosen by role, as links.<role> for those of the
    entry and inbound.<role> for those to it.
    """
    part = {path: change for path, change in delta.items() if _is_in(path, delta, keys)}
    if links := _links_of(delta.get("links"), keys):
        part["links"] = links
    record = _without_gaps(records.patch(base, part))
    inbound = [link for link in submission.inbound if f"inbound.{link['role']}" in keys]
    kept = replace(
        submission,
        record=records.complete(submission.kind, record),
        inbound=inbound,
        new_tags=submission.new_tags if "tags" in keys else [],
    )
    return _without_strangers(kept)


def _is_in(path: str, delta: Delta, keys: set[str]) -> bool:
    """A text's flags come with its words; where the text goes, with all of them."""
    if path == "links":
        return False
    if not path.endswith(FLAGS) or not path.startswith("texts."):
        return path in keys
    of_text = {f"{path.rpartition('.')[0]}.{name}" for name in TEXT_WORDS}
    changed = {each for each in of_text & delta.keys() if any(delta[each].values())}
    if delta[path]["to"] is None:
        return changed <= keys
    return bool(changed & keys) or not changed


def _links_of(change: Any, keys: set[str]) -> dict[str, list[Any]]:
    if not change:
        return {}
    wanted = {
        side: [link for link in links if f"links.{link['role']}" in keys]
        for side, links in change.items()
    }
    return wanted if any(wanted.values()) else {}


def _without_gaps(record: Record) -> Record:
    """Of a text that goes in part, what went is empty."""
    texts = {
        language: {
            name: "" if value is None else value
            for name, value in text.items()
            if value is not None or name in TEXT_WORDS
        }
        for language, text in record["texts"].items()
    }
    filled = {
        language: text
        for language, text in texts.items()
        if any(text.get(name) for name in TEXT_WORDS)
    }
    return {**record, "texts": filled}


def _without_strangers(submission: Submission) -> Submission:
    """Entries to be created in place that no link names any more are not created."""
    links = submission.record["links"]
    named = {link["object"] for link in links}
    named |= {link["subject"] for link in submission.inbound}
    places = [n for n in range(1, len(submission.created) + 1) if -n in named]
    moved = {-old: -new for new, old in enumerate(places, start=1)}
    return replace(
        submission,
        created=[submission.created[place - 1] for place in places],
        inbound=_moved(submission.inbound, "subject", moved),
        record={**submission.record, "links": _moved(links, "object", moved)},
    )


def _moved(
    links: Iterable[dict[str, Any]], end: str, moved: dict[int, int]
) -> list[dict[str, Any]]:
    return [{**link, end: moved.get(link[end], link[end])} for link in links]
