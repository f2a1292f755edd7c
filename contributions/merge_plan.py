"""What making one entry of two would do: read, not written.

Each field goes to one side, lists and sets are united, links of both ends move to the
entry that is kept. A link between the two has nothing to say any more; where both had
the same link, one stays, with the dates and the source that either had.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue import kinds, records
from catalogue.models import CollectionItem, Entry, Link, Role
from catalogue.models.link import SYMMETRIC_ROLES
from catalogue.records import Record

KEPT, GONE, BOTH = "kept", "gone", "both"
Key = tuple[str, int]


@dataclass(frozen=True)
class Choice:
    """A field that the two entries fill in differently, and whose value stands.

    The path of a text is `texts.<language>`: its name, summary and description go
    together.
    """

    path: str
    kept: Any
    gone: Any
    chosen: str

    @property
    def may_be_both(self) -> bool:
        return isinstance(self.kept, list)

    @property
    def value(self) -> Any:
        if self.chosen == BOTH:
            return list(dict.fromkeys([*self.kept, *self.gone]))
        return self.gone if self.chosen == GONE else self.kept


@dataclass(frozen=True)
class Relinked:
    """Another entry whose links to the one that goes lead to the kept one."""

    entry: Entry
    links: list[dict[str, Any]]


@dataclass(frozen=True)
class MergePlan:
    """The kept entry's record before and after, and all that changes around it."""

    kept: Entry
    gone: Entry
    before: Record
    after: Record
    choices: list[Choice]
    others: list[Relinked]
    dropped: list[tuple[Entry, str, Entry]]
    items: list[CollectionItem]

    @property
    def seen(self) -> str:
        """The versions of the two that this was planned on."""
        return f"{self.kept.version}-{self.gone.version}"


def plan_merge(
    kept: Entry, gone: Entry, choices: Mapping[str, str] | None = None
) -> MergePlan:
    """Raises ValidationError for two entries that cannot become one."""
    kept, gone = _current(kept, gone)
    mine, theirs = kept.record(), gone.record()
    chosen = choices_of(mine, theirs, choices or {})
    after = _apply(mine, chosen)
    after["tags"] = [*mine["tags"], *theirs["tags"]]
    after["links"] = _own_links(kept, gone, mine, theirs)
    after = records.canonical(after)
    items = gone.collection_items.select_related("collection")
    return MergePlan(
        *(kept, gone, mine, after, chosen, _others(kept, gone, after)),
        dropped=_between(kept, gone, mine, theirs),
        items=list(items.order_by("collection_id")),
    )


def choices_of(kept: Record, gone: Record, choices: Mapping[str, str]) -> list[Choice]:
    """The fields that differ; what nobody chose goes to the side that knows it."""
    found = []
    for path, mine, theirs in _values(kept, gone):
        if mine == theirs:
            continue
        usual = BOTH if isinstance(mine, list) else KEPT if mine else GONE
        chosen = choices.get(path, usual)
        if chosen == BOTH and not isinstance(mine, list):
            chosen = usual
        found.append(Choice(path, mine, theirs, chosen))
    return found


def _current(kept: Entry, gone: Entry) -> tuple[Entry, Entry]:
    """Both as they are now, of their kind's own model."""
    if kept.pk == gone.pk:
        raise ValidationError(_("Choose two different entries."))
    if kept.kind != gone.kind:
        raise ValidationError(_("Only entries of one kind can be merged."))
    model: Any = kinds.get(kept.kind).model
    found = model.objects.for_records().in_bulk([kept.pk, gone.pk])
    for entry in found.values():
        if entry.merged_into_id:
            message = _("“%(name)s” was merged into another entry already.")
            raise ValidationError(message % {"name": entry.name})
    return found[kept.pk], found[gone.pk]


def _values(kept: Record, gone: Record) -> list[tuple[str, Any, Any]]:
    """Each path that can be chosen with both values, the fields first."""
    fields = [name for name in kept if name not in ("texts", *records.SET_FIELDS)]
    values: list[tuple[str, Any, Any]] = [(f, kept[f], gone[f]) for f in fields]
    for code in sorted(kept["texts"].keys() | gone["texts"].keys()):
        mine, theirs = (_words(side["texts"].get(code)) for side in (kept, gone))
        values.append((f"texts.{code}", mine, theirs))
    return values


def _words(text: dict[str, Any] | None) -> dict[str, str]:
    """What a text says, without what is only known of it; empty where none is."""
    words = {name: (text or {}).get(name, "") for name in records.TEXT_FIELDS[:3]}
    return words if any(words.values()) else {}


def _apply(kept: Record, choices: list[Choice]) -> Record:
    record = {**kept, "texts": {code: {**t} for code, t in kept["texts"].items()}}
    for choice in choices:
        if not choice.path.startswith("texts."):
            record[choice.path] = choice.value
        elif choice.chosen == GONE:
            code = choice.path.partition(".")[2]
            known = {"is_original": False, "outdated": False}
            record["texts"][code] = record["texts"].get(code, known) | choice.gone
            if not choice.gone:
                del record["texts"][code]
    return _with_original(record)


def _with_original(record: Record) -> Record:
    """An entry whose texts came from the other side has an original again."""
    texts = record["texts"]
    if texts and not any(text["is_original"] for text in texts.values()):
        first = record["language"] if record["language"] in texts else min(texts)
        texts[first] |= {"is_original": True, "outdated": False}
    return record


def _own_links(
    kept: Entry, gone: Entry, mine: Record, theirs: Record
) -> list[dict[str, Any]]:
    other_way = set(
        Link.objects.filter(object=kept.pk, role__in=SYMMETRIC_ROLES).values_list(
            "role", "subject_id"
        )
    )
    links: dict[Key, dict[str, Any]] = {}
    for link in (*mine["links"], *theirs["links"]):
        is_between = link["object"] in (kept.pk, gone.pk)
        if not is_between and _key(link) not in other_way:
            links[_key(link)] = filled(links.get(_key(link)), link)
    return list(links.values())


def _others(kept: Entry, gone: Entry, after: Record) -> list[Relinked]:
    """What is merged already stays as it was: nobody sees its links."""
    pointing = Entry.objects.not_merged().filter(links_from__object=gone.pk)
    found = pointing.exclude(pk__in=[kept.pk, gone.pk]).distinct().order_by("pk")
    symmetric = {
        _key(link) for link in after["links"] if link["role"] in SYMMETRIC_ROLES
    }
    return [
        Relinked(entry, _relinked(entry, kept.pk, gone.pk, symmetric))
        for entry in found.prefetch_related("links_from")
    ]


def _relinked(
    entry: Entry, kept: int, gone: int, symmetric: set[Key]
) -> list[dict[str, Any]]:
    own = records.links_of(entry)
    links = {_key(link): link for link in own if link["object"] != gone}
    for link in own:
        moved = {**link, "object": kept}
        if link["object"] == gone and (link["role"], entry.pk) not in symmetric:
            links[_key(moved)] = filled(links.get(_key(moved)), moved)
    return list(links.values())


def _between(
    kept: Entry, gone: Entry, mine: Record, theirs: Record
) -> list[tuple[Entry, str, Entry]]:
    return [
        (subject, str(Role(link["role"]).label), other)
        for subject, record, other in ((kept, mine, gone), (gone, theirs, kept))
        for link in record["links"]
        if link["object"] == other.pk
    ]


def _key(link: dict[str, Any]) -> Key:
    return link["role"], link["object"]


def filled(link: dict[str, Any] | None, other: dict[str, Any]) -> dict[str, Any]:
    """A link with what the same link on the other side knows and it does not."""
    if link is None:
        return other
    has_dates = link["since"] or link["until"]
    dates = link if has_dates else other
    return {
        **link,
        "since": dates["since"],
        "until": dates["until"],
        "source": link["source"] or other["source"],
    }
