"""Text of any script becomes words that are found however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.words import LONGEST_TEXT, fold, stemmer, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gouvernement OUVERT à l’été", "gouvernement ouvert a l ete"),
        ("São João", "sao joao"),
        ("Østfold Łódź Đorđe", "ostfold lodz dorde"),
        ("Œuvre, æther", "oeuvre aether"),
        ("Straße", "strasse"),
        ("İstanbul ılık", "istanbul ilik"),
        ("ＣＫＡＮ ①", "ckan 1"),
        ("Прозорро", "прозорро"),
        ("Київ", "киів"),
        ("مُشَارَكَة", "مشاركه"),
        ("التصويت", "تصويت"),
        ("والمواطنين", "مواطنين"),
        ("إدارة", "ادارة"),
    ],
)
def test_spellings_of_a_word_are_one(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_arabic_words_differ_where_their_stems_do() -> None:
    assert words("الشفافية") != words("المشاركة")


def test_short_arabic_words_stay_whole() -> None:
    assert words("الى") == ["الي"]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("參與式預算", ["參與", "與式", "式預", "預算"]),
        ("票", ["票"]),
        ("g0v台灣", ["g0v", "台灣"]),
        ("開放政府 open", ["開放", "放政", "政府", "open"]),
    ],
)
def test_scripts_without_spaces_become_pairs(text: str, pairs: list[str]) -> None:
    assert words(text) == pairs


@pytest.mark.parametrize("text", ["", " ", "🗳️ 👍🏽", "!?…", "__", "\0", "\ud800"])
def test_text_without_letters_has_no_words(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize("text", ["vote🗳️now", "vote-now", "vote_now", "vote.now"])
def test_signs_part_words(text: str) -> None:
    assert words(text) == ["vote", "now"]


def test_very_long_text_is_cut() -> None:
    assert len(words("wort " * 10 * LONGEST_TEXT)) == LONGEST_TEXT // 5


@given(st.text())
def test_words_are_folded_once_and_for_all(text: str) -> None:
    found = words(text)

    assert all(fold(word) == word for word in found if word.isascii())
    assert "\0" not in "".join(found)


def test_languages_are_stemmed_whatever_their_region() -> None:
    assert stemmer("pt-br") == stemmer("PT") == "portuguese"
    assert stemmer("zh-Hant") is None
