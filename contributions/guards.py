"""The two guards that keep every write in the change log, in the database itself.

A statement that writes an entry's tables is refused unless its transaction has
announced itself; a commit is refused while an entry was written without a Change of
the same transaction. The triggers stand in the migrations of this room.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from catalogue.search.prepared import ask, tell

MIGRATION = "migration"
SET = "SELECT set_config('toolbox.writing', %(value)s, true)"
ANNOUNCE = """
SELECT was, set_config(
    'toolbox.writing', CASE was WHEN %(migration)s THEN was ELSE 'on' END, true
)
FROM coalesce(current_setting('toolbox.writing', true), '') AS was
"""


@contextmanager
def announced() -> Iterator[None]:
    """Let this block write entries; the commit then asks for their Changes.

    Inside a migration's escape, that escape stands.
    """
    before = _announce()
    yield
    # After an error, the rollback takes the announcement back.
    _set(before)


def announce_migration() -> None:
    """Let this transaction write entries without Changes. For migrations only."""
    _set(MIGRATION)


def _announce() -> str:
    """Announce this transaction, and return what stood before."""
    _check_transaction()
    return ask(ANNOUNCE, {"migration": MIGRATION}, 1)[0][0]


def _check_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("Entries are written inside a transaction.")


def _set(value: str) -> None:
    _check_transaction()
    tell(SET, {"value": value}, 1)
