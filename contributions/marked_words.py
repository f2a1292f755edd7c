"""Two versions of a text, word by word, in any script."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

# Longer texts than this are compared as a whole.
MOST_WORDS = 2000
# How many words around a change are shown where a text is shortened.
AROUND = 12
LEFT_OUT = " … "
LAST_MARK = 0x20000


def _marks() -> str:
    """The signs that belong to the letter before them, as a class of characters."""
    codes = (c for c in range(LAST_MARK) if unicodedata.category(chr(c))[0] == "M")
    runs = (
        [code for _, code in run]
        for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])
    )
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


# Scripts that put no spaces between words: Thai to Myanmar, Khmer, Chinese, Japanese.
_UNSPACED = (
    "\u0e01-\u0e33\u0e40-\u0e46\u0e81-\u0ec6\u1000-\u102a\u1780-\u17b3"
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = _marks()
_WORD = re.compile(
    rf"\s+|[{_UNSPACED}][{_MARKS}]*|(?:(?![{_UNSPACED}])[\w{_MARKS}])+|.", re.DOTALL
)


@dataclass(frozen=True)
class Piece:
    """A part of a text: one that the other version lacks, or one that both have."""

    text: str
    is_changed: bool = False


def split(text: str) -> list[str]:
    """Words, and what stands between them; joined again they are the text."""
    return _WORD.findall(text)


def compare(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, with the words marked that the other does not have."""
    old, new = split(before), split(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    old_end, new_end = len(old) - end, len(new) - end
    left: list[tuple[str, bool]] = [("".join(old[:start]), False)]
    right = list(left)
    for is_same, mine, other in _blocks(old[start:old_end], new[start:new_end]):
        left.append((mine, not is_same))
        right.append((other, not is_same))
    rest = "".join(old[old_end:])
    return _pieces([*left, (rest, False)]), _pieces([*right, (rest, False)])


def shortened(pieces: list[Piece]) -> list[Piece]:
    """The pieces without most of what is far from every change."""
    last = len(pieces) - 1
    return [
        piece if piece.is_changed else Piece(_around(piece.text, n == 0, n == last))
        for n, piece in enumerate(pieces)
    ]


def _around(text: str, is_first: bool, is_last: bool) -> str:
    words = split(text)
    if len(words) <= 3 * AROUND:
        return text
    head = "" if is_first and not is_last else "".join(words[:AROUND])
    tail = "" if is_last else "".join(words[-AROUND:])
    return f"{head}{LEFT_OUT}{tail}"


def _common(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    if max(len(old), len(new)) > MOST_WORDS:
        yield False, "".join(old), "".join(new)
        return
    codes = SequenceMatcher(None, old, new).get_opcodes()
    for name, i, j, k, m in codes:
        # A space between two changes is no word that stayed.
        is_same = name == "equal" and not (
            "".join(old[i:j]).isspace() and len(codes) > 1
        )
        yield is_same, "".join(old[i:j]), "".join(new[k:m])


def _pieces(parts: list[tuple[str, bool]]) -> list[Piece]:
    """Parts side by side that are alike become one piece."""
    runs = groupby(((t, c) for t, c in parts if t), key=lambda part: part[1])
    return [Piece("".join(t for t, _ in run), changed) for changed, run in runs]
