"""Whose turn it is to write: one after the other, but for entries that stand alone.

A write that may touch what others stand on waits until nobody else writes. A new entry
without links touches nothing but itself. Such ones are written beside each other if
they share no name, address of a page, website, repository or draft: what one of them
would be asked about the other cannot be seen before its commit.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Value

from catalogue import search
from catalogue.addresses import address_key
from catalogue.models.slug import slug_from
from catalogue.search.prepared import Compiled, expression
from contributions import alike
from contributions.doubles import REPOSITORY, WEBSITE, asked_of_addresses
from contributions.submissions import Submission

NUMBERS = re.compile(r"(-\d+)+$")


@dataclass(frozen=True)
class Turn:
    """What a write waits for, as SQL to be selected, and what that asks about."""

    place: Compiled
    asked: dict[str, Any] = field(default_factory=dict)


# Nobody else writes meanwhile.
ITS_OWN = Turn(Compiled(search.PLACE))


def turn_of(submission: Submission, draft: UUID | None) -> Turn:
    """Beside others, for a new entry that links to nothing and brings nothing new.

    What `opened` names are links of an entry that is there.
    """
    brought = (submission.created, submission.inbound, submission.new_tags)
    record = submission.record
    if submission.entry_id is not None or any(brought) or record.get("links"):
        return ITS_OWN
    texts = record.get("texts", {}).values()
    names = [record["name"], *(text.get("name", "") for text in texts)]
    words = [
        *(f"name {alike.plain(name)}" for name in names if name),
        # "Budget" may have to become budget-2, and so may "Budget 2".
        f"slug {NUMBERS.sub('', slug_from(record['name']))}",
        *([f"draft {draft}"] if draft else []),
    ]
    addresses = asked_of_addresses(
        [record.get("website", ""), record.get("repository", "")]
    )
    return Turn(_beside_others(), {"words": words, **addresses})


@cache
def _beside_others() -> Compiled:
    """All wait in the order of their keys, so that nobody waits in a circle."""
    website, repository = (
        expression(address_key(Value(address))) for address in (WEBSITE, REPOSITORY)
    )
    return Compiled(
        f"""{search.SHARED_PLACE}, (
            SELECT count(pg_advisory_xact_lock(key)) FROM (
                SELECT DISTINCT hashtextextended(word, 0) AS key
                FROM unnest(%(words)s::text[] || ARRAY[({website}), ({repository})])
                    AS word
                WHERE word <> '' ORDER BY key
            ) AS turn
        )"""
    )
