import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template

from contributions import actions
from contributions.actions import Why
from tests.browsing import page, words
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
)

pytestmark = pytest.mark.django_db


def section(soup: BeautifulSoup, heading: str) -> str:
    found = soup.find("h2", string=heading).find_parent("section")
    return " ".join(found.get_text(" ").split())


def use_case(tool, organization=None, **record):
    links = [link("uses", tool)]
    if organization:
        links.append(link("run_by", organization))
    return UseCaseFactory(links=links, **record)


def test_home_stands_without_any_entry(client):
    soup = page(client, "/en/")

    assert soup.h1.text == "Find the tools others use to open up government"
    assert "0 tools" in section(soup, "Three kinds of entries, linked to each other")


def test_home_counts_published_entries_of_each_kind(client):
    ToolFactory.create_batch(2)
    ToolFactory(hidden=True)
    OrganizationFactory()

    told = section(page(client, "/en/"), "Three kinds of entries, linked to each other")

    assert "2 tools" in told
    assert "0 use cases" in told
    assert "1 organization " in told


def test_home_groups_thousands_as_the_language_does():
    def count(language: str) -> str:
        source = "{% load i18n %}{% language code %}{{ n }}{% endlanguage %}"
        return Template(source).render(Context({"code": language, "n": 1231}))

    assert count("en") == "1,231"
    assert count("fr") == "1\xa0231"


def test_mosaic_leads_to_the_most_used_topics_with_their_counts(client):
    budgets, votes = TagFactory(name="Budgets"), TagFactory(name="Votes")
    ToolFactory(tags=[budgets, votes])
    OrganizationFactory(tags=[votes])

    tiles = page(client, "/en/").select(".mosaic > a")

    assert [tile["href"] for tile in tiles] == ["/en/?tag=votes", "/en/?tag=budgets"]
    assert tiles[0].get_text(" ").split() == ["Votes", "2", "entries"]
    assert tiles[1].get_text(" ").split() == ["Budgets", "1", "entry"]


def test_mosaic_leaves_out_hidden_entries_and_other_kinds_of_tags(client):
    ToolFactory(hidden=True, tags=[TagFactory(name="Secret")])
    ToolFactory(tags=[TagFactory(name="Django", kind="technology")])

    assert not page(client, "/en/").select(".mosaic > a")


def test_home_tells_who_used_what(client):
    tool = ToolFactory(name="Decidim")
    city = OrganizationFactory(name="City of Helsinki")
    use_case(tool, city, name="OmaStadi", summary="Residents share out money.")

    told = section(page(client, "/en/"), "Who used what, for what")

    assert "City of Helsinki used Decidim for OmaStadi ." in told
    assert "Residents share out money." in told


def test_home_prefers_use_cases_that_tell_their_outcome(client):
    tool, city = ToolFactory(), OrganizationFactory()
    use_case(tool, city, name="Silent", summary="First.")
    use_case(tool, city, name="Telling", summary="Second.", outcome="It worked.")

    told = section(page(client, "/en/"), "Who used what, for what")

    assert "Telling" in told
    assert "Silent" not in told


@pytest.mark.parametrize(
    "missing", [{"summary": ""}, {"organization": None}, {"status": "hidden"}]
)
def test_home_tells_nothing_of_use_cases_that_lack_too_much(client, missing):
    values = {"organization": OrganizationFactory(), "summary": "Text.", **missing}
    use_case(ToolFactory(), name="Untold", **values)

    assert "Untold" not in str(
        page(client, "/en/").find("h2", string="Who used what, for what")
    )
    assert not page(client, "/en/").select(".sentence")


def test_home_shows_the_last_change_of_each_entry_once(client):
    ToolFactory(name="Older")
    tool = ToolFactory(name="Edited")
    actions.edit(tool, {"licence": "MIT"}, Why(by=None))
    actions.edit(tool, {"website": "https://example.org"}, Why(by=None))

    soup = page(client, "/en/")
    told = section(soup, "Recently improved")

    assert told.count("Edited") == 1
    assert told.index("Website filled in") < told.index("Tool added")


def test_home_hides_changes_of_hidden_entries(client):
    ToolFactory(name="Secret", hidden=True)

    assert "Secret" not in page(client, "/en/").text


def test_gaps_count_what_the_linked_list_shows(client):
    ToolFactory(name="Bare")
    used = ToolFactory(licence="MIT")
    use_case(used, name="Case")

    soup = page(client, "/en/")

    assert "Tools without a licence 1" in section(soup, "Gaps to fill")
    assert "Tools with no known use case 1" in section(soup, "Gaps to fill")
    address = soup.find("a", string="Tools without a licence")["href"]
    assert "Bare" in page(client, address).text


def test_gaps_ask_for_summaries_in_the_language_to_translate_into(client):
    ToolFactory(summary="Only in English.")
    both = {"en": {"summary": "Both."}, "fr": {"summary": "Les deux."}}
    ToolFactory(texts=both)

    assert "Summaries not yet in French 1" in section(
        page(client, "/en/"), "Gaps to fill"
    )


def test_home_names_entries_in_the_readers_language(client):
    tool = ToolFactory(name="Tool", texts={"fr": {"name": "L’outil"}})
    body = OrganizationFactory(name="Body", language="en")
    use_case(tool, body, name="Case", summary="Text.")

    french = page(client, "/fr/")

    assert "L’outil" in french.select_one(".sentence").text
    assert french.find("bdi", string="Body")["lang"] == "en"


def test_tiles_drill_down_to_entries_with_all_the_tags(client):
    budgets, votes, maps = (TagFactory(name=n) for n in ("Budgets", "Votes", "Maps"))
    ToolFactory(name="Two", tags=[budgets, votes])
    OrganizationFactory(name="Three", tags=[budgets, votes, maps])
    UseCaseFactory(name="One", tags=[budgets])

    first = page(client, "/en/?tag=budgets")
    second = page(client, first.select_one(".mosaic > a")["href"])

    assert [tile.get_text(" ").split()[:2] for tile in first.select(".mosaic > a")] == [
        ["Votes", "2"],
        ["Maps", "1"],
    ]
    assert [h.get_text(strip=True) for h in second.select("h3")] == ["Two", "Three"]
    chips = {chip.span.get_text(): chip["href"] for chip in second.select("a.chip")}
    assert chips == {
        "Remove filter Budgets": "/en/?tag=votes",
        "Remove filter Votes": "/en/?tag=budgets",
    }
    assert second.find("a", string="Clear all filters")["href"] == "/en/"


def test_counts_of_a_tile_and_of_its_kinds_are_what_a_click_gives(client):
    budgets, votes = TagFactory(name="Budgets"), TagFactory(name="Votes")
    for number in range(5):
        ToolFactory(tags=[budgets, votes] if number % 2 else [budgets])
        UseCaseFactory(tags=[budgets, votes])
    ToolFactory(tags=[budgets, votes], hidden=True)

    tile = page(client, "/en/?tag=budgets").select_one(".mosaic > a")
    links = page(client, tile["href"]).select("nav[aria-label='Found by kind'] a")

    assert tile.b.get_text().split()[0] == "7"
    assert [words(one) for one in links] == ["2 tools", "5 use cases"]
    for one in links:
        found = page(client, one["href"]).select_one("#results-heading")
        assert words(found) == words(one)


def test_unknown_tags_lead_back_to_the_known_ones(client):
    ToolFactory(tags=[TagFactory(name="Maps", slug="maps")])

    assert client.get("/en/?tag=x")["Location"] == "/en/"
    assert client.get("/en/?tag=maps&tag=x&tag=maps")["Location"] == "/en/?tag=maps"


def test_tags_that_never_meet_offer_a_way_out(client):
    for name in ("maps", "city"):
        ToolFactory(tags=[TagFactory(name=name, slug=name)])

    soup = page(client, "/en/?tag=maps&tag=city")

    assert not soup.select(".mosaic > a")
    assert soup.find("a", string="Without the tag “city”")["href"] == "/en/?tag=maps"
