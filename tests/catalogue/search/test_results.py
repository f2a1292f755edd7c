"""Visitors find what they mean, and are told how their words were read."""

import pytest
from django.db import connection
from django.utils.translation import override

from catalogue import version
from catalogue.models import Entry
from catalogue.search import results
from catalogue.search.results import Asked, Results
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
    text,
)

pytestmark = pytest.mark.django_db


def find(words: str, kind: str = "tool", **asked: object) -> Results:
    return results.find(Asked(kind, words, **asked), version.current())


def names(found: Results) -> list[str]:
    entries = Entry.objects.in_bulk(found.ids)
    return [entries[id_].name for id_ in found.ids]


def use(tool: Entry, times: int) -> None:
    for _ in range(times):
        UseCaseFactory(links=[link("uses", tool)])


# Where words may stand


def test_tool_is_found_by_every_text_it_has() -> None:
    tool = ToolFactory(
        name="Decidim",
        texts={
            "en": text("Runs consultations.", description="Made in Catalonia."),
            "fr": {"name": "Décidons", "summary": "Organise des débats."},
        },
        tags=[TagFactory(name="Deliberation", labels={"es": "Deliberación"})],
        links=[link("developed_by", OrganizationFactory(name="Mainio"))],
    )
    words = ["decidim", "consultations", "catalonia", "decidons", "debats"]

    for word in [*words, "deliberation", "deliberación", "mainio"]:
        assert find(f"{word} ").ids == [tool.pk], word


def test_tool_is_found_by_the_tags_of_its_use_cases() -> None:
    tool = ToolFactory()
    UseCaseFactory(tags=[TagFactory(name="Budgeting")], links=[link("uses", tool)])

    assert find("budgeting").ids == [tool.pk]


def test_synonyms_of_a_tag_lead_to_its_entries() -> None:
    tool = ToolFactory(tags=[TagFactory(name="Accessibility", synonyms=["a11y"])])

    assert find("A11Y").ids == [tool.pk]


@pytest.mark.parametrize(
    ("summary", "language", "words"),
    [
        ("Citizens vote on budgets", "en", "voting budget"),
        ("Les citoyens votent le budget", "fr", "citoyen voter"),
        ("Votación de presupuestos", "es", "presupuesto"),
        ("Die Bürger stimmen ab", "de", "burger stimme"),
        ("Громадяни голосують", "uk", "голосують"),
        ("مشاركة المواطنين في الموازنة", "ar", "موازنة"),
        ("公民參與式預算平台", "zh-Hant", "參與式預算"),
        ("국민 참여 예산", "ko", "예산"),
    ],
)
def test_words_are_found_in_their_language(
    summary: str, language: str, words: str
) -> None:
    tool = ToolFactory(texts={language: text(summary)})

    assert find(words).ids == [tool.pk]


def test_words_of_several_languages_are_found_together() -> None:
    tool = ToolFactory(
        texts={"en": text("Petitions."), "fr": {"summary": "Les marchés publics."}}
    )

    assert find("petition marche").ids == [tool.pk]


def test_unpublished_entries_are_never_found() -> None:
    ToolFactory(name="Hidden decidim", hidden=True)
    ToolFactory(name="Held decidim", held=True)

    assert [find(words).total for words in ("decidim", "", "decidm", "-x")] == [0] * 4


# How words are read


def test_quotes_find_words_side_by_side_only() -> None:
    ToolFactory(name="One", summary="The budget is open.")
    tool = ToolFactory(name="Two", summary="An open budget.")

    assert find('"open budget"').ids == [tool.pk]
    assert find("open budget ").total == 2


def test_minus_leaves_out() -> None:
    ToolFactory(name="One", summary="Vote in the city.")
    tool = ToolFactory(name="Two", summary="Vote.")

    assert find("vote -city").ids == [tool.pk]
    assert find("-city").ids == [tool.pk]


def test_or_finds_either() -> None:
    tools = {ToolFactory(name="Jitsi").pk, ToolFactory(name="Zoom").pk}
    ToolFactory(name="Other")

    assert set(find("jitsi or zoom").ids) == tools


def test_last_word_may_be_unfinished() -> None:
    tool = ToolFactory(name="Decidim")

    assert find("deci").ids == find("d").ids == [tool.pk]


def test_stop_words_of_the_interface_do_not_count() -> None:
    tool = ToolFactory(name="One", summary="Citizens vote.")

    assert find("for the citizens to vote with").ids == [tool.pk]
    with override("fr"):
        assert find("les votes des citizens").ids == [tool.pk]


def test_words_that_are_all_stop_words_count() -> None:
    tool = ToolFactory(name="The Who")
    ToolFactory(name="Other")

    assert find("the who ").ids == [tool.pk]


def test_name_written_as_one_word_is_found_by_its_words() -> None:
    tool = ToolFactory(name="WhatDoTheyKnow")
    ToolFactory(name="Other", summary="Know them.")

    assert find("what do they know").ids[0] == tool.pk
    assert find("what do they kno").ids[0] == tool.pk


# Where words are not found


@pytest.mark.parametrize(
    "typo", ["decidm", "decidin", "decidiim", "dcidim", "edcidim", "Décidym"]
)
def test_one_wrong_letter_still_finds_the_tool(typo: str) -> None:
    tool = ToolFactory(name="Decidim")
    ToolFactory(name="Consul", summary="Decides.")

    found = find(typo)

    assert found.ids[0] == tool.pk
    assert found.near_spelling == "decidim"


def test_several_near_spellings_are_all_looked_for() -> None:
    tools = {ToolFactory(name="OpenIMIS").pk, ToolFactory(name="OpenLMIS").pk}

    found = find("openpmis")

    assert set(found.ids) == tools
    assert found.near_spelling == "openimis or openlmis"


def test_inflected_words_are_not_corrected() -> None:
    tool = ToolFactory(name="Budget")

    found = find("budgets ")

    assert (found.ids, found.near_spelling) == ([tool.pk], "")


def test_known_words_are_not_corrected() -> None:
    ToolFactory(name="Decidim")
    tool = ToolFactory(name="Decidem")

    found = find("decidem ")

    assert (found.ids, found.near_spelling) == ([tool.pk], "")


def test_stop_words_are_not_corrected() -> None:
    ToolFactory(name="Width budget")

    found = find("with budgets ")

    assert (found.total, found.near_spelling) == (1, "")


def test_words_that_are_unknown_together_are_corrected_each() -> None:
    tool = ToolFactory(name="Decidim", summary="Petitions.")
    ToolFactory(name="Consul")

    found = find("decidm petitions konsul decidm ")

    assert found.ids == [tool.pk]
    assert found.near_spelling == "decidim petitions consul decidim"


@pytest.mark.django_db(transaction=True)
def test_looking_for_near_spellings_leaves_the_connection_as_it_was() -> None:
    ToolFactory(name="Decidim")

    assert find("decidm").near_spelling == "decidim"

    with connection.cursor() as cursor:
        cursor.execute("SHOW pg_trgm.word_similarity_threshold")
        assert cursor.fetchone() == ("0.6",)


def test_names_of_the_unpublished_are_no_near_spelling() -> None:
    ToolFactory(name="Decidim", hidden=True)

    assert find("decidm").near_spelling == ""


def test_most_of_the_words_are_enough_where_not_all_are_found() -> None:
    tool = ToolFactory(name="One", summary="Citizens vote on parks.")
    ToolFactory(name="Two", summary="Parks.")

    found = find("citizens vote together parks ")

    assert found.ids == [tool.pk]
    assert (found.words_needed, found.words_asked) == (3, 4)
    assert found.least_of_words


def test_rare_words_come_first_where_not_all_are_found() -> None:
    for number in range(5):
        ToolFactory(name=f"Plain {number}", summary="A platform for people.")
    tool = ToolFactory(name="Rare", summary="Whistleblowers write.")

    assert find("whistleblower platform ").ids[0] == tool.pk


def test_excluded_words_stay_excluded_where_not_all_are_found() -> None:
    ToolFactory(name="One", summary="Citizens vote in the city.")
    tool = ToolFactory(name="Two", summary="Citizens vote.")

    assert find("citizens vote together -city ").ids == [tool.pk]


def test_enough_hits_need_no_leniency() -> None:
    for number in range(3):
        ToolFactory(name=f"Both {number}", summary="Vote in parks.")
    ToolFactory(name="One", summary="Vote.")

    found = find("vote parks ")

    assert (found.total, found.least_of_words) == (3, False)


def test_filters_do_not_change_how_words_are_read() -> None:
    for number in range(3):
        ToolFactory(name=f"Both {number}", summary="Vote in parks.", licence="")
    ToolFactory(name="One", summary="Vote.", licence="MIT")

    found = find("vote parks ", chosen={"licence": ("MIT",)})

    assert (found.total, found.least_of_words) == (0, False)


# Order


def test_exact_name_comes_first() -> None:
    other = ToolFactory(name="Consul network", summary="Consul consul consul.")
    tool = ToolFactory(name="Consul")
    use(other, 5)

    assert find("consul").ids == [tool.pk, other.pk]


def test_name_counts_more_than_text() -> None:
    ToolFactory(name="Alpha", summary="About petitions.")
    tool = ToolFactory(name="Petitions")

    assert find("petitions").ids[0] == tool.pk


def test_more_used_comes_first_between_equals() -> None:
    ToolFactory(name="Aaa vote")
    tool = ToolFactory(name="Bbb vote")
    use(tool, 2)

    assert find("vote").ids[0] == tool.pk


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["Used", "Älter", "Zebra"]),
        ("used", ["Used", "Älter", "Zebra"]),
        ("name", ["Älter", "Used", "Zebra"]),
        ("recent", ["Älter", "Zebra", "Used"]),
        ("relevance", ["Used", "Älter", "Zebra"]),
    ],
)
def test_lists_are_sorted_as_asked(sort: str, order: list[str]) -> None:
    use(ToolFactory(name="Used"), 1)
    ToolFactory(name="Zebra")
    ToolFactory(name="Älter")

    assert names(find("", sort=sort)) == order


def test_pages_follow_each_other() -> None:
    tools = [ToolFactory(name=f"Tool {number}") for number in range(5)]

    pages = [find("tool", limit=2, offset=offset).ids for offset in (0, 2, 4, 6)]

    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert {id_ for page in pages for id_ in page} == {tool.pk for tool in tools}
