"""What the pages about merging show: both sides field by field, and what moves."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.access import Person
from catalogue.models import Entry, Role
from catalogue.records import TEXT_FIELDS
from catalogue.values import in_words, path_label
from catalogue.vocabularies import language_name
from contributions import marked_words
from contributions.actions import Unmerged
from contributions.differences import Names, Row
from contributions.merge_plan import BOTH, GONE, KEPT, Choice, MergePlan
from contributions.taking_back import Preview

SHOWN = 50


@dataclass(frozen=True)
class Option:
    """One side of a choice, to be ticked."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ChoiceRow:
    """A field with the words of both sides and what can be chosen."""

    row: Row
    name: str
    options: list[Option]


class MergePreview:
    def __init__(self, plan: MergePlan, person: Person) -> None:
        self.plan = plan
        self.kept, self.gone = plan.kept, plan.gone
        records = [plan.before, plan.after, plan.gone.record()]
        self._names = Names.of(records, person)

    @cached_property
    def rows(self) -> list[ChoiceRow]:
        return [self._row(choice) for choice in self.plan.choices]

    @property
    def same(self) -> list[str]:
        """The fields that both fill in alike."""
        chosen = {choice.path for choice in self.plan.choices}
        return [
            path_label(self.kept.kind, path)
            for path, value in self.plan.before.items()
            if path not in (*chosen, "texts", "tags", "links") and value
        ]

    @property
    def new_tags(self) -> list[str]:
        before = self.plan.before["tags"]
        added = [tag for tag in self.plan.after["tags"] if tag not in before]
        return sorted(map(self._names.tag, added))

    @property
    def new_links(self) -> list[str]:
        before = self.plan.before["links"]
        return [
            self._link(one) for one in self.plan.after["links"] if one not in before
        ]

    @property
    def dropped(self) -> list[str]:
        """The links between the two, which say nothing any more."""
        return [f"{one} → {role} → {other}" for one, role, other in self.plan.dropped]

    @property
    def others(self) -> list[Entry]:
        return [other.entry for other in self.plan.others[:SHOWN]]

    @property
    def more_others(self) -> int:
        return max(0, len(self.plan.others) - SHOWN)

    @property
    def collections(self) -> list[str]:
        return [item.collection.title for item in self.plan.items[:SHOWN]]

    def _link(self, link: dict[str, Any]) -> str:
        return f"{Role(link['role']).label}: {self._names.link(link)}"

    def _row(self, choice: Choice) -> ChoiceRow:
        kind, path = self.kept.kind, choice.path
        language, label = "", path_label(kind, path)
        if path.startswith("texts."):
            language = path.partition(".")[2]
            label = _("Text (%(language)s)") % {"language": language_name(language)}
        words = [self._words(path, value) for value in (choice.kept, choice.gone)]
        before, after = marked_words.compare(*words)
        options = [Option(KEPT, _("Left"), choice.chosen == KEPT)]
        options.append(Option(GONE, _("Right"), choice.chosen == GONE))
        if choice.may_be_both:
            options.append(Option(BOTH, _("Both"), choice.chosen == BOTH))
        return ChoiceRow(Row(label, before, after, language), f"choice-{path}", options)

    def _words(self, path: str, value: Any) -> str:
        if not isinstance(value, dict):
            return in_words(self.kept.kind, path, value)
        return "\n".join(value[name] for name in TEXT_FIELDS if value.get(name))


class UnmergedPage:
    """What came back when two entries were parted, and what could not."""

    def __init__(self, done: Unmerged, person: Person) -> None:
        self._previews = [Preview(plan, person) for plan in done.plans]
        self._done = done

    @property
    def told(self) -> list[str]:
        """A sentence for each thing that stays as it is now."""
        said = [
            _("%(name)s: “%(field)s” was changed since and stays.")
            % {"name": preview.entry.name, "field": kept.label}
            for preview in self._previews
            for kept in preview.stays
        ]
        said += [
            _("%(name)s: this cannot come back: %(what)s")
            % {"name": preview.entry.name, "what": ", ".join(preview.lost)}
            for preview in self._previews
            if preview.lost
        ]
        said += [
            _("%(name)s was merged itself since; its links stay.")
            % {"name": entry.name}
            for entry in self._done.stuck
        ]
        return said + [
            _("The collection “%(title)s” was changed since and stays.")
            % {"title": title}
            for title in self._done.lost_items
        ]
