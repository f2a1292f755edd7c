"""How many entries are published, by kind."""

from dataclasses import dataclass

from catalogue import kinds
from catalogue.kinds import Kind


@dataclass(frozen=True)
class KindCount:
    kind: Kind
    count: int


def by_kind(totals: dict[str, int]) -> list[KindCount]:
    """Each kind with its published entries, in the readers' order."""
    return [KindCount(kind, totals.get(kind.name, 0)) for kind in kinds.every()]


@dataclass(frozen=True)
class Share:
    """A stretch of the frieze, in hundredths; text, because SVG has one notation."""

    css: str
    start: str
    width: str


def shares(counts: list[KindCount]) -> list[Share]:
    """The frieze: how the catalogue divides into kinds."""
    total = sum(row.count for row in counts) or 1
    start, found = 0.0, []
    for css, row in zip(("g1", "g3", "g2"), counts, strict=True):
        width = 100 * row.count / total
        found.append(Share(css, f"{start:.1f}", f"{width:.1f}"))
        start += width
    return found
