"""Judged queries, and where the search puts what they should find.

    python -m benchmarks.judged > docs/search-quality.md

The queries stand in tests/catalogue/search/judged.tsv, each with the entries of which
a visitor expects one among the first three.
"""

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import django

TABLE = Path(__file__).parent.parent / "tests/catalogue/search/judged.tsv"
TOP = 3
INTRODUCTION = """# What the search finds

Queries as visitors type them, over the catalogue in `fixtures/catalogue`, with the
rank of the first entry that was expected. What is expected was judged from what the
catalogue holds, before looking at answers; where many entries would do, any of the
best known counts. The list is `tests/catalogue/search/judged.tsv`, a test holds at
least 95 % of it to the first three, and `python -m benchmarks.judged` writes this
page. The ranking was tuned on these queries too, so expect a little less of others.
"""


@dataclass(frozen=True)
class Query:
    """A query in the interface's language, and the slugs of which one is expected."""

    text: str
    kind: str
    language: str
    expected: tuple[str, ...]
    group: str


@dataclass(frozen=True)
class Ranked:
    """The first place of an expected entry (0: not on the first page), and its slug."""

    query: Query
    rank: int
    slug: str
    read_as: str

    @property
    def is_hit(self) -> bool:
        return 0 < self.rank <= TOP


def read() -> list[Query]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Query(
                row["query"],
                row["kind"],
                row["language"],
                tuple(row["expected"].split()),
                row["class"],
            )
            for row in rows
        ]


def rank_all() -> list[Ranked]:
    return [rank(query) for query in read()]


def rank(query: Query) -> Ranked:
    from django.utils.translation import override

    from catalogue import version
    from catalogue.models import Entry
    from catalogue.search import results

    with override(query.language):
        found = results.find(results.Asked(query.kind, query.text), version.current())
    entries = Entry.objects.in_bulk(found.ids)
    slugs = [entries[id_].slug for id_ in found.ids]
    places = [n for n, slug in enumerate(slugs, start=1) if slug in query.expected]
    place = places[0] if places else 0
    read_as = found.near_spelling
    if found.least_of_words:
        read_as += f" {found.words_needed} of {found.words_asked} words"
    return Ranked(query, place, slugs[place - 1] if place else "", read_as.strip())


def page(ranks: Sequence[Ranked]) -> str:
    hits = sum(one.is_hit for one in ranks)
    share = f"{100 * hits / len(ranks):.0f} %"
    head = f"{hits} of {len(ranks)} queries ({share}) find it among the first {TOP}."
    return "\n".join([INTRODUCTION, head, "", *_groups(ranks), "", *_rows(ranks), ""])


def _groups(ranks: Sequence[Ranked]) -> Iterable[str]:
    yield "| class | queries | first | first three |"
    yield "| --- | ---: | ---: | ---: |"
    for group in sorted({one.query.group for one in ranks}):
        own = [one for one in ranks if one.query.group == group]
        first = sum(one.rank == 1 for one in own)
        hits = sum(one.is_hit for one in own)
        yield f"| {group} | {len(own)} | {first} | {hits} |"


def _rows(ranks: Sequence[Ranked]) -> Iterable[str]:
    yield "| query | kind | language | class | rank | found | read as |"
    yield "| --- | --- | --- | --- | ---: | --- | --- |"
    for one in ranks:
        query = one.query
        yield (
            f"| {query.text} | {query.kind.replace('_', ' ')} | {query.language} |"
            f" {query.group} | {one.rank or '–'} | {one.slug or '–'} | {one.read_as} |"
        )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toolbox.settings")
    django.setup()
    print(page(rank_all()), end="")
