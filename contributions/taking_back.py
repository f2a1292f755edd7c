"""What taking something back would do, for the page that asks whether to."""

from dataclasses import dataclass

from accounts.access import Person
from catalogue.models import Entry, Role
from catalogue.values import in_words, path_label
from contributions.differences import Names, Row, rows_of
from contributions.models import Change
from contributions.reverting import Kept, Plan
from contributions.undoing import Undone


@dataclass(frozen=True)
class Stays:
    """A field that stays as it is now, in words, and the change that set it."""

    label: str
    now: str
    by: Change | None


class Preview:
    """What a plan does to one entry, in words; `names` are those of many at once."""

    def __init__(
        self, plan: Plan | Undone, person: Person, names: Names | None = None
    ) -> None:
        self.plan = plan
        self._names = names or self._own_names(person)

    def _own_names(self, person: Person) -> Names:
        plan = self.plan
        links = [
            link for kept in plan.kept if kept.path == "links" for link in kept.now
        ]
        lost = {"tags": plan.lost_tags, "links": [*plan.lost_links, *links]}
        return Names.of([plan.delta, lost], person)

    @property
    def entry(self) -> Entry:
        return self.plan.entry

    @property
    def rows(self) -> list[Row]:
        return rows_of(self.entry.kind, self.plan.delta, self._names)

    @property
    def stays(self) -> list[Stays]:
        return [
            Stays(path_label(self.entry.kind, kept.path), self._now(kept), kept.by)
            for kept in self.plan.kept
        ]

    @property
    def lost(self) -> list[str]:
        """The tags and links that cannot come back."""
        tags = [self._names.tag(pk) for pk in self.plan.lost_tags]
        links = [
            f"{Role(link['role']).label}: {self._names.link(link)}"
            for link in self.plan.lost_links
        ]
        return tags + links

    def _now(self, kept: Kept) -> str:
        if kept.path == "links":
            return "; ".join(map(self._names.link, kept.now))
        return in_words(self.entry.kind, kept.path, kept.now)
