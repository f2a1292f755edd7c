"""The pages of tags: all of them, and one across the three kinds."""

import pytest

from tests.browsing import page, words
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
)

pytestmark = pytest.mark.django_db


def test_tags_stand_by_kind_with_counts_of_published_entries(client):
    topic = TagFactory(name="Maps", slug="maps")
    TagFactory(name="Cities", slug="cities", kind="audience")
    ToolFactory(tags=[topic])
    UseCaseFactory(tags=[topic])
    ToolFactory(tags=[topic], hidden=True)

    sections = page(client, "/en/tags/").select("section.section")

    assert [section.h2.get_text() for section in sections] == ["Topic", "Audience"]
    assert sections[0].li.get_text(" ", strip=True) == "Maps 2"
    assert sections[1].li.get_text(" ", strip=True) == "Cities 0"


@pytest.mark.parametrize("asked", ["ECOLE", "school", "Schule", "classroom"])
def test_tags_are_found_by_any_of_their_names(client, asked):
    labels = {"fr": "École", "de": "Schule"}
    TagFactory(name="School", slug="school", labels=labels, synonyms=["Classroom"])
    TagFactory(name="Maps", slug="maps")

    found = page(client, f"/en/tags/?q={asked}").select("li.bar")

    assert [row.a["href"] for row in found] == ["/en/tags/school/"]


def test_tag_search_without_result_offers_all(client):
    TagFactory(name="Maps", slug="maps")

    soup = page(client, "/en/tags/?q=nothing")

    assert "No tag was found" in soup.get_text()
    assert soup.find("a", string="See all tags")["href"] == "/en/tags/"


def test_tag_shows_its_entries_of_every_kind(client):
    tag = TagFactory(name="Maps", slug="maps", labels={"fr": "Cartes"})
    for number in range(6):
        ToolFactory(name=f"Tool {number}", tags=[tag])
    UseCaseFactory(name="Case", tags=[tag])
    OrganizationFactory(name="Body", tags=[tag])
    ToolFactory(name="Hidden", tags=[tag], hidden=True)

    soup = page(client, "/en/tags/maps/")
    tools, cases, bodies = soup.select("main .split > div > section")

    assert len(tools.select("h3")) == 5
    assert "6 tools" in tools.get_text()
    assert tools.select_one("a.btn")["href"] == "/en/tools/?with_tag=maps"
    assert [cases.h3.get_text(strip=True), bodies.h3.get_text(strip=True)] == [
        "Case",
        "Body",
    ]
    assert page(client, "/fr/tags/maps/").h1.get_text() == "Cartes"


def test_tag_names_those_that_stand_beside_it(client):
    maps, city, rare = (TagFactory(name=n, slug=n) for n in ("maps", "city", "rare"))
    ToolFactory(tags=[maps, city])
    ToolFactory(tags=[maps, city, rare])
    ToolFactory(tags=[rare])

    rows = page(client, "/en/tags/maps/").select("aside .bar")

    assert [row.get_text(" ", strip=True) for row in rows] == ["city 2", "rare 1"]


def test_tag_named_in_another_script_has_a_page(client):
    tag = TagFactory(name="منصة", slug="منصة")
    ToolFactory(name="Tool", tags=[tag])

    soup = page(client, "/en/tags/منصة/")

    assert soup.h1.get_text() == "منصة"
    narrowed = page(client, "/en/tools/?with_tag=منصة")
    assert narrowed.select_one(".entry h3").get_text(strip=True) == "Tool"


def test_related_tags_narrow_the_page(client):
    maps, city, rare = (TagFactory(name=n, slug=n) for n in ("maps", "city", "rare"))
    ToolFactory(name="Both", tags=[maps, city])
    OrganizationFactory(name="All three", tags=[maps, city, rare])
    ToolFactory(name="One", tags=[maps])

    step = page(client, "/en/tags/maps/").select_one("aside .bar")
    soup = page(client, step.a["href"])

    assert step.a["href"] == "/en/tags/maps/?tag=city"
    assert [h.get_text(strip=True) for h in soup.select("h3")] == ["Both", "All three"]
    assert [words(chip) for chip in soup.select("a.chip")] == ["Remove filter city"]
    assert soup.select_one("a.chip")["href"] == "/en/tags/maps/"
    assert [words(row) for row in soup.select("aside .bar")] == ["rare1"]
    assert soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_every_count_of_a_narrowed_tag_page_is_what_a_click_gives(client):
    maps, city = (TagFactory(name=n, slug=n) for n in ("maps", "city"))
    for number in range(7):
        ToolFactory(tags=[maps, city] if number % 2 else [maps])
        OrganizationFactory(tags=[maps, city])

    soup = page(client, "/en/tags/maps/?tag=city")

    counts = soup.select("section a.num")
    assert [words(count) for count in counts] == ["3 tools", "7 organizations"]
    for count in counts:
        found = page(client, count["href"]).select_one("#results-heading")
        assert words(found) == words(count)


@pytest.mark.parametrize("query", ["tag=unknown", "tag=maps", "tag=city&tag=city"])
def test_tag_page_drops_tags_that_say_nothing(client, query):
    for name in ("maps", "city"):
        ToolFactory(tags=[TagFactory(name=name, slug=name)])

    response = client.get(f"/en/tags/maps/?{query}")

    assert response.status_code == 302
    assert response["Location"] in {"/en/tags/maps/", "/en/tags/maps/?tag=city"}
    assert client.get(response["Location"]).status_code == 200


def test_tags_that_never_meet_offer_a_way_out(client):
    for name in ("maps", "city"):
        ToolFactory(tags=[TagFactory(name=name, slug=name)])

    soup = page(client, "/en/tags/maps/?tag=city")

    assert soup.find("h2", string="No entry carries all of these tags")
    assert soup.find("a", string="Without the tag “city”")["href"] == "/en/tags/maps/"
