"""Which entries are likely to be the same thing, judged by their own facts.

What two entries have in common speaks for it, what they say differently speaks against
it. That they are linked to each other settles it: somebody knows that they are two.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from anyascii import anyascii
from django.utils.functional import cached_property

from catalogue import kinds
from catalogue.models import EntryText, Link, Role
from contributions import alike
from contributions.models import DuplicateReason
from contributions.models.duplicate import SEEN

# What a reason is worth alone; together they count as independent witnesses.
WORTH = {
    DuplicateReason.SAME_NAME: 0.9,
    DuplicateReason.INITIALS: 0.7,
    DuplicateReason.REPOSITORY: 0.7,
    DuplicateReason.WEBSITE: 0.6,
    DuplicateReason.LINKS: 0.5,
    DuplicateReason.ALIKE_NAMES: 0.45,
}
# By what a score shrinks when both say it, and say different things.
AGAINST = {"country": 0.3, "repository_key": 0.6, "since": 0.6, "website_key": 0.8}
ENOUGH = 0.5
# More entries than that in one block have too little in common to be compared.
LARGEST_BLOCK = 30
SPELLED_ALIKE = 0.5
SHORTEST_INITIALS = 3
# Words that a name may have or lack.
SMALL = (
    "the of for and in on at a an de la le les du des et el los las del di il da do der"
    " die das und fur van het een"
)
GENERIC = "foundation association project inc ltd llc gmbh ggmbh ev org initiative"
GENERIC_WORDS = frozenset(f"{SMALL} {GENERIC}".split())
SMALL_WORDS = frozenset(f"{SMALL} e i y d l".split())
QUALIFIED = re.compile(r"^(?P<name>.+?)\s*\((?P<qualifier>[^()]+)\)$")
Pair = tuple[int, int]


@dataclass(frozen=True)
class Name:
    """A name in plain words, and what stands behind it in brackets."""

    words: tuple[str, ...]
    qualifier: str = ""

    @classmethod
    def of(cls, text: str) -> "Name":
        found = QUALIFIED.match(text)
        name, qualifier = found.groups() if found else (text, "")
        plain = anyascii(alike.plain(name)).lower()
        return cls(tuple(plain.split()), alike.plain(qualifier))

    @property
    def joined(self) -> str:
        return "".join(self.words)

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """The words that tell it from others; all of them where none does."""
        return tuple(w for w in self.words if w not in GENERIC_WORDS) or self.words

    def is_as(self, other: "Name") -> bool:
        """The same but for spaces, and for words that any name may have or lack."""
        is_same = self.joined == other.joined
        return is_same or "".join(self.telling) == "".join(other.telling)

    @property
    def initials(self) -> set[str]:
        """With the small words and without."""
        large = [word for word in self.words if word not in SMALL_WORDS]
        found = {"".join(w[0] for w in words) for words in (self.words, large)}
        return {letters for letters in found if len(letters) >= SHORTEST_INITIALS}

    def may_be_of(self, other: "Name") -> bool:
        """A place or an owner in brackets tells names apart, where both have one."""
        own = self.qualifier
        return not own or not other.qualifier or own == other.qualifier


@dataclass
class Facts:
    """What is known of an entry and can be compared."""

    pk: int
    names: list[Name] = field(default_factory=list)
    website_key: str = ""
    repository_key: str = ""
    country: str = ""
    since: str = ""
    links: set[tuple[str, int]] = field(default_factory=set)

    @property
    def addresses(self) -> set[str]:
        return {key for key in (self.website_key, self.repository_key) if key}

    @property
    def evidence(self) -> frozenset[tuple[str, int]]:
        """Who used what: the links of a use case, when there are both."""
        telling = {link for link in self.links if link[0] in (Role.USES, Role.RUN_BY)}
        roles = {role for role, _ in telling}
        return frozenset(telling if len(roles) == 2 else ())


@dataclass(frozen=True)
class Found:
    """A likely pair, the lower id first."""

    pair: Pair
    score: float
    reasons: list[DuplicateReason]


def of_kind(kind: str) -> list[Found]:
    """The likely pairs of a kind among the entries that readers or moderators see."""
    facts = _facts(kind)
    linked = _linked(kind)
    found = (
        _compare(facts[one], facts[other])
        for one, other in _candidates(facts.values())
        if (one, other) not in linked
    )
    return [one for one in found if one.score >= ENOUGH]


def _facts(kind: str) -> dict[int, Facts]:
    model: Any = kinds.get(kind).model
    columns = {f.name for f in model._meta.concrete_fields}
    wanted = [name for name in AGAINST if name in columns]
    entries = model.objects.filter(status__in=SEEN).order_by("pk")
    facts = {}
    for row in entries.values("pk", "name", *wanted):
        name = Name.of(row.pop("name"))
        facts[row["pk"]] = Facts(
            names=[name], **{**row, "country": str(row.get("country") or "")}
        )
    texts = EntryText.objects.filter(entry__in=facts).exclude(name="")
    for pk, text in texts.values_list("entry", "name").order_by("pk"):
        facts[pk].names.append(Name.of(text))
    links = Link.objects.filter(subject__in=facts)
    for pk, role, to in links.values_list("subject", "role", "object"):
        facts[pk].links.add((role, to))
    return facts


def _linked(kind: str) -> set[Pair]:
    links = Link.objects.filter(subject_kind=kind, object_kind=kind)
    return {_pair(*ends) for ends in links.values_list("subject", "object")}


def _pair(one: int, other: int) -> Pair:
    return min(one, other), max(one, other)


def _candidates(facts: Iterable[Facts]) -> Iterator[Pair]:
    """The pairs that share something rare enough to be worth a comparison."""
    blocks: dict[Any, set[int]] = defaultdict(set)
    for one in facts:
        for key in _keys(one):
            blocks[key].add(one.pk)
    pairs = {
        pair
        for block in blocks.values()
        if 1 < len(block) <= LARGEST_BLOCK
        for pair in combinations(sorted(block), 2)
    }
    return iter(sorted(pairs))


def _keys(one: Facts) -> Iterator[tuple[str, Any]]:
    for address in one.addresses:
        yield "address", address
    if one.evidence:
        yield "links", one.evidence
    for name in one.names:
        yield "name", "".join(name.telling)
        yield "initials", name.joined
        yield "initials", name.qualifier
        for letters in name.initials:
            yield "initials", letters
        for word in name.telling:
            yield "word", word[:5]


def _compare(one: Facts, other: Facts) -> Found:
    reasons = list(_reasons(one, other))
    doubt = 1.0
    for reason in reasons:
        doubt *= 1 - WORTH[reason]
    score = 1 - doubt
    for name, weight in AGAINST.items():
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine and theirs and mine != theirs:
            score *= weight
    return Found(_pair(one.pk, other.pk), round(score, 3), reasons)


def _reasons(one: Facts, other: Facts) -> Iterator[DuplicateReason]:
    pairs = [(a, b) for a in one.names for b in other.names if a.may_be_of(b)]
    if any(a.is_as(b) for a, b in pairs):
        yield DuplicateReason.SAME_NAME
    elif any(_are_initials(a, b) or _are_initials(b, a) for a, b in pairs):
        yield DuplicateReason.INITIALS
    elif any(_are_spelled_alike(a, b) for a, b in pairs):
        yield DuplicateReason.ALIKE_NAMES
    if one.repository_key and one.repository_key == other.repository_key:
        yield DuplicateReason.REPOSITORY
    elif one.addresses & other.addresses:
        yield DuplicateReason.WEBSITE
    if one.evidence and one.evidence == other.evidence:
        yield DuplicateReason.LINKS


def _are_initials(short: Name, long: Name) -> bool:
    return short.joined in long.initials or short.joined == long.qualifier


def _are_spelled_alike(one: Name, other: Name) -> bool:
    """Every word that only one has is spelled nearly as one that only the other has."""
    mine = [word for word in one.telling if word not in other.telling]
    theirs = [word for word in other.telling if word not in one.telling]
    return len(mine) == len(theirs) and all(
        alike.likeness(*words) >= SPELLED_ALIKE
        for words in zip(sorted(mine), sorted(theirs), strict=True)
    )
