"""Search over all kinds, what search fields suggest, and search from the browser."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tests.browsing import page, words
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
)

pytestmark = pytest.mark.django_db
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
KINDS = (ToolFactory, UseCaseFactory, OrganizationFactory)


def rows(soup: BeautifulSoup) -> list[str]:
    return [heading.get_text(strip=True) for heading in soup.select("li.entry h3")]


def counts(soup: BeautifulSoup) -> dict[str, str]:
    links = soup.select("nav[aria-label='Found by kind'] a")
    return {words(one): one["href"] for one in links}


def suggested(client, query: str) -> list[tuple[str, str]]:
    soup = page(client, f"/en/search/suggest/?{query}")
    options = soup.select("[role=listbox] > [role=option]")
    return [(words(option), option["data-address"]) for option in options]


def test_search_finds_all_kinds_whatever_accents_and_case(client):
    ToolFactory(name="Démarches simplifiées")
    UseCaseFactory(name="DEMARCHES in Lyon")
    OrganizationFactory(name="Other")

    soup = page(client, "/en/search/?q=demarches")

    assert soup.h2.get_text(strip=True) == "2 entries found"
    assert rows(soup) == ["Démarches simplifiées", "DEMARCHES in Lyon"]
    assert counts(soup) == {
        "1 tool": "/en/tools/?q=demarches",
        "1 use case": "/en/use-cases/?q=demarches",
    }


def test_search_says_why_each_entry_was_found(client):
    tag = TagFactory(name="Budgets", slug="budgets")
    ToolFactory(name="Budgets online")
    tool = ToolFactory(name="Tagged", tags=[tag])
    UseCaseFactory(name="Case", summary="They shared out budgets.")
    OrganizationFactory(name="Body")
    UseCaseFactory(name="Used", links=[link("uses", tool)])

    soup = page(client, "/en/search/?q=budgets")
    found = {words(row.h3): words(row) for row in soup.select("li.entry")}

    assert "Found in the name" in found["Budgets online"]
    assert "Found in a tag: Budgets" in found["Tagged"]
    assert [words(mark) for mark in soup.select("mark")] == ["budgets"]


@pytest.mark.parametrize("asked", ["plan", "plan+city", "plann", "city+plan+zebra"])
def test_count_of_each_kind_is_what_its_list_finds(client, asked):
    for factory in KINDS:
        for number in range(4):
            factory(name=f"Plan {number}", summary="In a city." if number else "")

    found = counts(page(client, f"/en/search/?q={asked}"))

    assert len(found) == 3
    for count, address in found.items():
        assert words(page(client, address).select_one("#results-heading")) == count


def test_search_shows_the_best_of_each_kind_and_leads_to_all(client):
    for number in range(7):
        ToolFactory(name=f"Plan {number}")

    soup = page(client, "/en/search/?q=plan")

    assert len(rows(soup)) == 5
    everything = soup.find("a", string=lambda text: text and "All 7 tools" in text)
    assert everything["href"] == "/en/tools/?q=plan"


def test_search_tells_near_spellings_and_puts_them_after_what_was_asked(client):
    for number in range(3):
        ToolFactory(name=f"Decidim {number}")
        OrganizationFactory(name=f"Decidym {number}")

    soup = page(client, "/en/search/?q=decidym")
    sections = [words(heading) for heading in soup.select("section > h2")]

    assert sections == ["Organizations", "Tools"]
    assert "near spelling “decidim”" in words(soup.select_one(".notice"))


def test_search_tells_when_most_of_the_words_are_enough(client):
    for number in range(4):
        ToolFactory(name=f"City budget {number}")

    soup = page(client, "/en/search/?q=city+budget+unheard")

    assert len(rows(soup)) == 4
    assert "at least 2 of 3" in words(soup.select_one(".notice"))


def test_search_without_result_is_no_dead_end(client):
    ToolFactory(name="FixMyStreet")

    soup = page(client, "/en/search/?q=fixmystreem+-fixmystreet")

    assert soup.h2.get_text(strip=True) == "Nothing was found"
    assert soup.select("main a[href='/en/tags/']")
    near = soup.find("h3", string="Perhaps you meant").find_next("a")
    assert near["href"] == "/en/tools/fixmystreet/"


def test_search_hides_what_is_not_published(client):
    ToolFactory(name="Secret", hidden=True)

    for address in ("/en/search/?q=secret", "/en/search/suggest/?q=secret"):
        assert "Secret" not in page(client, address).get_text()


@pytest.mark.parametrize(
    "query", ["%00", "%", "_", "%F0%9F%97%B3", "q" * 5000, "%E0%A4%AC&q=", "'%22%3C"]
)
def test_search_answers_whatever_it_is_asked(client, query):
    ToolFactory(tags=[TagFactory()])

    assert not rows(page(client, f"/en/search/?q={query}"))
    assert suggested(client, f"q={query}") == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("q" * 201, "Write at most 200 characters."),
        ("%25", "Write a word or a number."),
    ],
)
def test_search_says_what_it_cannot_look_for(client, query, message):
    soup = page(client, f"/en/search/?q={query}")

    field = soup.select_one("main #q")
    assert field["aria-invalid"] == "true"
    assert message in soup.find(id=field["aria-describedby"]).get_text()


def test_suggestions_put_beginnings_first_then_what_is_used_most(client):
    ToolFactory(name="My decidim")
    ToolFactory(name="Decidim")
    used = ToolFactory(name="Decidim awesome")
    UseCaseFactory(name="Case", links=[link("uses", used)])
    ToolFactory(name="Something else")

    assert suggested(client, "q=deci") == [
        ("Decidim awesome Tool", "/en/tools/decidim-awesome/"),
        ("Decidim Tool", "/en/tools/decidim/"),
        ("My decidim Tool", "/en/tools/my-decidim/"),
    ]


@pytest.mark.parametrize("typed", ["decidm", "DECIDÍM", "decidims"])
def test_suggestions_forgive_a_wrong_letter(client, typed):
    OrganizationFactory(name="Decidim")

    assert suggested(client, f"q={typed}") == [
        ("Decidim Organization", "/en/organizations/decidim/")
    ]


@pytest.mark.parametrize("typed", ["sch", "école", "schu", "classr"])
def test_suggestions_know_tags_by_all_their_names(client, typed):
    labels = {"fr": "École", "de": "Schule"}
    tag = TagFactory(
        name="School", slug="school", labels=labels, synonyms=["A classroom"]
    )
    ToolFactory(name="Tool", tags=[tag])

    assert suggested(client, f"q={typed}") == [("School Tag", "/en/tags/school/")]


def test_suggestions_are_few_and_say_how_many(client):
    for number in range(8):
        tag = TagFactory(name=f"Plan tag {number}")
        ToolFactory(name=f"Plan {number}", tags=[tag])

    soup = page(client, "/en/search/suggest/?q=plan")

    assert len(soup.select("[role=option]")) == 9
    assert soup.select_one("[data-said]")["data-said"] == "9 suggestions"


def test_suggestions_keep_to_the_kind_of_the_list(client):
    ToolFactory(name="Plan")
    OrganizationFactory(name="Plan")

    assert len(suggested(client, "q=plan")) == 2
    assert len(suggested(client, "q=plan&kind=organization")) == 1
    assert len(suggested(client, "q=plan&kind=nonsense")) == 2


def test_suggestions_name_entries_in_the_readers_language(client):
    ToolFactory(name="Tool", language="en", texts={"fr": {"name": "L’outil"}})

    option = page(client, "/fr/search/suggest/?q=outil").select_one("[role=option]")

    assert words(option.bdi) == "L’outil"


def test_suggestions_follow_a_write_in_the_next_request(client):
    assert suggested(client, "q=new") == []

    ToolFactory(name="New", tags=[TagFactory(name="Newest", slug="newest")])

    assert [name for name, _ in suggested(client, "q=new")] == [
        "New Tool",
        "Newest Tag",
    ]


@pytest.mark.parametrize("address", ["/en/about/", "/en/tools/tool/", "/en/tags/"])
def test_header_searches_from_pages_without_a_search_of_their_own(client, address):
    ToolFactory(name="Tool")

    form = page(client, address).select_one(".site-header form[role=search]")

    assert form["action"] == "/en/search/"
    assert form.get("method", "get") == "get"
    assert form.find("label", attrs={"for": form.input["id"]}).get_text()
    assert form.input["name"] == "q"
    assert form.input["data-suggest"] == "/en/search/suggest/"


@pytest.mark.parametrize("address", ["/en/", "/en/search/", "/en/tools/"])
def test_pages_with_a_search_of_their_own_have_no_other(client, address):
    soup = page(client, address)

    assert len(soup.select("form[role=search]")) == 1
    assert soup.select_one("main input[data-suggest]")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_browsers_learn_how_to_search_here(client, language):
    found = page(client, f"/{language}/about/").find("link", rel="search")
    response = client.get(found["href"])

    description = ElementTree.fromstring(response.content)
    name = description.find(f"{OPENSEARCH}ShortName").text
    template = description.find(f"{OPENSEARCH}Url").get("template")
    assert found["type"] == response["Content-Type"].split(";")[0]
    assert 0 < len(name) <= 16
    assert template == f"http://testserver/{language}/search/?q={{searchTerms}}"
    address = template.removeprefix("http://testserver").format(searchTerms="a")
    assert client.get(address).status_code == 200
