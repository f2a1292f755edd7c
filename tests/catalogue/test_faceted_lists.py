"""What readers see of facets: options with true counts, chips, pages of all values."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag

from tests.browsing import page, words
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(db: None) -> None:
    """Some of each kind, linked, with fields filled in and not."""
    tags = [TagFactory(name=f"Tag {n}", slug=f"tag-{n}") for n in range(8)]
    for number in range(12):
        city = OrganizationFactory(
            name=f"City {number}", country=["FR", "DE", ""][number % 3]
        )
        tool = ToolFactory(
            name=f"Tool {number}",
            licence=["MIT", "", "AGPL-3.0-or-later"][number % 3],
            platforms=["web"] if number % 2 else [],
            tags=tags[number % 5 : number % 5 + number % 4],
            links=[link("developed_by", city)],
        )
        if number % 3:
            UseCaseFactory(
                name=f"Case {number}",
                since="2018" if number % 2 else "",
                tags=tags[number % 3 : number % 3 + 2],
                links=[link("uses", tool), link("run_by", city)],
            )


def options(soup: BeautifulSoup, facet: str) -> dict[str, Tag]:
    found = soup.select(f"#facet-{facet} label.opt")
    return {words(option.span): option.input for option in found}


def count(option: Tag) -> int:
    return int(option.parent.select_one(".n").get_text())


def total(soup: BeautifulSoup) -> int:
    return int(words(soup.select_one("#found")).split()[0])


def sent_with(option: Tag) -> str:
    """The form's address with one more option, all others as they are."""
    form = option.find_parent("form")
    fields = form.select("input[type=hidden], input:checked")
    pairs = [(field["name"], field["value"]) for field in fields]
    return f"{form['action']}?{urlencode([*pairs, (option['name'], option['value'])])}"


@pytest.mark.parametrize(
    "address",
    [
        "/en/tools/",
        "/en/tools/?q=tool",
        "/en/tools/?open_source=open&sort=name",
        "/en/tools/?q=tool&licence=none&has_use_case=yes",
        "/en/tools/?with_tag=tag-1",
        "/en/use-cases/",
        "/en/use-cases/?q=case&country=none",
        "/en/organizations/",
        "/en/organizations/?country=FR&q=city",
    ],
)
def test_count_beside_an_option_is_the_total_after_the_click(
    client, catalogue, address
):
    soup = page(client, address)
    untouched = [
        option
        for group in soup.select("details.facet:not(:has(:checked))")
        for option in group.select("input:not([disabled])")
    ]

    assert untouched
    for option in untouched:
        narrowed = page(client, sent_with(option))
        assert total(narrowed) == count(option), sent_with(option)
        assert narrowed.find(id=option["id"]).has_attr("checked")


def test_options_of_one_facet_widen_and_ignore_each_other(client):
    for licence in ("MIT", "MIT", "Apache-2.0", ""):
        ToolFactory(licence=licence)

    soup = page(client, "/en/tools/?licence=MIT")
    other = options(soup, "licence")["Apache-2.0"]

    assert total(soup) == 2
    assert count(other) == 1
    assert total(page(client, sent_with(other))) == 3


def test_not_filled_in_is_an_option(client):
    ToolFactory(name="Free", licence="MIT")
    ToolFactory(name="Unknown")

    option = options(page(client, "/en/tools/"), "licence")["Not filled in"]
    soup = page(client, sent_with(option))

    assert count(option) == 1
    assert words(soup.select_one(".entry h3")) == "Unknown"
    assert words(soup.select_one("a.chip")) == "Remove filter Licence: Not filled in"


def test_option_without_result_stays_in_place_disabled(client):
    ToolFactory(name="Free", licence="MIT", state="active")
    ToolFactory(name="Bound", licence="proprietary", state="ended")

    before = options(page(client, "/en/tools/"), "state")
    after = options(page(client, "/en/tools/?licence=MIT"), "state")

    assert list(before) == list(after)
    assert {name: count(option) for name, option in after.items()} == {
        "Active": 1,
        "Ended": 0,
    }
    assert [o.has_attr("disabled") for o in after.values()] == [False, True]


def test_chosen_option_stays_enabled_at_zero(client):
    ToolFactory(licence="MIT")

    soup = page(client, "/en/tools/?licence=MIT&q=nothingofthesort")
    option = options(soup, "licence")["MIT"]

    assert option.has_attr("checked")
    assert not option.has_attr("disabled")


def test_unknown_value_stays_visible_to_be_removed(client):
    ToolFactory(licence="MIT")

    soup = page(client, "/en/tools/?licence=Unheard-of")

    assert options(soup, "licence")["Unheard-of"].has_attr("checked")
    assert soup.select_one("a.chip")["href"] == "/en/tools/"
    assert total(soup) == 0


def test_facet_says_how_many_are_chosen_and_is_open(client, catalogue):
    soup = page(client, "/en/tools/?state=none&licence=MIT&licence=none")

    licence = soup.select_one("#facet-licence")
    assert licence.has_attr("open")
    assert words(licence.summary) == "Licence2 chosen"


def test_facet_shows_five_values_and_leads_to_all(client, catalogue):
    soup = page(client, "/en/tools/?q=tool")

    facet = soup.select_one("#facet-tag")
    more = facet.select_one("a.btn")

    assert len(facet.select("label.opt")) == 6  # with “Not filled in”
    assert words(more) == "All tags (6)"
    assert more["href"] == "/en/tools/facets/tag/?q=tool"


def test_chosen_value_beyond_the_first_five_is_shown(client):
    for number in range(7):
        tag = TagFactory(name=f"Tag {number}", slug=f"tag-{number}")
        for _ in range(8 - number):
            ToolFactory(tags=[tag])

    soup = page(client, "/en/tools/?tag=tag-6")

    assert list(options(soup, "tag")) == [f"Tag {n}" for n in (0, 1, 2, 3, 4, 6)]


def test_page_of_a_facet_counts_and_keeps_the_list_around_it(client, catalogue):
    address = "/en/tools/facets/tag/?q=tool&sort=name&licence=MIT"
    soup = page(client, address)
    choices = soup.select("label.opt input:not([disabled])")

    assert choices
    for option in choices:
        narrowed = page(client, sent_with(option))
        assert total(narrowed) == count(option)
        assert "licence=MIT" in sent_with(option)
        assert "sort=name" in sent_with(option)


def test_values_of_a_facet_are_found_by_their_names(client, catalogue):
    soup = page(client, "/en/tools/facets/tag/?find=TAG+3&tag=tag-1&q=tool")

    shown = {words(option.span) for option in soup.select("label.opt")}
    assert shown == {"Tag 1", "Tag 3"}
    kept = {field["name"] for field in soup.select("form input[type=hidden]")}
    assert kept == {"q", "tag"}


@pytest.mark.parametrize("value", ["none", "Unheard-of"])
def test_facet_page_keeps_what_is_chosen(client, value):
    ToolFactory(licence="MIT")
    ToolFactory()

    soup = page(client, f"/en/tools/facets/licence/?licence={value}")
    other = soup.select_one("label.opt [value=MIT]")

    assert soup.select_one(f"label.opt [value={value}]").has_attr("checked")
    assert f"licence={value}" in sent_with(other)


def test_facet_page_shows_not_filled_in_last_with_its_count(client, catalogue):
    soup = page(client, "/en/tools/facets/licence/?q=tool")

    shown = [words(option) for option in soup.select("label.opt")]
    assert shown == ["AGPL-3.0-or-later 4", "MIT 4", "Not filled in 4"]


@pytest.mark.parametrize(
    ("sent", "understood"),
    [
        ("foo=1&page=7", ""),
        ("find=+a+", "?find=a"),
        ("find=", ""),
        ("q=tool&find=a&tag=x&tag=x", "?q=tool&tag=x&find=a"),
    ],
)
def test_address_of_a_facet_page_becomes_what_was_understood(client, sent, understood):
    response = client.get(f"/en/tools/facets/tag/?{sent}")

    assert response.status_code == 302
    assert response["Location"] == f"/en/tools/facets/tag/{understood}"


def test_facet_page_without_match_leads_back(client, catalogue):
    soup = page(client, "/en/tools/facets/tag/?find=unheard")

    assert "No value has these words." in soup.get_text()
    assert soup.find("a", string="Back without a change")["href"] == "/en/tools/"


@pytest.mark.parametrize(
    "address",
    ["/en/tools/facets/nothing/", "/en/nothing/facets/tag/", "/en/tools/facets/q/"],
)
def test_unknown_facet_has_no_page(client, address):
    assert client.get(address).status_code == 404


def test_search_and_sort_keep_the_facets(client, catalogue):
    soup = page(client, "/en/tools/?q=tool&licence=MIT&licence=none&sort=name")

    for form in ("form[role=search]", "form:has(#sort)"):
        kept = soup.select_one(form).select("input[name=licence]")
        assert [field["value"] for field in kept] == ["MIT", "none"]


@pytest.mark.parametrize(
    "address",
    ["/en/tools/", "/en/tools/?q=tool&licence=MIT", "/en/tools/?q=nothingofthesort"],
)
def test_what_htmx_swaps_in_is_what_a_fresh_page_shows(client, catalogue, address):
    swapped = client.get(address, headers={"HX-Request": "true"})
    fresh = page(client, address)

    part = BeautifulSoup(swapped.content, "html.parser")
    for target in ("#listing", "#found"):
        assert part.select_one(target) == fresh.select_one(target)


def test_way_out_keeps_the_values_of_other_facets(client):
    ToolFactory(licence="MIT", state="active")
    ToolFactory(licence="GPL-3.0-only", state="active")

    soup = page(client, "/en/tools/?licence=MIT&licence=GPL-3.0-only&state=ended")

    ways = [(way.a["href"], words(way)) for way in soup.select(".prose .bar")]
    assert ways == [
        (
            "/en/tools/?licence=GPL-3.0-only&licence=MIT",
            "All without “State: ended” 2 tools",
        )
    ]


def test_way_out_of_several_values_names_their_facet(client):
    ToolFactory(licence="MIT")

    soup = page(client, "/en/tools/?licence=x&licence=y")

    assert [way.a["href"] for way in soup.select(".prose .bar")] == ["/en/tools/"]
    assert words(soup.select_one(".prose .bar")) == "All without “Licence” 1 tool"


def test_way_out_tells_what_its_list_has_where_words_are_read_leniently(client):
    for number in range(3):
        ToolFactory(name=f"City budget {number}", licence="MIT")

    soup = page(client, "/en/tools/?q=city+budgte+unheard&licence=x")
    way = soup.select(".prose .bar")[-1].a["href"]

    assert way == "/en/tools/?q=city+budgte+unheard"
    assert total(page(client, way)) == 3
    assert words(soup.select(".prose .bar")[-1]).endswith("3 tools")


def test_question_goes_along_to_the_other_kinds(client):
    ToolFactory(name="Budget tool", licence="MIT", tags=[TagFactory(slug="budget")])

    soup = page(client, "/en/tools/?licence=MIT&q=budget&tag=budget")

    found = [a["href"] for a in soup.select("#listing p.links a")]
    assert found == [
        "/en/use-cases/?q=budget&tag=budget",
        "/en/organizations/?q=budget&tag=budget",
    ]
