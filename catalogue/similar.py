"""Tools like another one, and why: declared alternatives, then what they share.

Whatever two tools share counts the more, the fewer tools have it: 1 / ln of their
number, as Adamic and Adar weigh the neighbours that two people have in common.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Tool

MOST = 5

# A tag of both tools themselves is one of the "tags"; one that came to either by way
# of a use case is one of the "uses", and counts half.
SIMILAR = """
WITH published_cases AS NOT MATERIALIZED (
    SELECT link.subject_id AS case_id, link.object_id AS tool
    FROM catalogue_link link JOIN catalogue_entry c ON c.id = link.subject_id
    WHERE link.role = 'uses' AND c.status = 'published'
),
mine AS (
    SELECT tag, bool_or(own) AS own FROM (
        SELECT tag_id AS tag, true AS own
        FROM catalogue_entrytag WHERE content_object_id = %(tool)s
        UNION ALL
        SELECT tag_id, false FROM catalogue_entrytag
        JOIN published_cases ON case_id = content_object_id WHERE tool = %(tool)s
    ) AS tags GROUP BY tag
),
tagged AS (
    SELECT tool, tag, bool_or(theirs.own) AND bool_or(mine.own) AS own FROM (
        SELECT content_object_id AS tool, tag_id AS tag, true AS own
        FROM catalogue_entrytag WHERE tag_id IN (SELECT tag FROM mine)
        UNION ALL
        SELECT tool, tag_id, false FROM catalogue_entrytag
        JOIN published_cases ON case_id = content_object_id
        WHERE tag_id IN (SELECT tag FROM mine)
    ) AS theirs JOIN mine USING (tag) GROUP BY tool, tag
),
shared AS (
    SELECT tool, 'tag' AS what, tag AS id, own FROM tagged
    UNION
    SELECT theirs.tool, 'case', case_id, true
    FROM published_cases theirs JOIN published_cases USING (case_id)
    WHERE published_cases.tool = %(tool)s
    UNION
    SELECT theirs.subject_id, 'maker', maker.id, true
    FROM catalogue_link link
    JOIN catalogue_entry maker ON maker.id = link.object_id
    JOIN catalogue_link theirs ON theirs.object_id = maker.id
    WHERE link.subject_id = %(tool)s AND maker.status = 'published'
    AND link.role IN ('developed_by', 'provided_by')
    AND theirs.role IN ('developed_by', 'provided_by')
    UNION
    SELECT CASE subject_id WHEN %(tool)s THEN object_id ELSE subject_id END,
        'alternative', 0, true
    FROM catalogue_link
    WHERE role = 'alternative_to' AND %(tool)s IN (subject_id, object_id)
),
weighed AS (
    SELECT tool, what, own, round(CASE WHEN own THEN 1 ELSE 0.5 END
        / ln(1.0 + count(*) OVER (PARTITION BY what, shared.id)), 6) AS weight
    FROM shared JOIN catalogue_entry entry ON entry.id = tool
    WHERE entry.kind = 'tool' AND entry.status = 'published' AND tool <> %(tool)s
),
best AS (
    SELECT tool, bool_or(what = 'alternative') AS is_alternative,
        count(*) FILTER (WHERE what = 'tag' AND own) AS shared_tags,
        count(*) FILTER (WHERE what = 'tag' AND NOT own) AS shared_uses,
        count(*) FILTER (WHERE what = 'case') AS shared_cases,
        count(*) FILTER (WHERE what = 'maker') AS shared_makers,
        coalesce(sum(weight) FILTER (WHERE what <> 'alternative'), 0) AS score
    FROM weighed GROUP BY tool
    ORDER BY is_alternative DESC, score DESC, tool LIMIT %(most)s
)
SELECT entry.*, own.*, is_alternative, score,
    shared_tags, shared_uses, shared_cases, shared_makers
FROM best JOIN catalogue_entry entry ON entry.id = tool
JOIN catalogue_tool own ON own.entry_ptr_id = tool
ORDER BY is_alternative DESC, score DESC, tool
"""


@dataclass(frozen=True)
class SimilarTool:
    """A tool like another one, and what the two share, in words."""

    tool: Tool
    reason: str


def similar_to(tool: Tool, most: int = MOST) -> list[SimilarTool]:
    """Published tools like this one, the most similar first, in one query."""
    found: Any = Tool.objects.raw(SIMILAR, {"tool": tool.pk, "most": most})
    return [
        SimilarTool(
            row,
            reason(
                row.is_alternative,
                tags=row.shared_tags,
                uses=row.shared_uses,
                cases=row.shared_cases,
                makers=row.shared_makers,
            ),
        )
        for row in found
    ]


def reason(is_alternative: bool, tags: int, uses: int, cases: int, makers: int) -> str:
    """“4 tags, 2 use cases, same maker”, after the word for a declared alternative."""
    parts = []
    if is_alternative:
        parts.append(_("declared alternative"))
    if tags:
        parts.append(ngettext("%(n)s tag", "%(n)s tags", tags) % {"n": tags})
    if uses:
        words = ngettext("%(n)s kind of use", "%(n)s kinds of use", uses)
        parts.append(words % {"n": uses})
    if cases:
        words = ngettext("%(n)s use case", "%(n)s use cases", cases)
        parts.append(words % {"n": cases})
    if makers:
        parts.append(
            ngettext("same maker", "%(n)s same makers", makers) % {"n": makers}
        )
    return capfirst(", ".join(parts))
