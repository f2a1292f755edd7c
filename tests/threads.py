"""Real threads with connections of their own, for what happens at the same time."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

from django.db import connection, transaction

LONGEST_WAIT = 20


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Start every act at the same moment and return what each gave."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait(LONGEST_WAIT)
        return _with_own_connection(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def overlapping(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """Run the second act while the first is done but not yet committed.

    The first commits as soon as the second is done or waits for a lock.
    """
    done, release = Event(), Event()

    def hold() -> Any:
        try:
            with transaction.atomic():
                result = first()
                done.set()
                release.wait(LONGEST_WAIT)
        finally:
            done.set()
        return result

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(_with_own_connection, hold)
        done.wait(LONGEST_WAIT)
        two = pool.submit(_with_own_connection, second)
        _until_it_waits(two)
        release.set()
        return [one.result(), two.result()]


def _with_own_connection(act: Callable[[], Any]) -> Any:
    try:
        return act()
    finally:
        connection.close()


def _until_it_waits(future: Future) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    while not future.done() and time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
