"""Writing the search rows: refreshed in the transaction of each write."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from catalogue import facets, version
from catalogue.models import Entry
from catalogue.search import documents, words
from catalogue.search.documents import PUBLISHED, Document
from catalogue.search.prepared import ask, keeping_plans, tell

CHUNK = 2000

# A change of these is to be seen in the rows of linked entries too.
SEEN_BY_NEIGHBOURS = {
    *("links", "status", "name", "language", "tags", "type", "country"),
}

LOCK = "SELECT pg_advisory_xact_lock(hashtext('toolbox writers'))"

NEIGHBOURHOOD = """
WITH near AS (
    SELECT unnest(%(ids)s::bigint[]) AS id
    UNION SELECT object_id FROM catalogue_link WHERE subject_id = ANY(%(ids)s::bigint[])
    UNION SELECT subject_id FROM catalogue_link WHERE object_id = ANY(%(ids)s::bigint[])
)
SELECT id FROM near
UNION SELECT l.object_id FROM catalogue_link l JOIN near ON near.id = l.subject_id
"""

KNOWN_VALUES = """
SELECT facet, value FROM catalogue_facetvalue
JOIN unnest(%(facets)s::int[], %(values)s::text[]) AS asked (facet, value)
    USING (facet, value)
"""

NEW_VALUES = """
INSERT INTO catalogue_facetvalue (id, facet, value)
SELECT facet * %(range)s + nextval('catalogue_facetvalue_number'), facet, value
FROM unnest(%(facets)s::int[], %(values)s::text[]) AS new (facet, value)
ORDER BY facet, value
ON CONFLICT (facet, value) DO NOTHING
"""

WRITE = """
WITH pieces AS (
    SELECT * FROM unnest(
        %(piece_ids)s::bigint[], %(weights)s::text[], %(configs)s::text[],
        %(texts)s::text[]
    ) WITH ORDINALITY AS piece (id, weight, config, text, place)
), documents AS (
    SELECT id, tsvector_concat_agg(
        setweight(to_tsvector(config::regconfig, text), weight::"char") ORDER BY place
    ) AS document
    FROM pieces GROUP BY id
), facets AS (
    SELECT pair.id, sort(array_agg(value.id)) AS facets
    FROM unnest(%(pair_ids)s::bigint[], %(pair_facets)s::int[], %(pair_values)s::text[])
        AS pair (id, facet, value)
    JOIN catalogue_facetvalue value USING (facet, value)
    GROUP BY pair.id
)
INSERT INTO catalogue_searchrow (
    entry_id, kind, published, sort_name, names, linked, updated_at, uses, used_by,
    document, facets
)
SELECT row.id, kind, published, sort_name, names, linked, updated_at, uses, used_by,
    coalesce(document, ''), coalesce(facets, '{}')
FROM unnest(
    %(ids)s::bigint[], %(kinds)s::text[], %(published)s::bool[], %(sort_names)s::text[],
    %(names)s::text[], %(linked)s::text[], %(updated)s::timestamptz[], %(uses)s::int[],
    %(used_by)s::int[]
) AS row (
    id, kind, published, sort_name, names, linked, updated_at, uses, used_by
)
LEFT JOIN documents ON documents.id = row.id
LEFT JOIN facets ON facets.id = row.id
ORDER BY row.id
ON CONFLICT (entry_id) DO UPDATE SET
    published = excluded.published, sort_name = excluded.sort_name,
    names = excluded.names, linked = excluded.linked,
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

    One writer at a time comes here, until its transaction ends. Two who read before
    they wait would each miss what the other wrote, and leave a stale row behind.
    """
    queue()
    _refresh(ids)


def _refresh(ids: Iterable[int]) -> None:
    wanted = sorted(set(ids))
    with keeping_plans(len(wanted)):
        for start in range(0, len(wanted), CHUNK):
            _write(list(documents.read(wanted[start : start + CHUNK]).values()))


def refresh_around(ids: Iterable[int], former: Iterable[int] = ()) -> None:
    """Rebuild the rows of these entries, of their neighbours and of former ones.

    The neighbours are read under the lock too: a link may just have come.
    """
    queue()
    _refresh(neighbourhood(ids) | set(former))


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
    tell(LOCK, None, 1)


def _write(found: list[Document]) -> None:
    pieces = [(d.entry.pk, *piece) for d in found for piece in d.pieces]
    pairs = [(d.entry.pk, *pair) for d in found for pair in sorted(d.pairs)]
    _add_values(sorted({(facet, value) for _, facet, value in pairs}))
    columns = {
        **_columns(pieces, "piece_ids", "weights", "configs", "texts"),
        **_columns(pairs, "pair_ids", "pair_facets", "pair_values"),
        **_columns(
            list(_rows(found)),
            "ids",
            "kinds",
            "published",
            "sort_names",
            "names",
            "linked",
            "updated",
            "uses",
            "used_by",
        ),
    }
    tell(WRITE, columns, len(found))


def _add_values(values: list[tuple[int, str]]) -> None:
    known = set(ask(KNOWN_VALUES, _columns(values, "facets", "values"), len(values)))
    new = [pair for pair in values if pair not in known]
    if new:
        parameters = _columns(new, "facets", "values")
        tell(NEW_VALUES, {**parameters, "range": facets.RANGE}, len(new))


def _rows(
    found: Iterable[Document],
) -> Iterator[tuple[int, str, bool, str, str, str, str, int, int]]:
    for document in found:
        entry = document.entry
        yield (
            entry.pk,
            entry.kind,
            entry.status == PUBLISHED,
            words.fold(entry.name),
            " ".join(dict.fromkeys(words.plain(name) for name in document.names)),
            "\n".join(dict.fromkeys(document.linked)),
            entry.updated_at,
            document.uses,
            document.used_by,
        )


def _columns(rows: list[tuple], *names: str) -> dict[str, list]:
    """The rows turned into one list per column, as unnest wants them."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}
