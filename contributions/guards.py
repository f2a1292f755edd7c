"""The two guards that keep every write in the change log, in the database itself.

A statement that writes an entry's tables is refused unless its transaction has
announced itself; a commit is refused while an entry was written without a Change of
the same transaction. The triggers stand in the migrations of this room.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.db import connection, transaction

from catalogue.search.prepared import PLANNED_EACH_TIME, Compiled, tell
from contributions.turns import ITS_OWN, Turn

MIGRATION = "migration"
SET = "SELECT set_config('toolbox.writing', %(value)s, true)"
ANNOUNCE = f"""
SELECT was, set_config(
    'toolbox.writing', CASE was WHEN '{MIGRATION}' THEN was ELSE 'on' END, true
), {{turn}}
FROM coalesce(current_setting('toolbox.writing', true), '') AS was
"""


@contextmanager
def announced(turn: Turn = ITS_OWN) -> Iterator[None]:
    """A transaction that writes entries; its commit asks for their Changes.

    It begins when its turn has come. Inside a migration's escape, that escape stands.
    """
    is_part = connection.in_atomic_block
    with transaction.atomic():
        [(before, *_)] = _announcement(turn.place).rows_about(**turn.asked)
        yield
        # Else the commit takes the settings back, or the rollback after an error.
        if is_part:
            tell(f"{SET}, {PLANNED_EACH_TIME}", {"value": before}, 1)


@cache
def _announcement(place: Compiled) -> Compiled:
    return Compiled(ANNOUNCE.format(turn=place))


def announce_migration() -> None:
    """Let this transaction write entries without Changes. For migrations only."""
    if not connection.in_atomic_block:
        raise RuntimeError("Entries are written inside a transaction.")
    tell(SET, {"value": MIGRATION}, 1)
