"""The tile of an entry: a small mosaic drawn from its slug, with its kind's shape."""

from dataclasses import dataclass
from hashlib import sha256

from catalogue.vocabularies import KindName

PITCH = 8
SIDE = 7.25
KEYSTONE = PITCH + SIDE

SHAPE_CLASSES = {
    KindName.TOOL: "k-tool",
    KindName.USE_CASE: "k-use",
    KindName.ORGANIZATION: "k-org",
}


@dataclass(frozen=True)
class Piece:
    """What is drawn in one colour: a CSS class, and the data of an SVG path."""

    css: str
    path: str


def pieces(kind: str, slug: str) -> tuple[Piece, ...]:
    """Twelve cells coloured by the slug's hash, then the keystone of the kind."""
    digest = sha256(slug.encode()).digest()
    column, row = digest[0] % 3, digest[1] % 3
    bag = _bag(kind, digest)
    paths: dict[str, str] = {}
    around = [
        (x, y)
        for y in range(4)
        for x in range(4)
        if not (column <= x <= column + 1 and row <= y <= row + 1)
    ]
    for (x, y), byte in zip(around, digest[4:16], strict=True):
        css = bag[byte % len(bag)]
        paths[css] = paths.get(css, "") + square(x * PITCH, y * PITCH, SIDE)
    keystone = shape(kind, KEYSTONE, column * PITCH, row * PITCH)
    return (*(Piece(css, paths[css]) for css in sorted(paths)), keystone)


def _bag(kind: str, digest: bytes) -> list[str]:
    """Sixteen glazes to draw from: stone and two colours; tools avoid their own."""
    first = 1 + digest[2] % 6
    if kind == KindName.TOOL and first == 1:
        first = 2
    second = 1 + (first + 1 + digest[3] % 4) % 6
    return (
        ["n1"] * 5
        + [f"g{first}a"] * 5
        + ["n2"] * 2
        + [f"g{first}"] * 2
        + [f"g{second}a", f"g{second}"]
    )


def shape(kind: str, side: float, x: float = 0, y: float = 0) -> Piece:
    """A kind's shape in a box: square, circle or triangle."""
    half = side / 2
    paths = {
        KindName.TOOL: square(x, y, side),
        KindName.USE_CASE: (
            f"M{x:g} {y + half:g}a{half:g} {half:g} 0 1 0 {side:g} 0"
            f"a{half:g} {half:g} 0 1 0 -{side:g} 0z"
        ),
        KindName.ORGANIZATION: (
            f"M{x:g} {y + side:g}l{half:g} -{side:g}l{half:g} {side:g}z"
        ),
    }
    return Piece(SHAPE_CLASSES[KindName(kind)], paths[KindName(kind)])


def square(x: float, y: float, side: float) -> str:
    return f"M{x:g} {y:g}h{side:g}v{side:g}h-{side:g}z"
