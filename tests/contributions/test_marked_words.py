"""Which words of two texts are marked, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributions import marked_words
from contributions.marked_words import Piece, compare, shortened


def shown(pieces: list[Piece]) -> str:
    return "".join(f"[{p.text}]" if p.is_changed else p.text for p in pieces)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        (
            "local problems to the council",
            "local issues to the council",
            "local [problems] to the council",
            "local [issues] to the council",
        ),
        ("", "MIT", "", "[MIT]"),
        ("MIT", "", "[MIT]", ""),
        ("a b c", "a x y c", "a [b] c", "a [x y] c"),
        ("公众参与平台", "公众监督平台", "公众[参与]平台", "公众[监督]平台"),
        ("منصة المشاركة", "منصة التصويت", "منصة [المشاركة]", "منصة [التصويت]"),
        ("खुली सरकार", "खुला सरकार", "[खुली] सरकार", "[खुला] सरकार"),
        ("Web, iOS", "Web, Android, iOS", "Web, iOS", "Web, [Android, ]iOS"),
    ],
)
def test_words_that_changed_are_marked(before, after, old, new):
    assert tuple(map(shown, compare(before, after))) == (old, new)


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_are_the_texts(before, after):
    old, new = compare(before, after)

    assert "".join(piece.text for piece in old) == before
    assert "".join(piece.text for piece in new) == after


@given(st.text(max_size=60))
def test_nothing_is_marked_in_equal_texts(text):
    old, new = compare(text, text)

    assert not any(piece.is_changed for piece in old + new)


def test_long_text_is_shortened_around_what_changed():
    words = [f"w{n}" for n in range(200)]
    changed = [*words[:100], "new", *words[101:]]

    _old, new = compare(" ".join(words), " ".join(changed))
    text = shown(shortened(new))

    assert text.startswith(" … ")
    assert "w99 [new] w101" in text
    assert text.endswith(" … ")
    assert "w50" not in text and "w150" not in text


def test_very_long_texts_are_compared_in_a_moment():
    before = " ".join(f"a{n}" for n in range(5000))
    after = " ".join(f"b{n}" for n in range(5000))

    old, new = compare(before, after)

    assert (len(old), len(new)) == (1, 1)
    assert marked_words.MOST_WORDS < 5000
