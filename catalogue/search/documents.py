"""What is to be known of entries before their search rows are written.

The document's weights: A names, B tags with their synonyms and the tags of a tool's
use cases, C summaries and the names of linked entries, D descriptions. Each text
stands there in its language's stems and, folded, without language.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.utils.translation import override

from catalogue import facets, kinds
from catalogue.models import Entry, EntryTag, EntryText, Link, Tag
from catalogue.search import words

PUBLISHED = "published"

FIGURES = """
WITH cases AS (
    SELECT l.object_id AS entry_id, c.id AS case_id
    FROM catalogue_link l
    JOIN catalogue_entry c ON c.id = l.subject_id AND c.status = 'published'
    WHERE l.object_id = ANY(%(ids)s) AND l.role IN ('uses', 'run_by', 'partner')
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
WHERE l.subject_id = ANY(%(ids)s) AND l.role = 'uses'
GROUP BY l.subject_id
"""


@dataclass
class Document:
    """What is to be known of an entry before its row is written."""

    entry: Entry
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


def read(ids: Sequence[int]) -> dict[int, Document]:
    """What the rows of these entries are to be made of."""
    entries = Entry.objects.filter(pk__in=ids).order_by("pk")
    documents = {entry.pk: Document(entry) for entry in entries}
    for document in documents.values():
        document.names.append(document.entry.name)
        document.add("A", document.entry.name, document.entry.language)
    _read_tags(documents)
    _read_texts(documents)
    _read_links(documents)
    _read_figures(documents)
    _read_facets(documents)
    return documents


def _read_texts(documents: dict[int, Document]) -> None:
    for text in EntryText.objects.filter(entry__in=documents).order_by("pk"):
        document = documents[text.entry_id]
        if text.name:
            document.names.append(text.name)
        document.add("A", text.name, text.language)
        document.add("C", text.summary, text.language)
        document.add("D", text.description, text.language)


def _read_tags(documents: dict[int, Document]) -> None:
    own = EntryTag.objects.filter(content_object__in=documents)
    for row in own.select_related("tag").order_by("tag_id"):
        _add_tag(documents[row.content_object_id], row.tag)
    used_for = (
        Link.objects.filter(object__in=documents, role="uses")
        .filter(subject__status=PUBLISHED)
        .exclude(subject__entry_tags__tag=None)
        .order_by("object_id", "subject__entry_tags__tag_id")
        .values_list("object_id", "subject__entry_tags__tag_id")
        .distinct()
    )
    wanted = list(used_for)
    tags = Tag.objects.in_bulk({tag for _, tag in wanted})
    for entry, tag in wanted:
        _add_tag(documents[entry], tags[tag])


def _add_tag(document: Document, tag: Tag) -> None:
    document.add("B", tag.name, "en")
    for language, label in sorted(tag.labels.items()):
        document.add("B", label, language)
    document.add("B", " ".join(tag.synonyms))


def _read_links(documents: dict[int, Document]) -> None:
    for mine, other in (("subject", "object"), ("object", "subject")):
        links = (
            Link.objects.filter(**{f"{mine}__in": documents})
            .filter(**{f"{other}__status": PUBLISHED})
            .order_by(f"{mine}_id", f"{other}_id")
            .values_list(f"{mine}_id", f"{other}__name", f"{other}__language")
            .distinct()
        )
        for entry, name, language in links:
            documents[entry].linked.append(name)
            documents[entry].add("C", name, language)


def _read_figures(documents: dict[int, Document]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, {"ids": list(documents)})
        for entry, uses, used_by in cursor.fetchall():
            document = documents[entry]
            document.uses = uses
            document.used_by = used_by if document.entry.kind == "tool" else 0


def _read_facets(documents: dict[int, Document]) -> None:
    for kind in kinds.every():
        ids = [pk for pk, doc in documents.items() if doc.entry.kind == kind.name]
        if not ids:
            continue
        numbers = {facet.number for facet in kind.facets if facet.may_be_empty}
        missing = {pk: set(numbers) for pk in ids}
        entries = kind.model.objects.filter(pk__in=ids)
        searched = {facet.number: facet for facet in kind.facets if facet.is_searched}
        for pk, number, value in sorted(facets.pairs(kind.facets, entries), key=str):
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
