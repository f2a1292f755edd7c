"""What a search should answer, read from the objects one by one, as plainly as can be.

Nothing here asks the search rows.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import override

from catalogue import kinds
from catalogue.models import Entry
from catalogue.search.query import Term
from catalogue.search.words import words
from catalogue.vocabularies import is_open_source

MAKES = ("developed_by", "provided_by")


@dataclass
class Seen:
    """What there is to be known of an entry, read once."""

    id: int
    values: dict[str, set[str]]
    words: set[str]

    def satisfies(self, chosen: dict[str, tuple[str, ...]], but: str = "") -> bool:
        """Whether it has a chosen value in every facet that is narrowed, but one."""
        return all(
            self.values[facet] & set(values)
            for facet, values in chosen.items()
            if facet != but
        )

    def matches(self, terms: Sequence[Term], needed: int) -> bool:
        """Whether it holds enough of the terms and none of those excluded."""
        asked = [term for term in terms if not term.is_excluded]
        excluded = [term for term in terms if term.is_excluded]
        hits = [_stands_in(term, self.words) for term in asked]
        return sum(hits) >= (needed or len(hits)) and not any(
            _stands_in(term, self.words) for term in excluded
        )


def read(kind: str) -> list[Seen]:
    """The published entries of a kind."""
    return [
        Seen(
            entry.pk,
            {facet: values_of(entry, facet) for facet in VALUES[kind]},
            words_of(entry),
        )
        for entry in kinds.get(kind).model.objects.published()
    ]


def values_of(entry: Entry, facet: str) -> set[str]:
    """The values an entry has in a facet; the empty one where it has none."""
    facets = {facet.name: facet for facet in kinds.get(entry.kind).facets}
    found = {value for value in VALUES[entry.kind][facet](entry) if value}
    return found or ({""} if facets[facet].may_be_empty else set())


def _stands_in(term: Term, here: set[str]) -> bool:
    [word] = term.words
    if term.is_prefix:
        return any(one.startswith(word) for one in here)
    return word in here


def words_of(entry: Entry) -> set[str]:
    texts = [entry.name]
    for text in entry.texts.all():
        texts += [text.name, text.summary, text.description]
    texts += [other.name for other in neighbours(entry)]
    for tag in {*tags(entry), *(tag for case in cases(entry) for tag in tags(case))}:
        texts += [tag.name, *tag.labels.values(), *tag.synonyms]
    for language in ("en", "fr"):
        with override(language):
            texts += list(names_of_values(entry))
    return {word for text in texts for word in words(text)}


def names_of_values(entry: Entry) -> Iterable[str]:
    for facet in kinds.get(entry.kind).facets:
        if facet.is_searched:
            for value in values_of(entry, facet.name) - {""}:
                yield facet.name_of(value)


def tags(entry: Entry) -> list:
    return [row.tag for row in entry.entry_tags.all()]


def objects(entry: Entry, *roles: str) -> list[Entry]:
    """The published entries that an entry names in one of these roles."""
    links = [link for link in entry.links_from.all() if link.role in roles]
    found = {link.object for link in links if link.object.is_published}
    return [kinds.get(one.kind).model.objects.get(pk=one.pk) for one in found]


def subjects(entry: Entry, *roles: str) -> list[Entry]:
    """The published entries that name an entry in one of these roles."""
    links = [link for link in entry.links_to.all() if link.role in roles]
    return [link.subject for link in links if link.subject.is_published]


def neighbours(entry: Entry) -> list[Entry]:
    ends = [link.object for link in entry.links_from.all()]
    ends += [link.subject for link in entry.links_to.all()]
    return [end for end in ends if end.is_published]


def cases(tool: Entry) -> list[Entry]:
    return subjects(tool, "uses")


def slugs_of(entries: Iterable[Entry]) -> set[str]:
    return {tag.slug for entry in entries for tag in tags(entry)}


def _openness(tool: Entry) -> set[str]:
    names = {True: "open", False: "closed", None: ""}
    return {names[is_open_source(tool.licence)]}


def _part(organization: Entry) -> set[str]:
    roles = {
        link.role for link in organization.links_to.all() if link.subject.is_published
    }
    parts = {
        "makes": roles & set(MAKES),
        "uses": roles & {"run_by", "partner"},
        "funds": roles & {"funded_by"},
    }
    return {part for part, played in parts.items() if played}


VALUES: dict[str, dict[str, Callable]] = {
    "tool": {
        "tag": lambda tool: slugs_of([tool]),
        "open_source": _openness,
        "used_for": lambda tool: slugs_of(cases(tool)),
        "interface_language": lambda tool: set(tool.interface_languages),
        "form": lambda tool: {tool.form},
        "licence": lambda tool: {tool.licence},
        "programming_language": lambda tool: set(tool.programming_languages),
        "platform": lambda tool: set(tool.platforms),
        "country": lambda tool: {maker.country for maker in objects(tool, *MAKES)},
        "used_by_type": lambda tool: {
            runner.type for case in cases(tool) for runner in objects(case, "run_by")
        },
        "state": lambda tool: {tool.state},
        "has_use_case": lambda tool: {"yes" if cases(tool) else "no"},
    },
    "use_case": {
        "tag": lambda case: slugs_of([case]),
        "country": lambda case: {case.country},
        "tool": lambda case: {tool.slug for tool in objects(case, "uses")},
        "organization_type": lambda case: {
            runner.type for runner in objects(case, "run_by")
        },
        "state": lambda case: {case.state},
        "decade": lambda case: {f"{case.since[:3]}0" if case.since else ""},
    },
    "organization": {
        "type": lambda organization: {organization.type},
        "country": lambda organization: {organization.country},
        "part": _part,
        "tag": lambda organization: slugs_of(subjects(organization, *MAKES)),
    },
}
