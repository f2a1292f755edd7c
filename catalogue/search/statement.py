"""The one statement that answers a list: total, hits and the counts of its facets.

Counting is disjunctive: values of a facet are counted among the entries that satisfy
everything but the choice in this facet. So an entry that misses exactly one chosen
facet counts for the values of that facet only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from catalogue.facets import RANGE
from catalogue.search.query import Term, joined
from catalogue.search.stems import Wanted, wanted

ORDERS = {
    "relevance": "score DESC, sort_name, entry_id",
    "used": "used_by DESC, uses DESC, sort_name, entry_id",
    "name": "sort_name, entry_id",
    "recent": "updated_at DESC, sort_name, entry_id",
}
COLUMNS = {
    "relevance": "sort_name",
    "used": "used_by, uses, sort_name",
    "name": "sort_name",
    "recent": "updated_at, sort_name",
}

# Names weigh most; how much an entry is used decides between equals.
SCORE = """
(ts_rank('{0.1, 0.3, 0.4, 1.0}', document, %s::tsquery)
    + CASE WHEN sort_name = ANY(%s) THEN 10 WHEN sort_name LIKE %s THEN 1 ELSE 0 END)
* (1 + 0.5 * ln(1 + uses))
"""
WHOLE = """
SELECT %s::int, ARRAY(
    SELECT entry_id FROM catalogue_searchrow WHERE published AND kind = %s
    ORDER BY {order} LIMIT %s OFFSET %s
), NULL, NULL
"""
# Where not all words need to be there, rare ones say more.
RARITY = """
10 * (document @@ %s::tsquery)::int * (
    SELECT ln(count(*)::float / (1 + count(*) FILTER (WHERE document @@ %s::tsquery)))
    FROM catalogue_searchrow WHERE published AND kind = %s
)
"""


@dataclass(frozen=True)
class Choice:
    """The chosen values of one facet, by the numbers that stand for them."""

    facet: int
    values: tuple[int, ...]


@dataclass
class Request:
    """What a list asks of the search rows of a kind.

    `counted` are values by number; `whole` is the total, known where nothing narrows.
    """

    kind: str
    terms: Sequence[Term] = ()
    choices: Sequence[Choice] = ()
    counted: Sequence[int] = ()
    sort: str = "used"
    offset: int = 0
    limit: int = 20
    text: str = ""
    at_least: int | None = None
    within: Sequence[tuple[str, tuple[Any, ...]]] = ()
    whole: int | None = None

    @property
    def names(self) -> list[str]:
        """What was typed, if it is a name: as it is, and as one word."""
        return [self.text, joined(self.terms)]

    @property
    def beginning(self) -> str:
        """A pattern of the names that begin with what was typed."""
        return re.sub(r"([\\%_])", r"\\\1", self.text) + "%"


@dataclass
class Answer:
    """How many entries there are, the ids of the page, and the counts by value."""

    total: int = 0
    ids: list[int] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    stop_words: Sequence[bool] = ()


def run(request: Request, language: str) -> Answer:
    """Ask the database once. `language` is the configuration of the stop words."""
    words = wanted(request.terms, language)
    sql, values = _statement(request, words)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        total, ids, counted, counts = cursor.fetchone()
    return Answer(
        total,
        ids or [],
        dict(zip(counted or [], counts or [], strict=True)),
        words.stop_words,
    )


@dataclass(frozen=True)
class Tally:
    """How many entries have all the words asked for, and at least so many of them."""

    total: int
    at_least: Sequence[int]


def tally(request: Request, language: str) -> Tally:
    """Count, in one statement, what fewer and fewer of the words would find."""
    words = wanted(request.terms, language)
    number, number_values = _number_of(words)
    conditions = [
        ("published AND kind = %s", [request.kind]),
        *_never(words),
        *([("document @@ %s::tsquery", [words.anything])] if words.anything else []),
    ]
    everything = ("document @@ %s::tsquery", [words.everything])
    all_of_them, all_values = everything if words.everything else ("true", [])
    sql = f"""
SELECT number, count(*), count(*) FILTER (WHERE has_all)
FROM (
    SELECT {number} AS number, {all_of_them} AS has_all
    FROM catalogue_searchrow WHERE {" AND ".join(sql for sql, _ in conditions)}
) AS found GROUP BY number
"""
    values = [*number_values, *all_values, *(v for _, vs in conditions for v in vs)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    return Tally(
        total=sum(having_all for _, _, having_all in rows),
        at_least=[
            sum(count for number, count, _ in rows if number >= least)
            for least in range(len(words.each) + 1)
        ],
    )


def _number_of(words: Wanted) -> tuple[str, list[Any]]:
    """How many of the words a row has."""
    each = " + ".join("(document @@ %s::tsquery)::int" for _ in words.each)
    return each or "0", list(words.each)


def _never(words: Wanted) -> list[tuple[str, list[Any]]]:
    return [("NOT document @@ %s::tsquery", [words.never])] if words.never else []


def _statement(request: Request, words: Wanted) -> tuple[str, list[Any]]:
    page = [request.limit, request.offset]
    if request.whole is not None:
        return WHOLE.format(order=ORDERS[request.sort]), [
            request.whole,
            request.kind,
            *page,
        ]
    base, base_values = _base(request, words)
    countable, countable_values = _countable(request)
    sql = f"""
WITH base AS MATERIALIZED ({base}),
counts AS (
    SELECT value, count(*)::int AS n
    FROM (SELECT unnest(facets & {countable}) AS value FROM base) AS counted
    GROUP BY value
)
SELECT (SELECT count(*) FROM base WHERE missed = 0), ARRAY(
        SELECT entry_id FROM base WHERE missed = 0
        ORDER BY {ORDERS[request.sort]} LIMIT %s OFFSET %s
    ), array_agg(value), array_agg(n)
FROM counts
"""
    return sql, [*base_values, *countable_values, *page]


def _base(request: Request, words: Wanted) -> tuple[str, list[Any]]:
    """The rows that miss at most one chosen facet, with the number of that facet."""
    score, score_values = _score(request, words)
    missed, missed_values = _missed(request.choices)
    conditions = [
        ("published AND kind = %s", [request.kind]),
        *_text_conditions(request, words),
        *_narrowing(request),
        *_within(request.within),
    ]
    where = " AND ".join(sql for sql, _ in conditions)
    return (
        f"SELECT entry_id, {COLUMNS[request.sort]}, {score} AS score,"
        f" {missed} AS missed, facets FROM catalogue_searchrow WHERE {where}",
        score_values
        + missed_values
        + [value for _, found in conditions for value in found],
    )


def _within(queries: Sequence[tuple[str, tuple[Any, ...]]]) -> list[tuple[str, list]]:
    """In all of these at once: planned one by one, many would take a second."""
    if not queries:
        return []
    each = [sql for sql, _ in queries]
    ids = each[0] if len(each) == 1 else f"({') INTERSECT ('.join(each)})"
    return [
        (f"entry_id IN ({ids})", [value for _, found in queries for value in found])
    ]


def _countable(request: Request) -> tuple[str, list[Any]]:
    """Which values a row counts for: all, or those of the one facet that it misses."""
    cases = "".join(
        f" WHEN {choice.facet} THEN %s::int[]" for choice in request.choices
    )
    own = [
        [value for value in request.counted if value // RANGE == choice.facet]
        for choice in request.choices
    ]
    if not cases:
        return "%s::int[]", [list(request.counted)]
    return f"CASE missed{cases} ELSE %s::int[] END", [*own, list(request.counted)]


def _score(request: Request, words: Wanted) -> tuple[str, list[Any]]:
    if not request.terms or request.sort != "relevance" or not request.limit:
        return "0", []
    values = [words.anything, request.names, request.beginning]
    if request.at_least is None:
        return SCORE, values
    for query in words.each:
        values += [query, query, request.kind]
    return " + ".join([SCORE, *[RARITY for _ in words.each]]), values


def _text_conditions(request: Request, words: Wanted) -> list[tuple[str, list[Any]]]:
    conditions = _never(words)
    if request.at_least is not None:
        number, values = _number_of(words)
        conditions.append(("document @@ %s::tsquery", [words.anything]))
        conditions.append((f"{number} >= %s", [*values, request.at_least]))
    elif words.everything:
        conditions.append(("document @@ %s::tsquery", [words.everything]))
    return conditions


def _narrowing(request: Request) -> list[tuple[str, list[Any]]]:
    """What the index of facets can rule out: rows that miss two facets or more.

    One facet alone rules nothing out, as its own values are counted without it; but
    without a text they are counted beforehand, so only its hits are needed.
    """
    choices = request.choices
    if len(choices) == 1 and not request.terms and not request.within:
        return [("facets && %s::int[]", [list(choices[0].values)])]
    if len(choices) < 2:
        return []
    groups = [f"({'|'.join(map(str, choice.values))})" for choice in choices]
    queries = [
        "(" + "&".join(groups[:i] + groups[i + 1 :]) + ")" for i in range(len(groups))
    ]
    return [("facets @@ %s::query_int", ["|".join(queries)])]


def _missed(choices: Sequence[Choice]) -> tuple[str, list[Any]]:
    """The number of the one facet that a row misses, or 0."""
    if not choices:
        return "0", []
    cases = " ".join(
        f"WHEN NOT facets && %s::int[] THEN {choice.facet}" for choice in choices
    )
    return f"CASE {cases} ELSE 0 END", [list(choice.values) for choice in choices]
