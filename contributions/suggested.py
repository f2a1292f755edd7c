"""What somebody suggests, field by field, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalogue import kinds, records, vocabularies, wording
from catalogue.models import Entry, Role, Tag
from catalogue.models.link import INVERSE_LABELS
from catalogue.values import in_words, path_label
from catalogue.vocabularies import Platform
from contributions import differences, history
from contributions.merging import MARK
from contributions.submissions import CreatedInPlace, Submission
from organizations.models import OrganizationType

Link = dict[str, Any]


@dataclass(frozen=True)
class SuggestedRow:
    """One field: what stood there when the form was opened, and what is suggested."""

    label: str
    before: str
    after: str


def rows_of(submission: Submission) -> list[SuggestedRow]:
    record = records.complete(submission.kind, submission.record)
    delta = records.diff(submission.base(), record)
    names = _Names(submission, delta)
    rows = [
        SuggestedRow(
            path_label(submission.kind, path),
            _value(submission.kind, path, change["from"]),
            _value(submission.kind, path, change["to"]),
        )
        for path, change in delta.items()
        if path not in records.SET_FIELDS and differences.is_said(path, delta)
    ]
    shown = [row for row in rows if row.before or row.after]
    return [*shown, *_tags(submission, delta), *_links(submission, delta, names)]


def _value(kind: str, path: str, value: Any) -> str:
    """A field's value as readers see it."""
    if path.endswith(MARK):
        return in_words(kind, path, bool(value))
    if not value:
        return ""
    if path == "country":
        return vocabularies.country_name(value)
    if path == "language":
        return vocabularies.language_name(value)
    if path in ("since", "until"):
        return wording.partial_date(value)
    if path == "licence":
        return wording.licence(value)
    if path == "interface_languages":
        return ", ".join(map(vocabularies.language_name, value))
    if path == "platforms":
        labels = dict(Platform.choices)
        return ", ".join(str(labels.get(each, each)) for each in value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(_choices(kind, path).get(value, value))


def _choices(kind: str, path: str) -> dict[Any, Any]:
    if "." in path:
        return {}
    field = kinds.get(kind).model._meta.get_field(path)
    return dict(getattr(field, "flatchoices", ()))


def _tags(submission: Submission, delta: records.Delta) -> Iterator[SuggestedRow]:
    change = delta.get("tags", {"added": [], "removed": []})
    tags = Tag.objects.in_bulk([*change["added"], *change["removed"]])
    before = [tags[pk].label for pk in change["removed"] if pk in tags]
    after = [tags[pk].label for pk in change["added"] if pk in tags]
    after += [_("%(tag)s (new)") % {"tag": name} for name in submission.new_tags]
    if before or after:
        yield SuggestedRow(_("Tags"), ", ".join(before), ", ".join(after))


class _Names:
    """The names of linked entries: those that readers see, and those to be created."""

    def __init__(self, submission: Submission, delta: records.Delta) -> None:
        links = delta.get("links", {"added": [], "removed": []})
        ids = {link["object"] for link in [*links["added"], *links["removed"]]}
        said = [*submission.inbound, *submission.opened]
        ids |= {link["subject"] for link in said}
        shown = Entry.objects.published().filter(pk__in=[pk for pk in ids if pk > 0])
        self.known = {entry.pk: entry.name for entry in shown}
        self.created = submission.created

    def of(self, pk: int) -> str:
        if pk < 0:
            return in_place(self.created[-pk - 1])
        return self.known.get(pk, _("an entry that is not shown"))


def in_place(one: CreatedInPlace) -> str:
    """mySociety (new organization: civil society, United Kingdom)"""
    facts = [
        str(OrganizationType(code).label).lower()
        for code in [one.record.get("type")]
        if code
    ]
    facts += [
        vocabularies.country_name(code) for code in [one.record.get("country")] if code
    ]
    kind = str(kinds.get(one.kind).label).lower()
    name = one.record["name"]
    if facts:
        words = _("%(name)s (new %(kind)s: %(facts)s)")
        return words % {"name": name, "kind": kind, "facts": ", ".join(facts)}
    return _("%(name)s (new %(kind)s)") % {"name": name, "kind": kind}


def _links(
    submission: Submission, delta: records.Delta, names: _Names
) -> Iterator[SuggestedRow]:
    change = delta.get("links", {"added": [], "removed": []})
    labels = [Role(link["role"]).label for links in change.values() for link in links]
    for label in dict.fromkeys(map(str, labels)):
        before, after = (
            _together(
                (names.of(link["object"]), link)
                for link in change[side]
                if str(Role(link["role"]).label) == label
            )
            for side in ("removed", "added")
        )
        yield SuggestedRow(label, before, after)
    yield from _links_of_others(submission, names)


def _links_of_others(submission: Submission, names: _Names) -> Iterator[SuggestedRow]:
    now = {(link["role"], link["subject"]): link for link in submission.inbound}
    before = {
        (o["role"], o["subject"]): _as_opened(submission, o) for o in submission.opened
    }
    for role, subject in dict.fromkeys([*before, *now]):
        name = names.of(subject)
        was, is_now = before.get((role, subject)), now.get((role, subject))
        yield SuggestedRow(
            str(INVERSE_LABELS[Role(role)]),
            _with_dates(name, was) if was else "",
            _with_dates(name, is_now) if is_now else "",
        )


def _as_opened(submission: Submission, opened: Link) -> Link | None:
    """Another entry's link as the form showed it."""
    subject = Entry.objects.get(pk=opened["subject"])
    key = opened["role"], submission.entry_id
    record = history.record_at(subject, opened["version"])
    found = [link for link in record["links"] if (link["role"], link["object"]) == key]
    return found[0] if found else None


def _together(links: Iterable[tuple[str, Link]]) -> str:
    return "; ".join(_with_dates(name, link) for name, link in links)


def _with_dates(name: str, link: Link) -> str:
    """The name of a linked entry with the dates and the source of the link."""
    when = wording.period(link.get("since", ""), link.get("until", ""))
    beside = [part for part in (when, link.get("source", "")) if part]
    return f"{name} ({', '.join(beside)})" if beside else name
