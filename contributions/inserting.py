"""New rows by statements that are compiled once.

Building an INSERT through the ORM takes longer than PostgreSQL needs to run it, and
every write of an entry makes half a dozen of them while others wait.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import psycopg
from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

# Of more rows, one statement of the ORM for all of them is the faster way.
FEW = 8

Statement = tuple[str, list[Any]]


def insert(instances: Iterable[models.Model]) -> None:
    """Insert rows of one model, and give those their ids that have none yet."""
    rows = list(instances)
    if len(rows) > FEW:
        type(rows[0])._default_manager.bulk_create(rows)
        return
    for row in rows:
        _insert(row)


def _insert(row: models.Model) -> None:
    sql, fields = _statement(type(row), _left_to_the_database(row))
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for field in fields
    ]
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        psycopg.RawCursor(connection.connection) as cursor,
    ):
        row.pk = cursor.execute(sql, values, prepare=True).fetchone()[0]  # type: ignore[index]
    row._state.adding, row._state.db = False, connection.alias


def _left_to_the_database(row: models.Model) -> frozenset[str]:
    """The columns that get their value there: an id, a default."""
    given = ((f, getattr(row, f.attname)) for f in _columns(type(row)))
    return frozenset(
        field.attname
        for field, value in given
        if isinstance(value, DatabaseDefault) or (field.primary_key and value is None)
    )


@cache
def _columns(model: type[models.Model]) -> list[Any]:
    return [f for f in model._meta.local_concrete_fields if not f.generated]


@cache
def _statement(model: type[models.Model], left: frozenset[str]) -> Statement:
    quote = connection.ops.quote_name
    fields = [field for field in _columns(model) if field.attname not in left]
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(f"${number}" for number in range(1, len(fields) + 1))
    table, key = quote(model._meta.db_table), quote(model._meta.pk.attname)
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING {key}", fields
