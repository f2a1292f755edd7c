"""Where ids come from: the sequences of the tables."""

from django.db import connection, models

from catalogue.models import Entry
from catalogue.search.prepared import ask

NEXT_ID = f"nextval(pg_get_serial_sequence('{Entry._meta.db_table}', 'id'))"
NEXT = f"SELECT {NEXT_ID} FROM generate_series(1, %(count)s::int)"


def reserve_ids(count: int) -> list[int]:
    """Ids for entries that are about to be created and name each other."""
    if not count:
        return []
    return [pk for (pk,) in ask(NEXT, {"count": count}, 1)]


def restart(model: type[models.Model], at_least: int) -> None:
    """Let a table's next id lie above those that are given by hand."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%(table)s, 'id'), greatest("
            " %(least)s, nextval(pg_get_serial_sequence(%(table)s, 'id')),"
            f' (SELECT coalesce(max(id), 1) FROM "{table}")))',
            {"table": table, "least": at_least},
        )
