"""Questions that every write asks: compiled and planned once.

Building such a query through the ORM takes longer than its answer, and so does
planning a union of a dozen joins. A question is written as a QuerySet over
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


class _Ids(list):
    """Stands in a query for the ids that are asked about."""


class Asked(str):
    """Stands in a query for a text of this name that is asked about."""

    __slots__ = ()


ANY_OF_THEM = _Ids()
FEW = 50
MARK = re.compile(r"\$(\d+)")
PLAN = "SELECT set_config('plan_cache_mode', %(mode)s, true)"


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """column = ANY(array): one statement, however many values."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        sql, parameters = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s::bigint[])", [*parameters, self.rhs]


@dataclass(frozen=True)
class Compiled:
    """SQL in PostgreSQL's own marks, so that long SQL is not read again each time."""

    sql: str
    parameters: tuple[Any, ...]
    width: int

    def numbered_from(self, first: int) -> str:
        """The SQL where so many parameters come before its own."""
        return MARK.sub(lambda mark: f"${int(mark[1]) + first}", self.sql)


class Prepared:
    """A QuerySet of values about the entries in `ANY_OF_THEM`, or about texts."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build

    @cached_property
    def compiled(self) -> Compiled:
        compiler = self._build().query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        first, *rest = sql.split("%s")
        numbered = (f"${number}{part}" for number, part in enumerate(rest, start=1))
        written = (first + "".join(numbered)).replace("%%", "%")
        return Compiled(written, parameters, compiler.col_count)

    def rows(self, ids: Iterable[int]) -> list[tuple[Any, ...]]:
        """The answer, as the driver reads it: JSON comes as text."""
        return _about(list(ids), self.compiled.sql, self.compiled.parameters)

    def rows_about(self, **texts: str) -> list[tuple[Any, ...]]:
        """The answer about texts, each under the name it is asked by."""
        parameters = self.compiled.parameters
        values = [texts[p] if isinstance(p, Asked) else p for p in parameters]
        return _ask(psycopg.RawCursor, self.compiled.sql, values, 1)


class Together:
    """Questions about the same entries, asked as one: most of their cost is asking."""

    def __init__(self, *questions: Prepared | Compiled) -> None:
        self._questions = questions

    @cached_property
    def compiled(self) -> Compiled:
        parts: list[str] = []
        parameters: tuple[Any, ...] = ()
        for one in self._questions:
            question = one.compiled if isinstance(one, Prepared) else one
            names = ", ".join(f"c{number}" for number in range(question.width))
            parts.append(
                f"(SELECT json_agg(json_build_array({names}))"
                f" FROM ({question.numbered_from(len(parameters))}) AS asked ({names}))"
            )
            parameters += question.parameters
        return Compiled(f"SELECT {', '.join(parts)}", parameters, len(parts))

    def rows(self, ids: Iterable[int]) -> list[list[list[Any]]]:
        """The rows of each answer, as JSON has them: times come as text."""
        sql, parameters = self.compiled.sql, self.compiled.parameters
        [answers] = _about(list(ids), sql, parameters)
        return [answer or [] for answer in answers]


def ask(sql: str, parameters: Any, count: int) -> list[tuple[Any, ...]]:
    """Rows of a statement about so many things."""
    return _ask(psycopg.Cursor, sql, parameters, count)


def tell(sql: str, parameters: Any, count: int) -> None:
    """A statement about so many things that gives nothing back."""
    with _run(psycopg.Cursor, sql, parameters, count):
        pass


@contextmanager
def keeping_plans(count: int) -> Iterator[None]:
    """Let questions about few ids have one plan for all, inside a transaction.

    PostgreSQL would plan a union of a dozen joins anew for each id, which takes many
    times longer than to run it.
    """
    if count > FEW:
        yield
        return
    tell(PLAN, {"mode": "force_generic_plan"}, 1)
    yield
    # After an error, the rollback takes the setting back.
    tell(PLAN, {"mode": "auto"}, 1)


def _about(
    ids: list[int], sql: str, parameters: tuple[Any, ...]
) -> list[tuple[Any, ...]]:
    values = [ids if isinstance(p, _Ids) else p for p in parameters]
    return _ask(psycopg.RawCursor, sql, values, len(ids))


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
