"""Questions that every write asks: compiled and planned once.

Building such a query through the ORM takes longer than its answer, and so does
planning a union of a dozen joins. A question is written as a QuerySet over
`ANY_OF_THEM`, or over texts that stand as `Asked`; its SQL is kept by the process, its
plan by the connection.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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


class Prepared:
    """A QuerySet of values about the entries in `ANY_OF_THEM`, or about texts."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        """In PostgreSQL's own marks, so that long SQL is not read again each time."""
        query = self._build().query
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        first, *rest = sql.split("%s")
        numbered = (f"${number}{part}" for number, part in enumerate(rest, start=1))
        return (first + "".join(numbered)).replace("%%", "%"), parameters

    def rows(self, ids: Iterable[int]) -> list[tuple[Any, ...]]:
        """The answer, as the driver reads it: JSON comes as text."""
        sql, parameters = self._compiled
        asked = list(ids)
        values = [asked if isinstance(p, _Ids) else p for p in parameters]
        return _ask(psycopg.RawCursor, sql, values, len(asked))

    def rows_about(self, **texts: str) -> list[tuple[Any, ...]]:
        """The answer about texts, each under the name it is asked by."""
        sql, parameters = self._compiled
        values = [texts[p] if isinstance(p, Asked) else p for p in parameters]
        return _ask(psycopg.RawCursor, sql, values, 1)


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
