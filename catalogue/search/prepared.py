"""Questions that every write asks: compiled and planned once.

Building such a query through the ORM takes longer than its answer, and so does
planning a union of a dozen joins. A question is written as SQL or as a QuerySet over
`ANY_OF_THEM`, or over texts that stand as `Asked`; its SQL is kept by the process, its
plan by the connection.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import psycopg
from django.db import connection
from django.db.models import Field, ForeignObject, Lookup, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.sql import Query
from psycopg.sql import Literal


class Asked(str):
    """Stands in a query for a value of this name that is asked about."""

    __slots__ = ()


ANY_OF_THEM = Asked("ids")
FEW = 50
MARK = re.compile(r"%\((\w+)\)s")
# To be selected: how statements of this transaction are planned from here on. One plan
# serves all values: PostgreSQL would else plan many of them anew for each value, which
# takes many times longer than to run them. It reads by indexes, even small tables: the
# connection keeps it, and guards and keys ask by it for each row of a long import, when
# the tables are small no more. Nor does it read whole indexes: that is only cheaper
# where reading here and there is dear, and all of this lies in memory.
PLANNED_ONCE = (
    "set_config('plan_cache_mode', 'force_generic_plan', true),"
    " set_config('enable_seqscan', 'off', true),"
    " set_config('random_page_cost', '1.1', true)"
)
PLANNED_EACH_TIME = (
    "set_config('plan_cache_mode', 'auto', true),"
    " set_config('enable_seqscan', 'on', true)"
)


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """column = ANY(array): one statement, however many values."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        sql, parameters = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s::bigint[])", [*parameters, self.rhs]


class Question:
    """Something that is asked about entries, or about values with names."""

    @property
    def compiled(self) -> "Compiled":
        raise NotImplementedError

    def rows(self, ids: Iterable[int]) -> list[Any]:
        """The answer about entries, as the driver reads it: JSON comes as text."""
        asked = list(ids)
        return self._rows({ANY_OF_THEM: asked}, len(asked))

    def rows_about(self, **values: Any) -> list[Any]:
        """The answer about one thing, each value under the name it is asked by."""
        return self._rows(values, 1)

    def _rows(self, asked: dict[str, Any], count: int) -> list[Any]:
        values = [asked[name] for name in self.compiled.names]
        return _ask(psycopg.RawCursor, self.compiled.sql, values, count)


@dataclass(frozen=True)
class Compiled(Question):
    """SQL with marks like %(ids)s for what is asked about; it answers so many columns.

    What never changes stands in the SQL itself, so that a plan can use indexes that
    hold only some rows.
    """

    text: str
    width: int = 1

    def __str__(self) -> str:
        return self.text

    @property
    def compiled(self) -> "Compiled":
        return self

    @cached_property
    def names(self) -> list[str]:
        return list(dict.fromkeys(MARK.findall(self.text)))

    @cached_property
    def sql(self) -> str:
        """The SQL with PostgreSQL's own marks: long SQL is not read again each time."""
        numbers = {name: n for n, name in enumerate(self.names, start=1)}
        return MARK.sub(lambda mark: f"${numbers[mark[1]]}", self.text)


class Prepared(Question):
    """A QuerySet of values."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build

    @cached_property
    def compiled(self) -> Compiled:
        return _compiled(self._build().query)


class Together(Question):
    """Questions about the same things, asked as one: most of their cost is asking.

    Each answer is a list of rows, as JSON has them: times come as text.
    """

    def __init__(self, *questions: Question) -> None:
        self._questions = questions

    @cached_property
    def compiled(self) -> Compiled:
        answers = []
        for one in self._questions:
            names = ", ".join(f"c{number}" for number in range(one.compiled.width))
            row = f"json_build_array({names})"
            asked = f"FROM ({one.compiled}) AS asked ({names})"
            answers.append(f"(SELECT json_agg({row}) {asked})")
        return Compiled(f"SELECT {', '.join(answers)}", len(answers))

    def _rows(self, asked: dict[str, Any], count: int) -> list[list[list[Any]]]:
        [answers] = super()._rows(asked, count)
        return [rows or [] for rows in answers]


def expression(asked: Combinable) -> Compiled:
    """An expression over `Asked` and constants, as a subquery of one value."""
    query = Query(None, alias_cols=False)
    query.add_annotation(asked, "value")
    return _compiled(query)


def _compiled(query: Query) -> Compiled:
    compiler = query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    first, *others = (text.replace("%%", "%") for text in sql.split("%s"))
    rest = (f"{_mark(p)}{text}" for p, text in zip(parameters, others, strict=True))
    return Compiled(first + "".join(rest), compiler.col_count or 1)


def ask(sql: str, parameters: Any, count: int) -> list[tuple[Any, ...]]:
    """Rows of a statement about so many things."""
    return _ask(psycopg.Cursor, sql, parameters, count)


def tell(sql: str, parameters: Any, count: int) -> None:
    """A statement about so many things that gives nothing back."""
    with _run(psycopg.Cursor, sql, parameters, count):
        pass


def _mark(value: Any) -> str:
    if isinstance(value, Asked):
        return f"%({value})s"
    connection.ensure_connection()
    return Literal(value).as_string(connection.connection)


@contextmanager
def planned_for(count: int) -> Iterator[None]:
    """Let questions about many be planned anew, in a transaction that plans once."""
    if count <= FEW:
        yield
        return
    tell(f"SELECT {PLANNED_EACH_TIME}", None, 1)
    yield
    # After an error, the rollback takes the setting back.
    tell(f"SELECT {PLANNED_ONCE}", None, 1)


def _ask(
    cursor_class: type[psycopg.Cursor], sql: str, parameters: Any, count: int
) -> list[tuple[Any, ...]]:
    with _run(cursor_class, sql, parameters, count) as cursor:
        return cursor.fetchall()


@contextmanager
def _run(
    cursor_class: type[psycopg.Cursor], sql: str, parameters: Any, count: int
) -> Iterator[psycopg.Cursor]:
    """The connection keeps the plan for few things only: one made for a table that was
    small would read it over and over for many.
    """
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        cursor_class(connection.connection) as cursor,
    ):
        yield cursor.execute(sql, parameters, prepare=count <= FEW)
