"""New rows by statements that are compiled once.

Building an INSERT through the ORM takes longer than PostgreSQL needs to run it, and
every write of an entry makes half a dozen of them while others wait. Few rows, of one
table or of several, are one statement.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import psycopg
from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

# Of more rows, one statement of the ORM for each table is the faster way.
MOST_AT_ONCE = 8
# Statements of as many shapes are kept: how many rows of which tables.
SHAPES = 50

Columns = tuple[str, ...]


def insert(instances: Iterable[models.Model]) -> None:
    """Insert rows, and give those their ids that have none yet.

    Rows may refer to each other; those of one model stand together.
    """
    rows = list(instances)
    if len(rows) <= MOST_AT_ONCE:
        _insert_few(rows)
        return
    for model in dict.fromkeys(map(type, rows)):
        _insert_many(model, [row for row in rows if type(row) is model])


def _insert_many(model: type[models.Model], rows: list[models.Model]) -> None:
    if not model._meta.parents:
        model._default_manager.bulk_create(rows)
        return
    # Django refuses to: the rows of the parents are here already.
    for start in range(0, len(rows), MOST_AT_ONCE):
        _insert_few(rows[start : start + MOST_AT_ONCE])


def _insert_few(rows: list[models.Model]) -> None:
    if not rows:
        return
    fields = [_given(row) for row in rows]
    shape = tuple(
        (type(row), tuple(field.attname for field in given))
        for row, given in zip(rows, fields, strict=True)
    )
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for row, given in zip(rows, fields, strict=True)
        for field in given
    ]
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        psycopg.RawCursor(connection.connection) as cursor,
    ):
        [ids] = cursor.execute(_statement(shape), values, prepare=True).fetchall()
    for row, pk in zip(rows, ids, strict=True):
        row.pk = pk
        row._state.adding, row._state.db = False, connection.alias


def _given(row: models.Model) -> list[Any]:
    """The columns that do not get their value in the database: an id, a default."""
    return [
        field
        for field in _columns(type(row))
        if not _is_left(field, getattr(row, field.attname))
    ]


def _is_left(field: Any, value: Any) -> bool:
    return isinstance(value, DatabaseDefault) or (field.primary_key and value is None)


@lru_cache
def _columns(model: type[models.Model]) -> list[Any]:
    return [f for f in model._meta.local_concrete_fields if not f.generated]


@lru_cache(SHAPES)
def _statement(shape: tuple[tuple[type[models.Model], Columns], ...]) -> str:
    """An INSERT for each row, all in one, that answers with the rows' ids."""
    quote = connection.ops.quote_name
    parts, ids, number = [], [], 0
    for place, (model, given) in enumerate(shape):
        fields = [field for field in _columns(model) if field.attname in given]
        columns = ", ".join(quote(field.column) for field in fields)
        marks = ", ".join(f"${number + n}" for n in range(1, len(given) + 1))
        table, key = quote(model._meta.db_table), quote(model._meta.pk.attname)
        number += len(given)
        parts.append(
            f"row{place} (id) AS"
            f" (INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING {key})"
        )
        ids.append(f"(SELECT id FROM row{place})")
    return f"WITH {', '.join(parts)} SELECT {', '.join(ids)}"
