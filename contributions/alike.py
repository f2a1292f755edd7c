"""How much alike two names are, after accents, case and marks are gone."""

from catalogue.search import words

LONGEST = 200
LEAST_ALIKE = 0.45
SAME = 1.0
ALL_BUT_SAME = 0.99


def plain(name: str) -> str:
    """The words of a name as the search rows hold them."""
    return words.plain(name[:LONGEST])


def likeness(one: str, other: str) -> float:
    """The share of trigrams that two plain names have in common; 1 when the same.

    Names that differ in their spaces only are all but the same.
    """
    if one == other:
        return SAME if one else 0.0
    if one.replace(" ", "") == other.replace(" ", ""):
        return ALL_BUT_SAME
    mine, theirs = _trigrams(one), _trigrams(other)
    return len(mine & theirs) / (len(mine | theirs) or 1)


def _trigrams(plain: str) -> set[str]:
    """Those of pg_trgm: each word with two spaces before and one after."""
    padded = [f"  {word} " for word in plain.split()]
    return {word[i : i + 3] for word in padded for i in range(len(word) - 2)}
