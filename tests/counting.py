"""How often a page asks the database."""

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue import list_rows
from catalogue.search import index, stems, suggestions


def restart() -> None:
    """As in a process that has just started."""
    after_a_write()
    stems._kept.clear()


def after_a_write() -> None:
    """Nothing that depends on the catalogue is remembered; what words become is."""
    caches["pages"].clear()
    index.forget()
    list_rows.forget()
    suggestions.forget()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def cold(client: Client, address: str) -> int:
    """How often a page asks right after a write, and how often later: at most."""
    counts = []
    for prepare in (after_a_write, caches["pages"].clear):
        prepare()
        counts.append(queries(client, address))
    return max(counts)
