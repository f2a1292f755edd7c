"""The lists of tools, use cases and organizations, as a visitor asks for them."""

import pytest
from bs4 import BeautifulSoup

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

NOBODY = Why(by=None)
LISTS = {
    "/en/tools/": ToolFactory,
    "/en/use-cases/": UseCaseFactory,
    "/en/organizations/": OrganizationFactory,
}


def names(soup: BeautifulSoup) -> list[str]:
    return [heading.get_text(strip=True) for heading in soup.select(".entry h3")]


def heading(soup: BeautifulSoup) -> str:
    return words(soup.select_one("#results-heading"))


def chips(soup: BeautifulSoup) -> list[str]:
    return [words(chip) for chip in soup.select("a.chip")]


@pytest.mark.parametrize(("address", "factory"), LISTS.items())
def test_list_shows_published_entries_of_its_kind(client, address, factory):
    factory(name="Seen", summary="What it is in one line.")
    factory(name="Unseen", hidden=True)
    factory(name="Waiting", held=True)
    others = [other for other in LISTS.values() if other is not factory]
    others[0](name="Of another kind")

    soup = page(client, address)

    assert names(soup) == ["Seen"]
    assert "What it is in one line." in soup.get_text()


def test_list_counts_what_it_found(client):
    for name in ("Alpha", "Beta", "Gamma"):
        ToolFactory(name=name)

    soup = page(client, "/en/tools/?q=beta")

    assert heading(page(client, "/en/tools/")) == "3 tools"
    assert heading(soup) == "1 tool"
    assert words(soup.select_one("#found[role=status]")) == "1 tool"


@pytest.mark.parametrize(
    "asked", ["ecole", "ÉCOLE", "école numérique", "numerique eco"]
)
def test_search_by_name_ignores_accents_case_and_order(client, asked):
    ToolFactory(name="L'École numérique")
    ToolFactory(name="Something else")

    assert names(page(client, f"/en/tools/?q={asked}")) == ["L'École numérique"]


@pytest.mark.parametrize("name", ["منصة", "城市预算", "Прозорро"])
def test_search_by_name_finds_every_script(client, name):
    ToolFactory(name=name)
    ToolFactory(name="Latin")

    assert names(page(client, f"/en/tools/?q={name}")) == [name]


def test_search_takes_wildcards_literally(client):
    ToolFactory(name="100% open")
    ToolFactory(name="Half open")

    assert names(page(client, "/en/tools/?q=100%25")) == ["100% open"]
    assert names(page(client, "/en/tools/?q=h%25n")) == []


def test_tags_of_the_facet_widen_and_required_tags_narrow(client):
    budget = TagFactory(name="Budget", slug="budget")
    city = TagFactory(name="City", slug="city")
    ToolFactory(name="Both", tags=[budget, city])
    ToolFactory(name="One", tags=[budget])
    ToolFactory(name="Other", tags=[city])

    either = page(client, "/en/tools/?tag=budget&tag=city&sort=name")
    both = page(client, "/en/tools/?with_tag=budget&with_tag=city")

    assert names(either) == ["Both", "One", "Other"]
    assert names(both) == ["Both"]
    assert chips(both) == [
        "Remove filter With the tag: Budget",
        "Remove filter With the tag: City",
    ]
    assert both.select("a.chip")[0]["href"] == "/en/tools/?with_tag=city"


def test_chip_removes_one_filter_and_keeps_the_others(client):
    city = TagFactory(name="City", slug="city")
    ToolFactory(name="Alpha", tags=[city])

    soup = page(client, "/en/tools/?q=alp&tag=city&sort=name")

    assert chips(soup) == ["Remove filter Words: alp", "Remove filter Tag: City"]
    assert [chip["href"] for chip in soup.select("a.chip")] == [
        "/en/tools/?sort=name&tag=city",
        "/en/tools/?q=alp&sort=name",
    ]
    assert soup.find("a", string="Clear all filters")["href"] == "/en/tools/?sort=name"


def test_missing_lists_the_gaps_of_a_field(client):
    ToolFactory(name="Free", licence="MIT")
    ToolFactory(name="Unknown")

    soup = page(client, "/en/tools/?missing=licence")

    assert names(soup) == ["Unknown"]
    assert chips(soup) == ["Remove filter Not filled in: licence"]


def test_missing_lists_the_gaps_of_links_texts_and_tags(client):
    used = ToolFactory(name="Used", summary="A line.", tags=[TagFactory()])
    ToolFactory(name="Bare", programming_languages=["Python"])
    UseCaseFactory(links=[link("uses", used)])

    for gap in ("use_case", "summary", "tags"):
        assert names(page(client, f"/en/tools/?missing={gap}")) == ["Bare"], gap
    languages = page(client, "/en/tools/?missing=programming_languages")
    assert names(languages) == ["Used"]


def test_linked_entries_can_be_asked_for_by_role(client):
    tool = ToolFactory(name="Decidim")
    council = OrganizationFactory(name="Council")
    OrganizationFactory(name="Stranger")
    ToolFactory(name="Unused")
    case = [link("uses", tool), link("run_by", council)]
    UseCaseFactory(name="Budget", links=case)
    UseCaseFactory(name="Other")

    assert names(page(client, "/en/use-cases/?uses=decidim")) == ["Budget"]
    assert names(page(client, "/en/organizations/?uses=decidim")) == ["Council"]
    soup = page(client, "/en/tools/?used_by=council")
    assert names(soup) == ["Decidim"]
    assert chips(soup) == ["Remove filter Used by: Council"]


def test_old_address_of_a_tool_leads_to_the_list_under_its_new_one(client):
    tool = ToolFactory(name="Old name")
    other = ToolFactory(name="Other")
    for used in (tool, other):
        UseCaseFactory(links=[link("uses", used)])
    actions.edit(tool, {"name": "New name"}, NOBODY)

    response = client.get("/en/use-cases/?tool=other&tool=old-name&sort=recent")

    assert response.status_code == 302
    assert response["Location"] == "/en/use-cases/?sort=recent&tool=new-name&tool=other"
    assert len(names(page(client, response["Location"]))) == 2


def test_old_address_of_a_hidden_tool_stays_as_it_is(client):
    tool = ToolFactory(name="Old name", hidden=True)
    actions.edit(tool, {"name": "New name"}, NOBODY)

    assert client.get("/en/use-cases/?tool=old-name").status_code == 200


def test_symmetric_role_is_found_from_both_ends(client):
    first = ToolFactory(name="First")
    ToolFactory(name="Second", links=[link("alternative_to", first)])

    assert names(page(client, "/en/tools/?alternative_to=first")) == ["Second"]
    assert names(page(client, "/en/tools/?alternative_to=second")) == ["First"]


def test_sort_orders_by_use_name_and_change(client):
    beta = ToolFactory(name="Beta")
    ToolFactory(name="alpha")
    UseCaseFactory(links=[link("uses", beta)])

    assert names(page(client, "/en/tools/")) == ["Beta", "alpha"]
    assert names(page(client, "/en/tools/?sort=name")) == ["alpha", "Beta"]
    assert names(page(client, "/en/tools/?sort=recent")) == ["alpha", "Beta"]


def test_sort_by_relevance_comes_with_words(client):
    beta = ToolFactory(name="Beta", summary="Like alpha.")
    ToolFactory(name="Alpha")
    UseCaseFactory(links=[link("uses", beta)])

    soup = page(client, "/en/tools/?q=alpha")

    assert names(soup) == ["Alpha", "Beta"]
    assert names(page(client, "/en/tools/?q=alpha&sort=used")) == ["Beta", "Alpha"]
    assert soup.select_one("#sort [selected]")["value"] == "relevance"


def test_use_cases_are_sorted_by_name_or_by_how_many_tools_they_name(client):
    tools = [link("uses", ToolFactory(name=name)) for name in ("One", "Two")]
    UseCaseFactory(name="Alpha", links=tools[:1])
    UseCaseFactory(name="Beta", links=tools)

    soup = page(client, "/en/use-cases/")

    assert names(soup) == ["Alpha", "Beta"]
    assert [words(option) for option in soup.select("#sort option")] == [
        *("Name, A to Z", "Recently improved", "Most tools")
    ]
    assert names(page(client, "/en/use-cases/?sort=used")) == ["Beta", "Alpha"]


def test_row_of_a_use_case_names_who_runs_it(client):
    council = OrganizationFactory(name="City of Helsinki")
    case = {"country": "FI", "since": "2018", "state": "in use"}
    UseCaseFactory(name="OmaStadi", links=[link("run_by", council)], **case)

    meta = page(client, "/en/use-cases/").select_one(".entry .meta")

    assert [part.get_text() for part in meta.select("span")] == [
        "City of Helsinki",
        "Finland",
        "Since 2018",
    ]


def test_pager_keeps_filters(client):
    for number in range(21):
        ToolFactory(name=f"Tool {number:02}")

    soup = page(client, "/en/tools/?q=tool&sort=name")
    following = soup.select_one("a[rel=next]")

    assert following["href"] == "?q=tool&sort=name&page=2"
    assert names(page(client, "/en/tools/" + following["href"])) == ["Tool 20"]


@pytest.mark.parametrize(
    ("query", "first"),
    [("page=2", "/en/tools/"), ("q=tool&page=2", "/en/tools/?q=tool")],
)
def test_pager_leads_to_the_first_page_without_its_number(client, query, first):
    for number in range(21):
        ToolFactory(name=f"Tool {number:02}")

    soup = page(client, f"/en/tools/?{query}")

    assert soup.select_one("a[rel=prev]")["href"] == first
    assert soup.select_one(".pager a:not([rel])")["href"] == first


@pytest.mark.parametrize(
    ("sent", "understood"),
    [
        ("utm=x&missing=nothing", ""),
        ("page=x", ""),
        ("page=1", ""),
        ("sort=used", ""),
        ("sort=relevance", ""),
        ("q=", ""),
        ("q=++a++b+", "?q=a+b"),
        ("q=a%C2%A0b%0A", "?q=a+b"),
        ("tag=a&tag=a", "?tag=a"),
        ("q=a&utm=x&sort=name&page=02", "?q=a&sort=name&page=2"),
    ],
)
def test_address_becomes_what_was_understood(client, sent, understood):
    response = client.get(f"/en/tools/?{sent}")

    assert response.status_code == 302
    assert response["Location"] == f"/en/tools/{understood}"


def test_address_may_have_its_parameters_in_any_order(client):
    ToolFactory(name="Alpha", tags=[TagFactory(name="City", slug="city")])

    for query in ("q=alpha&tag=city&sort=name", "tag=city&sort=name&q=alpha"):
        assert client.get(f"/en/tools/?{query}").status_code == 200


def test_nothing_found_offers_a_way_out(client):
    ToolFactory(name="Here", tags=[TagFactory(name="City", slug="city")])

    soup = page(client, "/en/tools/?q=nowhere&tag=city")

    assert heading(soup) == "No tool was found"
    assert chips(soup) == ["Remove filter Words: nowhere", "Remove filter Tag: City"]
    ways = {a["href"] for a in soup.select(".prose a")}
    assert ways == {
        *("/en/tools/", "/en/tags/", "/en/search/?q=nowhere"),
        *("/en/tools/?tag=city", "/en/tools/add/?name=nowhere"),
    }
    assert words(soup.select_one(".prose .bar")) == (
        "All without “Words: nowhere” 1 tool"
    )


def test_way_out_leaves_one_of_several_required_tags(client):
    maps, city = TagFactory(name="Maps", slug="maps"), TagFactory(slug="city")
    ToolFactory(tags=[maps])
    ToolFactory(tags=[maps])
    ToolFactory(tags=[city])

    soup = page(client, "/en/tools/?with_tag=maps&with_tag=city")

    ways = [
        (way.a["href"], words(way.select_one(".num")))
        for way in soup.select(".prose .bar")
    ]
    assert ways == [
        ("/en/tools/?with_tag=maps", "2 tools"),
        ("/en/tools/?with_tag=city", "1 tool"),
    ]


def test_empty_catalogue_says_so(client):
    assert "Nothing has been added here yet." in page(client, "/en/tools/").get_text()


BAD_QUERIES = [
    "page=999999999999999999999",
    "page=" + "9" * 5000,
    "page=x",
    "page=-1",
    "page=0",
    "page=1.5",
    "page=%D9%A3",
    "page=%00",
    "page=",
    "sort=zzz",
    "sort=%00",
    "tag=unknown",
    "tag=%00",
    "tag=%ED%A0%80",
    "tag=" + "a" * 100_000,
    "tag=a&" * 900,
    "missing=zzz",
    "missing=links:uses",
    "uses=unknown",
    "developed_by=unknown",
    "developed_by=%00",
    "used_by=%00",
    "q=%00",
    "q=%5C",
    "q=" + "x+" * 50_000,
    "q=%F0%9F%92%A9",
    "q=%25_%25&tag=%E2%80%AE",
    "a=1&" * 1500,
    "%00=%00",
    "q[]=1&page[]=2&tag[$ne]=1",
]


@pytest.mark.parametrize("address", [*LISTS, "/en/tags/", "/en/tags/city/"])
@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: query[:30])
def test_bad_query_gives_a_page_or_a_refusal(client, address, query):
    ToolFactory(tags=[TagFactory(name="City", slug="city")])

    response = client.get(f"{address}?{query}", follow=True)

    assert response.status_code in {200, 400, 404}
    assert len(response.redirect_chain) <= 1
    assert len(response.content) < 60_000


@pytest.mark.parametrize(
    "address",
    [
        "/en/tools/%00/",
        "/en/tools/unknown/",
        "/en/tools/" + "a" * 5000 + "/",
        "/en/tools/%D8%A3/",
        "/en/use-cases/unknown/",
        "/en/organizations/unknown/",
        "/en/tags/unknown/",
        "/en/tags/%00/",
        "/en/tags/%D9%85%D9%86%D8%B5%D8%A9/",
        "/en/tools/?page=2",
        "/en/tools/?q=nothingofthesort&page=2",
        "/en/organizations/?page=2",
    ],
)
def test_unknown_address_is_not_found(client, address):
    ToolFactory()

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [*LISTS, "/en/tags/"])
def test_list_answers_reading_methods_only(client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
