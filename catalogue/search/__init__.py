"""Search: one derived row per entry, and the statement that reads them.

`words` folds text of any script into what is indexed and asked, `documents` reads
what is to be known of entries and `rows` writes it; `query` reads what a person typed
and `results` runs it.
"""

from catalogue.search.rows import (
    PLACE,
    SEEN_BY_NEIGHBOURS,
    SHARED_PLACE,
    neighbourhood,
    queue,
    rebuild,
    refresh,
    refresh_around,
)

__all__ = [
    "PLACE",
    "SEEN_BY_NEIGHBOURS",
    "SHARED_PLACE",
    "neighbourhood",
    "queue",
    "rebuild",
    "refresh",
    "refresh_around",
]
