"""Questions about some entries that every write asks: compiled and planned once.

Building such a query through the ORM takes longer than its answer, and so does
planning a union of a dozen joins. A question is written as a QuerySet over
`ANY_OF_THEM`; its SQL is kept by the process, its plan by the connection.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import psycopg
from django.db import connection
from django.db.models import Field, ForeignObject, Lookup, QuerySet


class _Ids(list):
    """Stands in a query for the ids that are asked about."""


ANY_OF_THEM = _Ids()


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
    """A QuerySet of values about the entries in `ANY_OF_THEM`."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        return self._build().query.get_compiler(connection=connection).as_sql()

    def rows(self, ids: Iterable[int]) -> list[tuple[Any, ...]]:
        """The answer, as the driver reads it: JSON comes as text."""
        sql, parameters = self._compiled
        asked = list(ids)
        values = [asked if isinstance(p, _Ids) else p for p in parameters]
        return ask(sql, values)


def ask(sql: str, parameters: Any) -> list[tuple[Any, ...]]:
    """Rows of a statement whose plan the connection keeps."""
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(connection.connection) as cursor,
    ):
        return cursor.execute(sql, parameters, prepare=True).fetchall()
