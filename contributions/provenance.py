"""Where each fact of an entry comes from: who set it last, when, from which source."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.access import Person
from catalogue import records
from catalogue.models import Entry, Role
from catalogue.values import in_words, path_label
from contributions.differences import FLAGS, Names
from contributions.models import Change, Confirmation

# The last change that set each plain field, and that added each tag and each link.
LAST_SET = """
SELECT DISTINCT ON (path) path, change.id
FROM contributions_change AS change
CROSS JOIN LATERAL (
    SELECT name AS path FROM jsonb_object_keys(change.fields) AS name
    WHERE name NOT IN ('tags', 'links', 'status')
    UNION ALL
    SELECT 'tags.' || tag::text
    FROM jsonb_array_elements(change.fields #> '{tags,added}') AS tag
    UNION ALL
    SELECT 'links.' || (link ->> 'role') || '.' || (link ->> 'object')
    FROM jsonb_array_elements(change.fields #> '{links,added}') AS link
) AS touched
WHERE change.entry_id = %s
ORDER BY path, change.version DESC
"""


@dataclass(frozen=True)
class FactRow:
    """A fact with the change it comes from; `path` names it, also in the page."""

    path: str
    label: str
    value: str
    change: Change | None
    confirmation: Confirmation | None
    language: str = ""

    @property
    def html_id(self) -> str:
        return f"fact-{self.path}"


class Provenance:
    """What the page of an entry's facts shows. The entry is one of its kind's model."""

    def __init__(self, entry: Entry, person: Person) -> None:
        self.entry = entry
        self.person = person
        self.record = entry.record()

    @cached_property
    def rows(self) -> list[FactRow]:
        changes, confirmed = self._changes(), self._confirmations()
        rows = []
        for path, label, value, language in self._facts():
            change, confirmation = changes.get(path), confirmed.get(path)
            if change and confirmation and confirmation.created_at < change.created_at:
                confirmation = None
            rows.append(FactRow(path, label, value, change, confirmation, language))
        return rows

    @property
    def paths(self) -> set[str]:
        return {path for path, *_rest in self._facts()}

    def _facts(self) -> list[tuple[str, str, str, str]]:
        """Path, label, value and language of all that is filled in."""
        kind, facts = self.entry.kind, []
        for path, value in records.flatten(self.record).items():
            if value and not path.endswith(FLAGS):
                language = path.split(".")[1] if path.startswith("texts.") else ""
                words = in_words(kind, path, value)
                facts.append((path, path_label(kind, path), words, language))
        for pk in self.record["tags"]:
            facts.append((f"tags.{pk}", _("Tag"), self._names.tag(pk), ""))
        for link in self.record["links"]:
            if link["object"] in self._names.entries:
                path = f"links.{link['role']}.{link['object']}"
                label = str(Role(link["role"]).label)
                facts.append((path, label, self._names.link(link), ""))
        return facts

    @cached_property
    def _names(self) -> Names:
        return Names.of([self.record], self.person)

    def _changes(self) -> dict[str, Change]:
        with connection.cursor() as cursor:
            cursor.execute(LAST_SET, [self.entry.pk])
            ids: dict[str, int] = dict(cursor.fetchall())
        changes: Any = Change.objects.with_people().defer("fields")
        by_id = changes.in_bulk(set(ids.values()))
        return {path: by_id[pk] for path, pk in ids.items() if pk in by_id}

    def _confirmations(self) -> dict[str, Confirmation]:
        newest = Confirmation.objects.filter(entry=self.entry).select_related("person")
        newest = newest.order_by("path", "-created_at").distinct("path")
        return {one.path: one for one in newest}
