"""Writing the search rows: refreshed in the transaction of each write."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from catalogue import facets, version
from catalogue.models import Entry
from catalogue.search import documents, words
from catalogue.search.documents import PUBLISHED, Document
from catalogue.search.prepared import PLANNED_ONCE, ask, planned_for, tell

CHUNK = 2000

# A change of these is to be seen in the rows of linked entries too.
SEEN_BY_NEIGHBOURS = {
    *("links", "status", "name", "language", "tags", "type", "country"),
}

# To be selected: waits until no other transaction writes, or none but such that share
# the place, and holds it until this transaction ends.
KEY = "hashtext('toolbox writers')"
PLACE = f"pg_advisory_xact_lock({KEY}), {PLANNED_ONCE}"
SHARED_PLACE = f"pg_advisory_xact_lock_shared({KEY}), {PLANNED_ONCE}"

NEIGHBOURHOOD = """
WITH near AS (
    SELECT unnest(%(ids)s::bigint[]) AS id
    UNION SELECT object_id FROM catalogue_link WHERE subject_id = ANY(%(ids)s::bigint[])
    UNION SELECT subject_id FROM catalogue_link WHERE object_id = ANY(%(ids)s::bigint[])
)
SELECT id FROM near
UNION SELECT object_id FROM catalogue_link
    WHERE subject_id = ANY(ARRAY(SELECT id FROM near))
"""

WRITE = """
WITH documents AS (
    SELECT id, tsvector_concat_agg(
        setweight(to_tsvector(config::regconfig, text), weight) ORDER BY place
    ) AS document
    FROM ROWS FROM (json_to_recordset(%(pieces)s) AS
        (id bigint, weight "char", config text, text text)
    ) WITH ORDINALITY AS piece (id, weight, config, text, place)
    GROUP BY id
), pairs AS MATERIALIZED (
    SELECT pair.id, facet, value, (
        SELECT known.id FROM catalogue_facetvalue known
        WHERE known.facet = pair.facet AND known.value = pair.value
    ) AS known
    FROM json_to_recordset(%(pairs)s) AS pair (id bigint, facet int, value text)
), added AS (
    INSERT INTO catalogue_facetvalue (id, facet, value)
    SELECT facet * %(range)s + nextval('catalogue_facetvalue_number'), facet, value
    FROM (SELECT DISTINCT facet, value FROM pairs WHERE known IS NULL) AS new
    ORDER BY facet, value
    ON CONFLICT (facet, value) DO UPDATE SET value = excluded.value
    RETURNING id, facet, value
), facets AS (
    SELECT pairs.id, sort(array_agg(coalesce(known, added.id))) AS facets
    FROM pairs LEFT JOIN added USING (facet, value)
    GROUP BY pairs.id
)
INSERT INTO catalogue_searchrow (
    entry_id, kind, published, sort_name, names, known_as, linked, updated_at, uses,
    used_by, document, facets
)
SELECT row.id, kind, published, sort_name, array_to_string(known_as, ' '), known_as,
    linked, updated_at, uses, used_by, coalesce(document, ''), coalesce(facets, '{}')
FROM json_to_recordset(%(rows)s) AS row (
    id bigint, kind text, published bool, sort_name text, known_as text[], linked text,
    updated_at timestamptz, uses int, used_by int
)
LEFT JOIN documents ON documents.id = row.id
LEFT JOIN facets ON facets.id = row.id
ORDER BY row.id
ON CONFLICT (entry_id) DO UPDATE SET
    published = excluded.published, sort_name = excluded.sort_name,
    names = excluded.names, known_as = excluded.known_as, linked = excluded.linked,
    updated_at = excluded.updated_at, uses = excluded.uses, used_by = excluded.used_by,
    document = excluded.document, facets = excluded.facets
"""


def neighbourhood(ids: Iterable[int]) -> set[int]:
    """These entries, those linked to them, and the ends of the cases among these.

    Their rows depend on each other's names, tags, links and status.
    """
    asked = list(ids)
    return {pk for (pk,) in ask(NEIGHBOURHOOD, {"ids": asked}, len(asked))}


def refresh(ids: Iterable[int]) -> None:
    """Rebuild the rows of these entries: the last step of an action.

    Called by who holds the writers' place. Two who read before they wait would each
    miss what the other wrote, and leave a stale row behind.
    """
    wanted = sorted(set(ids))
    with planned_for(len(wanted)):
        for start in range(0, len(wanted), CHUNK):
            _write(list(documents.read(wanted[start : start + CHUNK]).values()))


def refresh_around(ids: Iterable[int], former: Iterable[int] = ()) -> None:
    """Rebuild the rows of these entries, of their neighbours and of former ones."""
    refresh(neighbourhood(ids) | set(former))


@transaction.atomic
def rebuild() -> int:
    """Rebuild every row and return how many there are."""
    queue()
    ids = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    refresh(ids)
    version.bump()
    return len(ids)


def queue() -> None:
    """Wait until no other transaction writes; hold the place until this one ends."""
    tell(f"SELECT {PLACE}", None, 1)


def _write(found: list[Document]) -> None:
    pieces = [
        {"id": d.entry.pk, "weight": weight, "config": config, "text": text}
        for d in found
        for weight, config, text in d.pieces
    ]
    pairs = [
        {"id": d.entry.pk, "facet": facet, "value": value}
        for d in found
        for facet, value in d.pairs
    ]
    asked = {
        "range": facets.RANGE,
        "pieces": json.dumps(pieces),
        "pairs": json.dumps(pairs),
        "rows": json.dumps([_row(document) for document in found]),
    }
    tell(WRITE, asked, len(found))


def _row(document: Document) -> dict[str, Any]:
    entry = document.entry
    known_as = dict.fromkeys(words.plain(name) for name in document.names)
    return {
        "id": entry.pk,
        "kind": entry.kind,
        "published": entry.status == PUBLISHED,
        "sort_name": words.fold(entry.name),
        "known_as": [name for name in known_as if name],
        "linked": "\n".join(dict.fromkeys(document.linked)),
        "updated_at": entry.updated_at,
        "uses": document.uses,
        "used_by": document.used_by,
    }
