"""Ways to answer a question: ours, the usual one, another engine, and by hand.

Each tells the total, the ids of the first page, and how many entries there are for
the values of every facet, where a facet's own choice does not narrow its values.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Count, F, Func, Q, QuerySet
from django.db.models.expressions import Combinable

from benchmarks.questions import NAMES, tokens
from catalogue import version
from catalogue.facets import Facet
from catalogue.models import Tool
from catalogue.search import results
from catalogue.search.documents import Document
from catalogue.search.query import Term, parse
from catalogue.search.results import Asked
from catalogue.tool_facets import TOOL_FACETS

PAGE = 20
PATIENCE = "20s"
Counts = dict[tuple[str, str], int]


@dataclass
class Answer:
    """What a list needs, in the same words for every engine."""

    total: int
    ids: list[int]
    counts: Counts


Engine = Callable[[Asked], Answer]
known_version = cache(version.current)


def ours(asked: Asked) -> Answer:
    """The site's search. Its index belongs to a version, which a page reads anyway."""
    found = results.find_exactly(asked, known_version())
    return Answer(
        found.total,
        found.ids,
        {
            (facet.name, value.value): found.count_of(value)
            for facet in TOOL_FACETS
            for value in results.shown_values(
                facet, found.index, asked.chosen.get(facet.name, ())
            )
        },
    )


def naive(asked: Asked) -> Answer:
    """Joins, distinct(), and a GROUP BY for each facet, as filter sets grow them.

    It may use our index of words, which such sites seldom have. A statement that
    takes too long is given up.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [PATIENCE])
    try:
        return joined(asked)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")


def joined(asked: Asked) -> Answer:
    tools = _narrowed(asked)
    order = ("-search_row__uses", "name")
    rows = tools.order_by(*order).values_list(
        "pk", *(name.lstrip("-") for name in order)
    )
    shown = [id_ for id_, *_ in rows.distinct()[:PAGE]]
    counts: Counts = {}
    for facet in TOOL_FACETS:
        counts |= _grouped(facet, _narrowed(asked, but=facet.name))
    return Answer(tools.distinct().count(), shown, counts)


def _narrowed(asked: Asked, but: str = "") -> QuerySet[Tool]:
    tools = Tool.objects.published()
    for term in parse(asked.text):
        word = f"{term.words[0]}:*" if term.is_prefix else term.words[0]
        query = SearchQuery(word, config="simple", search_type="raw")
        tools = tools.filter(search_row__document=query)
    for facet in TOOL_FACETS:
        if facet.name != but and facet.name in asked.chosen:
            tools = tools.filter(_condition(facet, asked.chosen[facet.name]))
    return tools


def _condition(facet: Facet, values: Sequence[str]) -> Q:
    """Any of the values, or none at all where "not filled in" is among them."""
    known = [value for value in values if value]
    if isinstance(facet.value, str):
        condition = facet.where & Q(**{f"{facet.value}__in": known})
    elif isinstance(facet.value, Func):
        condition = Q(**{f"{facet.name}s__overlap": known})
    else:
        rows = _valued(facet, Tool.objects.all()).filter(of__in=known)
        condition = Q(pk__in=rows.values("pk"))
    return condition | _lacks(facet) if "" in values else condition


def _lacks(facet: Facet) -> Q:
    if isinstance(facet.value, Func):
        return Q(**{f"{facet.name}s": []})
    filled = _valued(facet, Tool.objects.all()).exclude(of=None).exclude(of="")
    return ~Q(pk__in=filled.values("pk"))


def _valued(facet: Facet, tools: QuerySet[Tool]) -> QuerySet[Tool]:
    value: Combinable = F(facet.value) if isinstance(facet.value, str) else facet.value
    return tools.filter(facet.where).annotate(of=value)


def _grouped(facet: Facet, tools: QuerySet[Tool]) -> Counts:
    rows = _valued(facet, tools).order_by().values("of")
    counted = rows.annotate(n=Count("pk", distinct=True)).values_list("of", "n")
    found = counted.order_by("-n")[:PAGE]
    return {(facet.name, value): n for value, n in found if value}


def by_hand(documents: Sequence[Document]) -> Engine:
    """Looks at every entry for every question."""
    read = [
        (
            document.entry.pk,
            set(tokens(document)),
            {(NAMES[number], value) for number, value in document.pairs},
        )
        for document in documents
    ]

    def answer(asked: Asked) -> Answer:
        terms = parse(asked.text)
        ids: list[int] = []
        counts: Counter[tuple[str, str]] = Counter()
        for id_, words, pairs in read:
            if not all(_holds(term, words) for term in terms):
                continue
            missed = [
                name
                for name, values in asked.chosen.items()
                if not any((name, value) in pairs for value in values)
            ]
            if not missed:
                ids.append(id_)
                counts.update(pairs)
            elif len(missed) == 1:
                counts.update(pair for pair in pairs if pair[0] == missed[0])
        return Answer(len(ids), ids[:PAGE], dict(counts))

    return answer


def _holds(term: Term, words: Iterable[str]) -> bool:
    [word] = term.words
    if term.is_prefix:
        return any(one.startswith(word) for one in words)
    return word in words


class Tantivy:
    """The same words and values in an index of the search engine tantivy."""

    def __init__(self, documents: Sequence[Document]) -> None:
        import tantivy

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="whitespace")
        builder.add_unsigned_field("id", stored=False, indexed=True, fast=True)
        builder.add_unsigned_field("uses", stored=False, indexed=True, fast=True)
        for name in NAMES.values():
            builder.add_text_field(name, tokenizer_name="raw", fast=True)
        self.schema = builder.build()
        self.folder = TemporaryDirectory()
        self.index = tantivy.Index(self.schema, path=self.folder.name)
        self._write(documents)
        self.searcher = self.index.searcher()

    def _write(self, documents: Sequence[Document]) -> None:
        writer = self.index.writer(heap_size=256_000_000, num_threads=1)
        for document in documents:
            one = self.tantivy.Document()
            one.add_unsigned("id", document.entry.pk)
            one.add_unsigned("uses", document.uses)
            one.add_text("words", " ".join(tokens(document)))
            for number, value in document.pairs:
                one.add_text(NAMES[number], value or "-")
            writer.add_document(one)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def __call__(self, asked: Asked) -> Answer:
        query = self._query(asked)
        order = {} if asked.text.strip() else {"order_by_field": "uses"}
        page = self.searcher.search(query, limit=PAGE, **order)
        addresses = [address for _, address in page.hits]
        ids = self.searcher.fast_field_values("id", addresses)
        free = [name for name in NAMES.values() if name not in asked.chosen]
        counts = self._counts(query, free)
        for name in asked.chosen:
            counts |= self._counts(self._query(asked, but=name), [name])
        return Answer(page.count, list(ids), counts)

    def _query(self, asked: Asked, but: str = "") -> Any:
        make = self.tantivy.Query
        parts = [self._word(term) for term in parse(asked.text)]
        parts += [
            make.term_set_query(self.schema, name, [value or "-" for value in values])
            for name, values in asked.chosen.items()
            if name != but
        ]
        if not parts:
            return make.all_query()
        return make.boolean_query([(self.tantivy.Occur.Must, part) for part in parts])

    def _word(self, term: Term) -> Any:
        [word] = term.words
        if term.is_prefix:
            return self.tantivy.Query.regex_query(self.schema, "words", f"{word}.*")
        return self.tantivy.Query.term_query(self.schema, "words", word)

    def _counts(self, query: Any, names: Iterable[str]) -> Counts:
        asked = {name: {"terms": {"field": name, "size": PAGE}} for name in names}
        found = self.searcher.aggregate(query, asked)
        return {
            (name, "" if bucket["key"] == "-" else bucket["key"]): bucket["doc_count"]
            for name, facet in found.items()
            for bucket in facet["buckets"]
        }
