"""Tools side by side: what is compared, what differs, what is left out, as a file."""

import csv
import io
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from catalogue.models import EntryStatus
from catalogue.spreadsheets import safe
from contributions import actions
from contributions.actions import Why
from tests.browsing import page, words
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
    text,
)

pytestmark = pytest.mark.django_db

COMPARE = "/en/tools/compare/"
QUERIES = 10


def address(*slugs: str, **more: str) -> str:
    query = urlencode([*(("tool", slug) for slug in slugs), *more.items()])
    return f"{COMPARE}?{query}"


def compared(soup: BeautifulSoup) -> list[str]:
    return [words(heading) for heading in soup.select(".compare thead .name")]


def rows(soup: BeautifulSoup) -> dict[str, list[str]]:
    """What each row says, by its name; those that differ end with a star."""
    found = {}
    for row in soup.select(".compare tbody tr"):
        label = words(row.th).replace(" (differs)", "*")
        found[label] = [words(cell) for cell in row.select("td")]
    return found


def notes(soup: BeautifulSoup) -> str:
    return " ".join(words(note) for note in soup.select(".notice li"))


def table(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def tools(db: None) -> list:
    return [ToolFactory(name=f"Tool {letter}") for letter in "abcdefgh"]


def test_tools_stand_in_the_order_of_the_address(client, tools):
    soup = page(client, address("tool-c", "tool-a", "tool-b"))

    assert soup.h1.get_text() == "Compare 3 tools"
    assert compared(soup) == ["Tool c", "Tool a", "Tool b"]


def test_facts_stand_side_by_side(client):
    facts = {"licence": "MIT", "programming_languages": ["Ruby", "Go"], "form": ""}
    maker = OrganizationFactory(name="Maker")
    made = [link("developed_by", maker, since="2016")]
    ToolFactory(name="One", summary="First.", links=made, **facts)
    ToolFactory(name="Two", licence="proprietary", website="https://www.two.example/")

    found = rows(page(client, address("one", "two")))

    assert found["In short*"] == ["First.", "Not filled in"]
    assert found["Licence*"] == ["MIT", "Proprietary"]
    assert found["Open source*"] == ["Yes", "No"]
    assert found["Written in*"] == ["Ruby, Go", "Not filled in"]
    assert found["Developed by*"] == ["Maker (from 2016)", "Not filled in"]
    assert found["Website*"] == ["Not filled in", "two.example"]
    assert found["Form"] == ["Not filled in", "Not filled in"]


@pytest.mark.parametrize(
    ("one", "two", "differs"),
    [
        ({"licence": "MIT"}, {"licence": "MIT"}, []),
        ({"licence": "MIT"}, {"licence": "0BSD"}, ["Licence"]),
        ({"licence": "MIT"}, {}, ["Licence", "Open source"]),
        ({"platforms": ["web", "ios"]}, {"platforms": ["ios", "web"]}, []),
        ({"platforms": ["web", "ios"]}, {"platforms": ["web"]}, ["Platforms"]),
        (
            {"website": "https://a.example/one"},
            {"website": "https://a.example/two"},
            ["Website"],
        ),
    ],
)
def test_rows_that_differ_are_marked_in_words_and_sight(client, one, two, differs):
    ToolFactory(name="One", **one)
    ToolFactory(name="Two", **two)

    soup = page(client, address("one", "two"))

    wanted = {*differs, *(["Filled in"] if len(one) != len(two) else [])}
    assert {label[:-1] for label in rows(soup) if label.endswith("*")} == wanted
    marked = soup.select(".compare tr:has(.mark)")
    assert {words(row.th).removesuffix(" (differs)") for row in marked} == wanted
    assert not any("same" in row.get("class", []) for row in marked)


def test_only_rows_that_differ_without_styles(client):
    ToolFactory(name="One", licence="MIT", form="software")
    ToolFactory(name="Two", licence="0BSD", form="software")

    soup = page(client, address("one", "two", differ="on"))

    assert list(rows(soup)) == ["Licence*"]
    whole = soup.find("a", string="Show all rows")
    assert "Form" in rows(page(client, whole["href"]))
    assert "differ=on" in soup.select_one(".compare thead a.btn")["href"]


def test_links_of_two_tools_with_one_neighbour_are_the_same(client):
    ground = ToolFactory(name="Ground")
    for name in ("One", "Two"):
        ToolFactory(name=name, links=[link("built_on", ground)])

    found = rows(page(client, address("one", "two")))

    assert found["Built on"] == ["Ground", "Ground"]
    assert "Replaces" not in found


def test_long_groups_are_cut_lead_on_and_count_as_different(client):
    one, two = ToolFactory(name="One"), ToolFactory(name="Two")
    for number in range(12):
        both = [link("built_on", one), link("built_on", two)]
        ToolFactory(name=f"Part {number:02}", links=both)

    soup = page(client, address("one", "two"))

    assert rows(soup)["Basis of*"][0].endswith("Part 09 … All 12")
    more = soup.find("a", string="All 12")
    assert more["href"] == "/en/tools/?built_on=one"


def test_use_cases_stand_side_by_side(client):
    tool, other = ToolFactory(name="One"), ToolFactory(name="Two")
    city = OrganizationFactory(name="City")
    for number in range(7):
        case = [link("uses", tool), link("run_by", city)]
        UseCaseFactory(name=f"Case {number}", since="2018", links=case)
    UseCaseFactory(name="Shared", links=[link("uses", tool), link("uses", other)])

    soup = page(client, address("one", "two"))

    assert rows(soup)["Use cases*"] == ["8 use cases", "1 use case"]
    assert rows(soup)["Known users*"] == ["1 organization", "0 organizations"]
    one, two = soup.select("[aria-labelledby=use-cases] .cols > div")
    assert len(one.select("li h3")) == 5
    assert "City" in words(one.select_one("ul"))
    assert "All 8 use cases" in words(one)
    assert [words(h) for h in two.select("li h3")] == ["Shared"]


def test_hidden_neighbours_stay_hidden(client):
    one = ToolFactory(name="One")
    ToolFactory(
        name="Two", links=[link("built_on", ToolFactory(name="X", hidden=True))]
    )
    UseCaseFactory(name="Secret", hidden=True, links=[link("uses", one)])

    soup = page(client, address("one", "two"))

    assert "Built on*" not in rows(soup)
    assert "Secret" not in soup.get_text()


@pytest.mark.parametrize(
    ("slugs", "shown", "said"),
    [
        (["tool-a", "nix", "tool-b"], 2, "there is no tool at the address “nix”"),
        (["tool-a", "tool-b", "tool-a"], 2, "more than once, shown once: Tool a."),
        (["tool-a", "TOOL-B", "tool-c"], 2, "“TOOL-B”"),
        (["tool-a", "a\0b", "tool-b"], 2, "“ab”"),
        (["tool-a", "\0", "tool-b"], 2, "1 address without a tool"),
        (["tool-a", "é’=%' OR 1", "tool-b"], 2, "“é’=%' OR 1”"),
        (["tool-a", "", "tool-b"], 2, ""),
        (["tool-a", "<script>alert(1)</script>", "tool-b"], 2, "“<script>"),
        (["tool-a", "y" * 100_000, "tool-b"], 2, f"“{'y' * 60}”"),
        ([f"tool-{letter}" for letter in "abcdefgh"], 6, "Tool g and Tool h."),
        ([f"none-{n}" for n in range(8)] + ["tool-a", "tool-b"], 2, "3 addresses"),
        (["tool-a", "tool-b"] + ["tool-a"] * 98, 2, "50 more addresses were not read"),
    ],
)
def test_what_is_left_out_is_named_and_the_rest_compared(
    client, tools, slugs, shown, said
):
    soup = page(client, address(*slugs))

    assert len(compared(soup)) == shown
    assert said in notes(soup)
    assert bool(notes(soup)) == bool(said)
    assert not soup.select(".notice script")


@pytest.mark.parametrize("slugs", [[], ["tool-a"], ["nix"], ["tool-a", "tool-a"]])
def test_too_few_tools_are_told_how_to_choose(client, tools, slugs):
    soup = page(client, address(*slugs))

    assert not compared(soup)
    assert soup.h1.get_text() == "Compare tools"
    assert soup.select_one("main a.btn")["href"].startswith("/en/tools/")
    assert client.get(address(*slugs, format="csv"))["Content-Type"].startswith(
        "text/h"
    )


@pytest.mark.parametrize("status", [EntryStatus.HIDDEN, EntryStatus.HELD])
def test_unpublished_tools_are_unknown_to_everybody(client, moderator, tools, status):
    ToolFactory(name="Secret plan", status=status)
    client.force_login(moderator)

    soup = page(client, address("tool-a", "secret-plan", "tool-b"))

    assert compared(soup) == ["Tool a", "Tool b"]
    assert "“secret-plan”" in notes(soup)
    assert "Secret plan" not in soup.get_text()


def test_old_addresses_of_a_tool_still_work(client, tools):
    actions.edit(tools[0], {"name": "Renamed"}, Why(by=None))

    soup = page(client, address("tool-a", "renamed", "tool-b"))

    assert compared(soup) == ["Renamed", "Tool b"]
    assert "shown once: Renamed" in notes(soup)


def test_tools_are_added_and_removed_by_links(client, tools):
    soup = page(client, address("tool-a", "tool-b", "tool-c"))

    remove = soup.select("thead a.btn")
    assert words(remove[1]) == "Remove Tool b"
    assert compared(page(client, remove[1]["href"])) == ["Tool a", "Tool c"]
    tray = page(client, soup.find("a", string="Add a tool")["href"])
    ticked = tray.select("input[form=compare][checked]")
    assert {box["value"] for box in ticked} == {"tool-a", "tool-b", "tool-c"}


def test_six_tools_leave_no_room_for_another(client, tools):
    soup = page(client, address(*(tool.slug for tool in tools[:6])))

    assert not soup.find("a", string="Add a tool")


def test_nobody_but_readers_may_ask(client, tools):
    assert client.post(address("tool-a", "tool-b")).status_code == 405
    assert client.head(address("tool-a", "tool-b")).status_code == 200


def test_no_tool_can_take_the_address_of_the_comparison(client):
    tool = ToolFactory(name="Compare")

    assert tool.slug == "compare-2"


def test_names_are_escaped_and_their_language_marked(client):
    one = ToolFactory(name="أداة", language="ar", texts={"ar": text("منصة")})
    two = ToolFactory(name="<b>Bold</b>", summary="<i>x</i>")

    soup = page(client, address(one.slug, two.slug))

    headings = soup.select(".compare thead .name bdi")
    assert (headings[0]["lang"], headings[0]["dir"]) == ("ar", "rtl")
    assert words(headings[1]) == "<b>Bold</b>"
    summary = soup.select_one(".compare tbody td span")
    assert (summary["lang"], summary["dir"]) == ("ar", "rtl")
    assert rows(soup)["In short*"][1] == "<i>x</i>"


def test_csv_holds_the_rows_of_the_page(client):
    maker = OrganizationFactory(name="Maker")
    tool = ToolFactory(
        name="Un, deux",
        licence="MIT",
        website="https://a.example/x",
        links=[link("developed_by", maker)],
    )
    ToolFactory(name="Two", licence="MIT")
    case = [link("uses", tool), link("run_by", OrganizationFactory(name="City"))]
    UseCaseFactory(name="Case", since="2018", links=case)

    response = client.get(address("un-deux", "two", format="csv"))

    found = {row[0]: row[1:] for row in table(response)}
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert found[""] == ["Un, deux", "Two", "Differs"]
    assert found["Page"][0] == "http://testserver/en/tools/un-deux/"
    assert found["Licence"] == ["MIT", "MIT", "No"]
    assert found["Developed by"] == ["Maker", "", "Yes"]
    assert found["Website"][0] == "https://a.example/x"
    assert found["Used for"][0] == "Case (City, from 2018)"


@pytest.mark.parametrize("opening", ["=", "+", "-", "@", "＝"])
def test_csv_runs_no_formula(client, opening):
    evil = f'{opening}HYPERLINK("http://evil.example")'
    maker = OrganizationFactory(name=f"Fine; {evil}")
    made = [link("developed_by", maker)]
    facts = {"summary": evil, "programming_languages": [evil], "links": made}
    tool, other = ToolFactory(name=evil, **facts), ToolFactory(name="Other")

    response = client.get(address(tool.slug, other.slug, format="csv"))

    cells = [cell for row in table(response) for cell in row]
    assert f"'{evil}" in cells
    assert f"Fine; '{evil}" in cells
    assert not [cell for cell in cells if cell.lstrip()[:1] == opening]


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("", ""),
        ("plain", "plain"),
        ("C++", "C++"),
        ("a-b@c=d", "a-b@c=d"),
        ("=1", "'=1"),
        (" =1", " '=1"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\n@x", "'\n'@x"),
        ("a; =1", "a; '=1"),
        ("a,=1", "a,'=1"),
        ("a | -1", "a | '-1"),
        ("＝1", "'＝1"),
        ("a\0b", "ab"),
    ],
)
def test_cells_are_safe_in_spreadsheets(given, made):
    assert safe(given) == made


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize("form", ["html", "csv"])
def test_compare_query_budget(client, django_assert_max_num_queries, many, form):
    tags = [TagFactory() for _ in range(5)]
    tools = [ToolFactory(name=f"T{n}", summary="One.", tags=tags) for n in range(6)]
    for _ in range(many):
        city = OrganizationFactory()
        uses = [link("uses", tool) for tool in tools]
        UseCaseFactory(links=[*uses, link("run_by", city)], summary="One.")
        ToolFactory(links=[link("built_on", tool) for tool in tools], summary="One.")
        ToolFactory(links=[link("alternative_to", tool) for tool in tools])

    with django_assert_max_num_queries(QUERIES):
        client.get(address(*(tool.slug for tool in tools), format=form))


def test_list_of_tools_offers_to_compare(client, tools):
    soup = page(client, "/en/tools/")

    boxes = soup.select("input[type=checkbox][name=tool][form=compare]")
    assert len(boxes) == 8
    assert soup.select_one("form#compare")["action"] == COMPARE
    assert words(boxes[0].find_parent("label")) == "Compare Tool a"


def test_other_lists_do_not(client):
    OrganizationFactory()
    UseCaseFactory()

    for path in ("organizations", "use-cases"):
        assert not page(client, f"/en/{path}/").select("#compare, [form=compare]")


def test_list_of_tools_carries_chosen_tools_along(client, tools):
    for number in range(20):
        ToolFactory(name=f"Another {number:02}")

    soup = page(client, "/en/tools/?sort=name&tool=tool-h&tool=another-01")

    assert [b["value"] for b in soup.select("[form=compare][checked]")] == [
        "another-01"
    ]
    kept = soup.select("form#compare input[type=hidden]")
    assert [field["value"] for field in kept] == ["tool-h"]
    assert not soup.select(".chip")
    assert "28 tools" in words(soup.select_one("#results-heading"))
    following = soup.select_one("a[rel=next]")["href"]
    assert "tool=tool-h" in following and "tool=another-01" in following
    assert soup.select_one("[data-clear]")["href"] == "/en/tools/?sort=name"


def test_tool_page_leads_to_the_comparison(client, moderator, tools):
    ToolFactory(name="Hidden", hidden=True)
    client.force_login(moderator)

    button = page(client, "/en/tools/tool-a/").find("a", string="Add to compare")

    assert button["href"] == address("tool-a")
    assert "Add to compare" not in page(client, "/en/tools/hidden/").get_text()
