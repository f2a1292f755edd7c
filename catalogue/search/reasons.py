"""Why an entry was found: its name, a tag, a linked entry, or words of its text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from catalogue.models import Entry
from catalogue.search.index import Index
from catalogue.search.query import Term
from catalogue.search.stems import any_word
from catalogue.search.words import WORD, stemmer, words

LONGEST_EXCERPT = 30
MATCHING = """
SELECT word, config FROM unnest(%s::text[], %s::text[]) AS one (word, config),
    CAST(%s AS tsquery) AS anything
WHERE to_tsvector('simple', word) @@ anything
    OR to_tsvector(config::regconfig, word) @@ anything
"""


@dataclass(frozen=True)
class Part:
    """A stretch of a text, found or not."""

    text: str
    is_found: bool


@dataclass
class Reason:
    """What of an entry matched the words. An excerpt stands where nothing else did."""

    in_name: bool = False
    tags: list[str] = field(default_factory=list)
    used_for: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    summary: list[Part] = field(default_factory=list)
    excerpt: list[Part] = field(default_factory=list)


class Matcher:
    """Tells which words of the texts shown satisfy one of the terms; one query."""

    def __init__(self, terms: Sequence[Term], texts: Iterable[tuple[str, str]]) -> None:
        pairs = {
            (word, stemmer(language) or "simple")
            for text, language in texts
            for word in words(text)
        }
        self._found = self._ask(terms, sorted(pairs)) if pairs and terms else set()

    def _ask(
        self, terms: Sequence[Term], pairs: list[tuple[str, str]]
    ) -> set[tuple[str, str]]:
        anything = any_word(terms)
        if not anything:
            return set()
        columns = [list(column) for column in zip(*pairs, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(MATCHING, [*columns, anything])
            return set(cursor.fetchall())

    def matches(self, text: str, language: str) -> bool:
        config = stemmer(language) or "simple"
        return any((word, config) in self._found for word in words(text))

    def marked(self, text: str, language: str) -> list[Part]:
        """The text in parts, those found apart."""
        parts: list[Part] = []
        end = 0
        for match in WORD.finditer(text):
            if self.matches(match.group(), language):
                if match.start() > end:
                    parts.append(Part(text[end : match.start()], is_found=False))
                parts.append(Part(match.group(), is_found=True))
                end = match.end()
        if end < len(text):
            parts.append(Part(text[end:], is_found=False))
        return parts


def explain(
    entries: Sequence[Entry], terms: Sequence[Term], index: Index
) -> dict[int, Reason]:
    """The reason for each entry, given with texts and search rows loaded."""
    seen = [_texts_of(entry, index) for entry in entries]
    matcher = Matcher(terms, [pair for texts in seen for pair in texts])
    return {entry.pk: _reason(entry, matcher, index) for entry in entries}


def _texts_of(entry: Entry, index: Index) -> list[tuple[str, str]]:
    texts = [(entry.name, entry.language)]
    for text in entry.texts.all():
        texts += [
            (text.name, text.language),
            (text.summary, text.language),
            (text.description, text.language),
        ]
    texts += [(name, "") for name in _linked(entry)]
    for name in ("tag", "used_for"):
        texts += [pair for _, pairs in _labels(entry, index, name) for pair in pairs]
    return texts


def _linked(entry: Entry) -> list[str]:
    return [name for name in entry.search_row.linked.split("\n") if name]


def _labels(
    entry: Entry, index: Index, facet: str
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The names of an entry's tags, each with all the words that lead to it."""
    values = [
        index.values[id_] for id_ in entry.search_row.facets if id_ in index.values
    ]
    return [
        (value.label, [(label, code or "en") for code, label in value.labels.items()])
        for value in values
        if value.facet.name == facet and value.labels
    ]


def _reason(entry: Entry, matcher: Matcher, index: Index) -> Reason:
    reason = Reason()
    texts = list(entry.texts.all())
    reason.in_name = matcher.matches(entry.name, entry.language) or any(
        matcher.matches(text.name, text.language) for text in texts
    )
    reason.tags = _matching_labels(entry, matcher, index, "tag")
    reason.used_for = _matching_labels(entry, matcher, index, "used_for")
    reason.linked = [name for name in _linked(entry) if matcher.matches(name, "")]
    shown = entry.text
    if shown and matcher.matches(shown.summary, shown.language):
        reason.summary = matcher.marked(shown.summary, shown.language)
    if not (reason.in_name or reason.tags or reason.linked or reason.summary):
        reason.excerpt = _excerpt(entry, matcher)
    return reason


def _matching_labels(
    entry: Entry, matcher: Matcher, index: Index, facet: str
) -> list[str]:
    return [
        name
        for name, labels in _labels(entry, index, facet)
        if any(matcher.matches(label, language) for label, language in labels)
    ]


def _excerpt(entry: Entry, matcher: Matcher) -> list[Part]:
    """The words around the first that was found in any text of the entry."""
    for text in entry.texts.all():
        for whole in (text.summary, text.description):
            for match in WORD.finditer(whole):
                if matcher.matches(match.group(), text.language):
                    return matcher.marked(_around(whole, match.start()), text.language)
    return []


def _around(text: str, place: int) -> str:
    before = text[:place].split()[-LONGEST_EXCERPT // 3 :]
    after = text[place:].split()[: LONGEST_EXCERPT * 2 // 3]
    start = "… " if len(before) < len(text[:place].split()) else ""
    end = " …" if len(after) < len(text[place:].split()) else ""
    return f"{start}{' '.join([*before, *after])}{end}"
