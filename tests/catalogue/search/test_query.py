"""What is typed is understood, and nothing that is typed is refused."""

import sys
from urllib.parse import quote

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue import version
from catalogue.search import results, stems
from catalogue.search.query import MOST_TERMS, Term, joined, parse
from catalogue.search.results import Asked
from catalogue.search.words import WORD, fold
from tests.factories import ToolFactory

ODD = [
    *("\0", '"', "''", '"""', "-", "--", "or", "OR or OR", "-or", '-"', "or x"),
    *("' & | ! : * ( ) \\ <->", "a & b", "!a", "a:*", "a:AB", "(a", "a <-> b", "\\"),
    *("%", "_", "a'b", "a\\", "'; DROP TABLE catalogue_entry; --", "\ud800", "𝔘𝔫𝔦"),
    *("x" * 10_000, "ﷺ" * 200, "㌀" * 300, "參" * 5000, "a " * 5000, "é" * 10_000),
    *("हिन्दी", "ไทย", "🗳️", "\u200f\u202e", "e-petition", "1e5 0x1F 2.0", "½ ²"),
    *("http://a.example/b?c=d", "me@a.example", "/etc/passwd", "<b>&amp;</b>"),
]


def terms(text: str) -> list[tuple[str, ...]]:
    return [term.words for term in parse(text)]


def test_words_are_terms_of_their_own() -> None:
    assert terms("Open budget ") == [("open",), ("budget",)]


def test_quotes_hold_words_together() -> None:
    [phrase, word] = parse('"open budget" city ')

    assert (phrase.words, phrase.is_phrase) == (("open", "budget"), True)
    assert not word.is_phrase


def test_quote_that_is_not_closed_reaches_to_the_end() -> None:
    assert parse('"open budget') == [Term(("open", "budget"), is_phrase=True)]


def test_minus_excludes_words_and_phrases() -> None:
    found = parse('vote -city -"open budget" ')

    assert [term.is_excluded for term in found] == [False, True, True]


def test_minus_inside_a_word_does_not_exclude() -> None:
    [term] = parse("e-petition ")

    assert (term.words, term.is_excluded) == (("e", "petition"), False)


@pytest.mark.parametrize("text", ["jitsi or zoom", "jitsi OR zoom", "jitsi OU zoom"])
def test_or_takes_either(text: str) -> None:
    [term] = parse(text)

    assert [other.words for other in term.alternatives] == [("zoom",)]


def test_or_without_two_words_is_left_out() -> None:
    assert terms("vote or ") == [("vote",)]


def test_last_word_may_be_unfinished() -> None:
    assert [term.is_prefix for term in parse("open bud")] == [False, True]


@pytest.mark.parametrize("text", ["bud ", '"bud"', "-bud", "a or bud"])
def test_last_word_is_finished_when_something_says_so(text: str) -> None:
    assert not parse(text)[-1].is_prefix


def test_terms_beyond_the_most_are_not_looked_for() -> None:
    assert len(parse(" ".join(f"w{n}" for n in range(30)))) == MOST_TERMS


def test_words_may_be_a_name_written_as_one() -> None:
    assert joined(parse("what do they know")) == "whatdotheyknow"
    assert joined(parse("pol.is")) == "polis"


@pytest.mark.parametrize("text", ["vote", '"a b"', "a -b", "a or b", "1 2 3 4 5 6"])
def test_words_that_are_no_name_are_not_joined(text: str) -> None:
    assert joined(parse(text)) == ""


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_input_is_answered(db: None, text: str) -> None:
    tool = ToolFactory(name="Decidim")

    found = results.find(Asked("tool", text), version.current())

    assert set(found.ids) <= {tool.pk}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(codec=None)) | st.text("ab\"'-|&!:*()\\<> or%_\0"))
def test_any_input_is_answered(db: None, text: str) -> None:
    assert results.find(Asked("tool", text), version.current()).total == 0


# Words to Python that are none to PostgreSQL

NO_WORDS = """
SELECT word FROM unnest(%s::text[]) AS word
WHERE to_tsquery('simple', quote_literal(word))::text = ''
"""


def no_words() -> list[str]:
    """All characters that Python alone takes for words, once folded."""
    every = [one for one in map(chr, range(sys.maxunicode + 1)) if fold(one) == one]
    with connection.cursor() as cursor:
        cursor.execute(NO_WORDS, [[one for one in every if WORD.fullmatch(one)]])
        return [word for (word,) in cursor.fetchall()]


def test_character_that_is_no_word_to_the_database_is_not_looked_for(db: None) -> None:
    found = no_words()

    assert {"\u09f4", "\u0bf0", "\u0f2a", "\u0d58"} <= set(found)
    assert [char for char in found if parse(f'{char} -{char} "{char}"')] == []


def test_terms_without_words_are_left_out(db: None) -> None:
    """Whatever else than the characters left out before PostgreSQL may see so."""
    word = stems.wanted([Term(("foo",))], "english").everything
    without = [Term((char,), is_phrase=n % 2 == 1) for n, char in enumerate(no_words())]

    for term in without:
        either = Term(("foo",), alternatives=(term,))
        excluded = Term(term.words, is_excluded=True)
        wanted = stems.wanted([either, term, excluded], "english")
        assert (wanted.everything, wanted.never) == (word, "")
    assert stems.wanted(without, "english").anything == ""
    assert stems.any_word(without) == ""


def test_words_beside_what_is_no_word_are_found(db: None) -> None:
    tool = ToolFactory(name="Foo")
    ToolFactory(name="Other")

    for text in ("foo ৴", "৴ foo", '"৴ foo"', "foo -৴", "foo or ৴", "foo৴"):
        assert results.find(Asked("tool", text), version.current()).ids == [tool.pk]


@pytest.mark.parametrize("text", ["৴", "foo ৴", "-৴", '"৴ a"', "৴ or ௰", "a৴b", "༪൘"])
@pytest.mark.parametrize("path", ["tools/", "search/", "search/suggest/"])
def test_pages_answer_to_what_is_no_word(client, db, path: str, text: str) -> None:
    ToolFactory(name="Foo")

    assert client.get(f"/en/{path}?q={quote(text)}").status_code == 200


def test_kept_stems_may_be_cleared_by_another_thread(db: None, monkeypatch) -> None:
    stems._stems_of({"one"})
    asked = stems._asked
    monkeypatch.setattr(stems, "_asked", lambda w: (stems._kept.clear(), asked(w))[1])

    assert stems._stems_of({"one", "two"}).keys() == {"one", "two"}


def test_few_and_short_words_are_kept(db: None, monkeypatch) -> None:
    monkeypatch.setattr(stems, "MOST_KEPT", 3)
    stems._kept.clear()

    for word in ("a", "b", "c", "d", "e" * 41):
        assert stems._stems_of({word})[word].itself

    assert stems._kept.keys() == {"d"}
