"""The chart of an archive: how much was added and improved in each hour or day."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalogue.tiles import Piece

BAR, GAP, HEIGHT = 8, 2, 100


@dataclass(frozen=True)
class Step:
    moment: datetime
    added: int
    improved: int


@dataclass(frozen=True)
class Timeline:
    steps: list[Step]
    by_hour: bool

    @property
    def width(self) -> int:
        return max(1, len(self.steps)) * (BAR + GAP)

    @property
    def ends(self) -> list[Step]:
        """The first and the last step, which may be the same."""
        return self.steps[:1] + self.steps[1:][-1:]

    @property
    def pieces(self) -> list[Piece]:
        """Two bars on each other, the added ones below."""
        most = max((step.added + step.improved for step in self.steps), default=0) or 1
        paths = {"g1": "", "g3": ""}
        for place, step in enumerate(self.steps):
            x, low = place * (BAR + GAP), float(HEIGHT)
            for css, number in (("g1", step.added), ("g3", step.improved)):
                high = round(number / most * HEIGHT, 1)
                low -= high
                if number:
                    paths[css] += f"M{x} {low:g}h{BAR}v{high:g}h-{BAR}z"
        return [Piece(css, path) for css, path in paths.items() if path]


def timeline(figures: dict[str, Any]) -> Timeline:
    steps = [
        Step(datetime.fromisoformat(moment), added, improved)
        for moment, added, improved in figures["timeline"]
    ]
    return Timeline(steps, by_hour=figures["step"] == "hour")
