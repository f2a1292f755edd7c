"""One tessera for each entry, and one in outline for each that is still to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt
from zlib import crc32

from catalogue.tiles import Piece, shape
from catalogue.vocabularies import KindName

PITCH = 10
SIDE = 8.6
MOST = 2000
TODAY, TO_GO = "g4", "todo"
# How much wider than high each field is, as the wall lays them out.
WIDER = {KindName.TOOL: 1.6, KindName.USE_CASE: 5.0, KindName.ORGANIZATION: 3.2}
GLAZES = {
    KindName.TOOL: ("g1", "g2a", "k-tool", "g1a", "g5a", "n2"),
    KindName.USE_CASE: ("g3", "k-use", "g3a", "n2", "g4a", "k-use"),
    KindName.ORGANIZATION: ("g2", "g2a", "k-org", "g1a", "n2", "g2"),
}


@dataclass(frozen=True)
class Field:
    """A field of tesserae; each stands for `each` entries where they are too many."""

    width: float
    height: float
    pieces: list[Piece]
    each: int


def field(kind: str, earlier: int, today: int, goal: int | None) -> Field:
    total = max(earlier + today, goal or 0, 1)
    each = ceil(total / MOST)
    earlier, today, total = (ceil(number / each) for number in (earlier, today, total))
    total = max(total, earlier + today)
    columns = max(10, ceil(sqrt(total * WIDER[KindName(kind)])))
    paths: dict[str, list[str]] = {}
    for place, css in enumerate(_colours(kind, earlier, today, total)):
        row, column = divmod(place, columns)
        piece = shape(kind, SIDE, column * PITCH, row * PITCH)
        paths.setdefault(css, []).append(piece.path)
    width, height = columns * PITCH, ceil(total / columns) * PITCH
    return Field(
        width, height, [Piece(css, "".join(paths[css])) for css in sorted(paths)], each
    )


def _colours(kind: str, earlier: int, today: int, total: int) -> Iterator[str]:
    """The place alone decides a glaze, so that no tessera ever changes its own."""
    glazes = GLAZES[KindName(kind)]
    for place in range(total):
        if place < earlier:
            yield glazes[crc32(place.to_bytes(4)) % len(glazes)]
        else:
            yield TODAY if place < earlier + today else TO_GO
