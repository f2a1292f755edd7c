"""What all actions share: the reasons, the transaction, the change that is left."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection
from django.utils import timezone

from accounts.models import User
from catalogue import search, version
from catalogue.models import Entry
from catalogue.records import Delta, Record
from contributions import guards
from contributions.errors import explain
from contributions.models import Batch, BatchKind, Change, Occasion, Team
from contributions.turns import ITS_OWN, Turn

LABEL_LENGTH = 200


@dataclass(frozen=True)
class Why:
    """Who stands behind a change, and the reasons that were given.

    Entries created for one reason were created at one moment. `reverts` is the change
    that is taken back; `occasion` and `team` say where the person was at work.
    """

    by: User | None
    comment: str = ""
    source: str = ""
    batch: Batch | None = None
    reverts: Change | None = None
    occasion: Occasion | None = None
    team: Team | None = None
    given_at: datetime = field(default_factory=timezone.now)


@dataclass
class NewEntry:
    """An entry to be created: its record, and what a file or a form says beside it.

    `change` is its first one, once it is created.
    """

    kind: str
    record: Record
    id: int | None = None
    slug: str = ""
    old_slugs: list[str] = field(default_factory=list)
    source: str = ""
    draft: UUID | None = None
    change: Change | None = None


@contextmanager
def one_transaction(turn: Turn = ITS_OWN) -> Iterator[None]:
    """A transaction that may write entries, whose refusals can be shown to people.

    Writers wait for their turn before they hold anything, so that nobody waits for
    them in a circle. An action inside another one's transaction is part of it.
    """
    if getattr(connection, "writes_entries", False):
        yield
        return
    try:
        with guards.announced(turn):
            connection.writes_entries = True  # type: ignore[attr-defined]
            yield
    except IntegrityError as error:
        raise explain(error) from error
    finally:
        connection.writes_entries = False  # type: ignore[attr-defined]


def change_of(
    entry: Entry, delta: Delta, why: Why, draft: UUID | None = None
) -> Change:
    """The change that gives an entry its next version."""
    entry.version += 1
    entry.updated_at = timezone.now()
    return new_change(entry, delta, why, draft=draft)


def start_batch(kind: BatchKind, label: str, by: User | None) -> Batch:
    """A batch for changes to come; a long label is cut."""
    return Batch.objects.create(kind=kind, label=label[:LABEL_LENGTH], person=by)


def finish(
    ids: Iterable[int], former: Iterable[int] = (), is_seen: bool = True
) -> None:
    """What every action ends with: search rows, kept keys, the catalogue's version.

    `former` are entries that were linked to before. Neighbours' rows stay as they are
    unless what changed `is_seen` there. Raising the version checks the deferred
    constraints, while a refusal can still be explained.
    """
    if is_seen:
        search.refresh_around(ids, former)
    else:
        search.refresh(ids)
    version.bump()


def new_change(
    entry: Entry,
    delta: Delta,
    why: Why,
    source: str = "",
    draft: UUID | None = None,
) -> Change:
    return Change(
        entry_id=entry.pk,
        version=entry.version,
        person=why.by,
        batch=why.batch,
        occasion=why.occasion,
        team=why.team,
        created_at=entry.updated_at,
        comment=why.comment,
        source=source or why.source,
        fields=delta,
        reverts=why.reverts,
        draft=draft,
    )
