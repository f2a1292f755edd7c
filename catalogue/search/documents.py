"""What is to be known of entries before their search rows are written.

The document's weights: A names, B tags with their synonyms and the tags of a tool's
use cases, C summaries and the names of linked entries, D descriptions. Each text
stands there in its language's stems and, folded, without language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import override

from catalogue import facets, kinds
from catalogue.models import Entry, EntryTag, EntryText, Link
from catalogue.search import words
from catalogue.search.prepared import ANY_OF_THEM, Compiled, Prepared, Together

PUBLISHED = "published"
# An entry is found by the names of as many linked ones, the oldest first: a document
# of thousands of names would be written anew with each link to it.
MOST_LINKED = 200
TAG_NAMES = ("tag_id", "tag__name", "tag__labels", "tag__synonyms")

FIGURES = Compiled(
    """
WITH cases AS (
    SELECT l.object_id AS entry_id, c.id AS case_id
    FROM catalogue_link l
    JOIN catalogue_entry c ON c.id = l.subject_id AND c.status = 'published'
    WHERE l.object_id = ANY(%(ids)s::bigint[])
        AND l.role IN ('uses', 'run_by', 'partner')
)
SELECT entry_id, count(DISTINCT case_id), count(DISTINCT o.id)
FROM cases
LEFT JOIN catalogue_link l ON l.subject_id = case_id AND l.role = 'run_by'
LEFT JOIN catalogue_entry o ON o.id = l.object_id AND o.status = 'published'
GROUP BY entry_id
UNION ALL
SELECT l.subject_id, count(*), 0
FROM catalogue_link l
JOIN catalogue_entry t ON t.id = l.object_id AND t.status = 'published'
WHERE l.subject_id = ANY(%(ids)s::bigint[]) AND l.role = 'uses'
GROUP BY l.subject_id
""",
    width=3,
)


class EntryRow(NamedTuple):
    """What a row says of the entry itself."""

    pk: int
    kind: str
    name: str
    language: str
    status: str
    updated_at: str


@dataclass
class Document:
    """What is to be known of an entry before its row is written."""

    entry: EntryRow
    names: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    pieces: list[tuple[str, str, str]] = field(default_factory=list)
    pairs: list[tuple[int, str]] = field(default_factory=list)
    uses: int = 0
    used_by: int = 0

    def add(self, weight: str, text: str, language: str = "") -> None:
        """Index a text under a weight, in its language's stems too."""
        folded = words.plain(text)
        if not folded:
            return
        self.pieces.append((weight, "simple", folded))
        config = words.stemmer(language)
        if config:
            self.pieces.append((weight, config, folded))


ENTRIES = Prepared(
    lambda: (
        Entry.objects.filter(pk__any_of=ANY_OF_THEM)
        .order_by("pk")
        .values_list("pk", "kind", "name", "language", "status", "updated_at")
    )
)
OWN_TAGS = Prepared(
    lambda: (
        EntryTag.objects.filter(content_object__any_of=ANY_OF_THEM)
        .order_by("tag_id")
        .values_list("content_object_id", *TAG_NAMES)
    )
)
# Tags of the use cases of a tool.
USED_FOR = Prepared(
    lambda: (
        Link.objects.filter(object__any_of=ANY_OF_THEM, role="uses")
        .filter(subject__status=PUBLISHED, subject__entry_tags__tag__isnull=False)
        .order_by("object_id", "subject__entry_tags__tag_id")
        .values_list(
            "object_id", *(f"subject__entry_tags__{name}" for name in TAG_NAMES)
        )
        .distinct()
    )
)
TEXTS = Prepared(
    lambda: (
        EntryText.objects.filter(entry__any_of=ANY_OF_THEM)
        .order_by("pk")
        .values_list("entry_id", "language", "name", "summary", "description")
    )
)


def _names_of_linked(mine: str, other: str) -> Prepared:
    return Prepared(
        lambda: (
            Link.objects.filter(**{f"{mine}__any_of": ANY_OF_THEM})
            .filter(**{f"{other}__status": PUBLISHED})
            .order_by(f"{mine}_id", f"{other}_id")
            .values_list(
                f"{mine}_id", f"{other}_id", f"{other}__name", f"{other}__language"
            )
            .distinct()
        )
    )


ALL = Together(
    ENTRIES,
    OWN_TAGS,
    USED_FOR,
    TEXTS,
    _names_of_linked("subject", "object"),
    _names_of_linked("object", "subject"),
    FIGURES,
)


def read(ids: Sequence[int]) -> dict[int, Document]:
    """What the rows of these entries are to be made of."""
    entries, own_tags, used_for, texts, objects, subjects, figures = ALL.rows(ids)
    documents = {row[0]: Document(EntryRow(*row)) for row in entries}
    for document in documents.values():
        document.names.append(document.entry.name)
        document.add("A", document.entry.name, document.entry.language)
    for pk, _tag, name, labels, synonyms in (*own_tags, *used_for):
        _add_tag(documents[pk], name, labels, synonyms)
    _add_texts(documents, texts)
    for pk, _other, name, language in (*objects, *subjects):
        if len(documents[pk].linked) < MOST_LINKED:
            documents[pk].linked.append(name)
            documents[pk].add("C", name, language)
    for pk, uses, used_by in figures:
        documents[pk].uses = uses
        documents[pk].used_by = used_by if documents[pk].entry.kind == "tool" else 0
    _read_facets(documents)
    return documents


def _add_texts(documents: dict[int, Document], texts: Iterable[Sequence[Any]]) -> None:
    for pk, language, name, summary, description in texts:
        document = documents[pk]
        if name:
            document.names.append(name)
        document.add("A", name, language)
        document.add("C", summary, language)
        document.add("D", description, language)


def _add_tag(
    document: Document, name: str, labels: dict[str, str], synonyms: list[str]
) -> None:
    document.add("B", name, "en")
    for language, label in sorted(labels.items()):
        document.add("B", label, language)
    document.add("B", " ".join(synonyms))


@lru_cache
def _facets_of(name: str) -> Prepared:
    kind = kinds.get(name)
    return Prepared(
        lambda: facets.pairs(
            kind.facets, kind.model.objects.filter(pk__any_of=ANY_OF_THEM)
        )
    )


def _read_facets(documents: dict[int, Document]) -> None:
    for kind in kinds.every():
        ids = [pk for pk, doc in documents.items() if doc.entry.kind == kind.name]
        if not ids:
            continue
        numbers = {facet.number for facet in kind.facets if facet.may_be_empty}
        missing = {pk: set(numbers) for pk in ids}
        searched = {facet.number: facet for facet in kind.facets if facet.is_searched}
        for pk, number, value in sorted(_facets_of(kind.name).rows(ids), key=str):
            if value:
                documents[pk].pairs.append((number, value))
                missing[pk].discard(number)
                if number in searched:
                    _add_value(documents[pk], searched[number], value)
        for pk, lacking in missing.items():
            documents[pk].pairs += [(n, facets.NOT_FILLED_IN) for n in sorted(lacking)]


def _add_value(document: Document, facet: facets.Facet, value: str) -> None:
    """Let the value be found by its names in the languages of the interface."""
    for language in settings.FINISHED_LANGUAGES:
        with override(language):
            document.add("C", facet.name_of(value), language)
