"""400 questions as visitors mix them: words, beginnings of words, and filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from catalogue.search.documents import Document
from catalogue.search.results import Asked
from catalogue.tool_facets import TOOL_FACETS

NAMES = {facet.number: facet.name for facet in TOOL_FACETS}
# How many, with how many words, and with how many facets at least and at most.
MIX = {
    "nothing": (30, (0, 0), (0, 0)),
    "facets": (130, (0, 0), (1, 4)),
    "words": (90, (1, 3), (0, 0)),
    "words and facets": (110, (1, 3), (1, 3)),
    "beginning of a word": (40, (1, 2), (0, 1)),
}


@dataclass(frozen=True)
class Question:
    """One question and the part of the mix it belongs to."""

    part: str
    asked: Asked


def questions(documents: Sequence[Document], seed: int = 2) -> list[Question]:
    """Drawn from what entries hold, so that most questions have answers."""
    random = Random(seed)
    found = []
    for part, (count, words, facets) in MIX.items():
        for _ in range(count):
            document = random.choice(documents)
            text = _text(random, document, random.randint(*words))
            if part == "beginning of a word":
                text = text.rstrip()[:-4]
            chosen = _chosen(random, document, random.randint(*facets))
            found.append(Question(part, Asked("tool", text, chosen)))
    random.shuffle(found)
    return found


def _text(random: Random, document: Document, count: int) -> str:
    """Some words of an entry; the space behind them says that they are finished."""
    words = [word for word in tokens(document) if word.endswith("qx")]
    return "".join(f"{word} " for word in random.choices(words, k=count))


def _chosen(
    random: Random, document: Document, count: int
) -> dict[str, tuple[str, ...]]:
    """Values of an entry in some of its facets."""
    values: dict[str, list[str]] = {}
    for number, value in document.pairs:
        values.setdefault(NAMES[number], []).append(value)
    chosen = random.sample(sorted(values), count)
    return {
        name: tuple(random.sample(sorted(values[name]), min(2, len(values[name]))))
        for name in chosen
    }


def tokens(document: Document) -> list[str]:
    """The words of a document, once for each language-less piece."""
    texts = [text for _, config, text in document.pieces if config == "simple"]
    return " ".join(texts).split()
