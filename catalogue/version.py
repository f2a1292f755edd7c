"""The catalogue's version: a number that grows with every write.

It is raised by the very last statement before a commit, so that who reads a version
sees all that it stands for: the highest id of a change would miss commits that come
late, and a sequence grows before the commit.
"""

import json
from dataclasses import dataclass, field

from django.db import connection
from django.http import HttpRequest

# Keys are else checked at the commit, when this row is held: whom they name may be held
# by somebody who waits for it. The row is made again where the tables were emptied.
RAISE = """
SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
INSERT INTO catalogue_catalogueversion AS version (id, number) VALUES (1, 1)
ON CONFLICT (id) DO UPDATE SET number = version.number + 1
"""

# With a version that is new to this process come the figures every page shows.
READ = """
SELECT number, CASE WHEN number IS DISTINCT FROM %s THEN (
    SELECT jsonb_object_agg(kind, n) FROM (
        SELECT kind, count(*) AS n FROM catalogue_searchrow
        WHERE published GROUP BY kind
    ) AS kinds
) END
FROM catalogue_catalogueversion
"""


@dataclass(frozen=True)
class Seen:
    """The newest version a process has read, and its published entries by kind."""

    number: int | None = None
    totals: dict[str, int] = field(default_factory=dict)


_newest = Seen()


def read() -> Seen:
    """The version as of now, with its totals, in one query."""
    global _newest
    known = _newest
    with connection.cursor() as cursor:
        cursor.execute(READ, [known.number])
        number, totals = cursor.fetchone() or (0, None)
    if number == known.number:
        return known
    _newest = Seen(number, json.loads(totals or "{}"))
    return _newest


def forget() -> None:
    """Read everything anew, as a process does that has just started."""
    global _newest
    _newest = Seen()


def current() -> int:
    return read().number or 0


def seen_by(request: HttpRequest) -> int:
    """The version that this request's page is made of, read once."""
    return _seen_by(request).number or 0


def totals_for(request: HttpRequest) -> dict[str, int]:
    """How many entries of each kind are published in the version of this request."""
    return _seen_by(request).totals


def _seen_by(request: HttpRequest) -> Seen:
    if not hasattr(request, "catalogue_seen"):
        request.catalogue_seen = read()  # type: ignore[attr-defined]
    return request.catalogue_seen  # type: ignore[attr-defined]


def bump() -> None:
    """Tell that the catalogue changed. Holds up other writers until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(RAISE)
