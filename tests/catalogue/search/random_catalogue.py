"""Small, varied catalogues and selections, drawn from a seed."""

from collections.abc import Sequence
from random import Random
from typing import Any

from catalogue import kinds
from catalogue.models import EntryStatus, Tag
from catalogue.models.link import ROLE_KINDS, SYMMETRIC_ROLES
from catalogue.models.tool import ToolForm, ToolState
from catalogue.search.results import Asked
from catalogue.vocabularies import Platform
from contributions import actions, sequences
from contributions.actions import NewEntry, Why
from organizations.models import OrganizationType
from tests.catalogue.search.reference import Seen
from usecases.models import UseCaseState

NOBODY = Why(by=None)
# Words that no stemmer changes and no stop word list holds, far from each other.
WORDS = ["zorbix", "quilk", "wumpat", "fjoldur", "brakh", "nymvex", "tolgurk", "hsigru"]
LICENCES = ["", "MIT", "AGPL-3.0-or-later", "proprietary", "CC-BY-NC-4.0"]
LANGUAGES = ["en", "fr", "ar", "pt-br"]
COUNTRIES = ["", "FR", "BR", "TW", "XK"]
SINCE = ["", "1789", "1996-02", "2009", "2016-05-09", "2024", "2031"]


class RandomCatalogue:
    """Some tags and entries of every kind that name and link each other."""

    def __init__(self, seed: int, entries: int = 45) -> None:
        self.random = Random(seed)
        self.tags = actions.create_tags([self._tag(n) for n in range(7)])
        kind_of = dict(zip(sequences.reserve_ids(entries), self._kinds(), strict=False))
        self.entries = actions.create_many(
            [
                NewEntry(kind, self._record(id_, kind_of), id=id_)
                for id_, kind in kind_of.items()
            ],
            NOBODY,
        )
        for entry in self._some(self.entries, 6):
            status = self.random.choice([EntryStatus.HIDDEN, EntryStatus.HELD])
            actions.set_status(entry, status, NOBODY)

    def selection(self, kind: str, seen: Sequence[Seen], most: int = 4) -> Asked:
        """None to four facets with some values each, with and without words."""
        facets = self.random.sample(kinds.get(kind).facets, 4)
        chosen = {
            facet.name: tuple(self._values(facet.name, seen))
            for facet in facets[: self.random.randint(0, most)]
        }
        return Asked(kind, self._text(), chosen, limit=7)

    def _values(self, facet: str, seen: Sequence[Seen]) -> list[str]:
        known = {value for one in seen for value in one.values[facet]}
        possible = sorted(known | {"", "unknown"})
        return self.random.sample(possible, self.random.randint(1, 2))

    def _text(self) -> str:
        draw = self.random.random()
        if draw < 0.4:
            return ""
        words = self.random.sample(WORDS, 1 if draw < 0.8 else 2)
        if draw > 0.9:
            words[-1] = f"-{words[-1]}"
        # A space behind the last word says that it is finished.
        return " ".join(words) + self.random.choice(["", " "])

    def _kinds(self) -> list[str]:
        return ["tool", "use_case", "organization"] * 100

    def _tag(self, number: int) -> Tag:
        name = f"{self._words(1)} {number}"
        return Tag(name=name, slug=f"tag-{number}", labels={"fr": self._words(1)})

    def _record(self, id_: int, kind_of: dict[int, str]) -> dict[str, Any]:
        own = {
            "tool": self._tool,
            "use_case": self._use_case,
            "organization": self._organization,
        }
        return {
            "name": f"{self._words(2)} {id_}",
            "texts": {"en": {"summary": self._words(3), "is_original": True}},
            "tags": [tag.pk for tag in self._some(self.tags, 3)],
            "links": self._links(id_, kind_of),
            **own[kind_of[id_]](),
        }

    def _tool(self) -> dict[str, Any]:
        pick = self.random.choice
        return {
            "licence": pick(LICENCES),
            "form": pick(["", *ToolForm.values]),
            "state": pick(["", *ToolState.values]),
            "programming_languages": self._some(["Ruby", "PHP", "C++"], 2),
            "platforms": self._some(Platform.values, 2),
            "interface_languages": self._some(LANGUAGES, 3),
        }

    def _use_case(self) -> dict[str, Any]:
        pick = self.random.choice
        return {
            "country": pick(COUNTRIES),
            "since": pick(SINCE),
            "state": pick(["", *UseCaseState.values]),
        }

    def _organization(self) -> dict[str, Any]:
        pick = self.random.choice
        return {
            "country": pick(COUNTRIES),
            "type": pick(["", *OrganizationType.values]),
        }

    def _links(self, id_: int, kind_of: dict[int, str]) -> list[dict[str, Any]]:
        possible = [
            (str(role), other)
            for role, pairs in ROLE_KINDS.items()
            for other, kind in kind_of.items()
            if (kind_of[id_], kind) in pairs
            and (other > id_ or role not in SYMMETRIC_ROLES)
            and other != id_
        ]
        found = self._some(possible, 5)
        return [{"role": role, "object": other} for role, other in found]

    def _few(self, most: int) -> int:
        return self.random.randint(0, most)

    def _some(self, items: list[Any], most: int) -> list[Any]:
        return self.random.sample(items, min(len(items), self._few(most)))

    def _words(self, most: int) -> str:
        return " ".join(self.random.choices(WORDS, k=self.random.randint(1, most)))
