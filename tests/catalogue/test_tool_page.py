"""A tool's page: what it is used for, by whom, and its neighbours."""

import pytest
from bs4 import BeautifulSoup

from tests.browsing import page
from tests.factories import OrganizationFactory, ToolFactory, UseCaseFactory, link

pytestmark = pytest.mark.django_db


def sections(soup: BeautifulSoup) -> dict[str, list[str]]:
    """The names listed under each heading of the main column."""
    return {
        section.h2.get_text(strip=True): [h.get_text(strip=True) for h in names]
        for section in soup.select("section.section")
        if (names := section.select("h3"))
    }


def facts(soup: BeautifulSoup) -> dict[str, str]:
    rows = soup.select(".facts > div")
    return {row.dt.get_text(): " ".join(row.dd.get_text().split()) for row in rows}


def test_tool_shows_what_it_is_used_for_and_by_whom(client):
    tool = ToolFactory(name="Decidim")
    city = OrganizationFactory(name="City of Helsinki", type="local government")
    partner = OrganizationFactory(name="Partner")
    case = [link("uses", tool), link("run_by", city), link("partner", partner)]
    UseCaseFactory(name="OmaStadi", country="FI", since="2018", links=case)

    soup = page(client, "/en/tools/decidim/")

    shown = sections(soup)
    assert shown["Used for"] == ["OmaStadi"]
    assert shown["Used by"] == ["City of Helsinki"]
    row = soup.select_one("#linked-uses").find_parent("section").select_one(".meta")
    assert " ".join(row.get_text().split()) == "City of Helsinki Finland From 2018"


def test_tool_shows_its_links_in_both_directions(client):
    tool = ToolFactory(
        name="Tool",
        links=[
            link("developed_by", OrganizationFactory(name="Maker")),
            link("provided_by", OrganizationFactory(name="Provider")),
            link("funded_by", OrganizationFactory(name="Funder")),
            link("alternative_to", ToolFactory(name="Rival")),
            link("works_with", ToolFactory(name="Friend")),
            link("built_on", ToolFactory(name="Ground")),
            link("replaces", ToolFactory(name="Elder")),
        ],
    )
    ToolFactory(name="Other rival", links=[link("alternative_to", tool)])
    ToolFactory(name="Other friend", links=[link("works_with", tool)])
    ToolFactory(name="Roof", links=[link("built_on", tool)])
    ToolFactory(name="Heir", links=[link("replaces", tool)])

    assert sections(page(client, "/en/tools/tool/")) == {
        "Developed by": ["Maker"],
        "Provided by": ["Provider"],
        "Funded by": ["Funder"],
        "Similar tools": ["Rival", "Other rival"],
        "Works with": ["Friend", "Other friend"],
        "Built on": ["Ground"],
        "Basis of": ["Roof"],
        "Replaces": ["Elder"],
        "Replaced by": ["Heir"],
    }


def test_link_shows_its_dates(client):
    maker = OrganizationFactory(name="Maker")
    made = link("developed_by", maker, since="2016-12", until="2019")
    ToolFactory(name="Tool", links=[made])

    soup = page(client, "/en/tools/tool/")

    assert facts(soup)["Developed by"] == "Maker (December 2016–2019)"
    assert "December 2016–2019" in soup.select_one(".entry.mini").get_text()


def test_long_group_shows_the_first_and_leads_to_all(client):
    tool = ToolFactory(name="CKAN")
    for number in range(12):
        city = OrganizationFactory(name=f"City {number:02}")
        case = [link("uses", tool), link("run_by", city)]
        UseCaseFactory(name=f"Portal {number:02}", links=case)

    soup = page(client, "/en/tools/ckan/")

    assert len(sections(soup)["Used for"]) == 10
    more = soup.select_one("#linked-uses").find_parent("section").select_one("a.btn")
    assert " ".join(more.get_text().split()) == "All 12 use cases (Used for)"
    assert more["href"] == "/en/use-cases/?uses=ckan"
    assert (
        "12 use cases" in page(client, more["href"]).h2.find_parent("main").get_text()
    )
    users = soup.select_one("#across-uses").find_parent("section").select_one("a.btn")
    assert users["href"] == "/en/organizations/?uses=ckan"


@pytest.mark.parametrize(
    ("licence", "verdict"),
    [
        ("AGPL-3.0-or-later", "Yes:"),
        ("proprietary", "No:"),
        ("CC-BY-NC-4.0", "No:"),
        ("", "Unknown:"),
    ],
)
def test_licence_comes_with_a_verdict(client, licence, verdict):
    ToolFactory(name="Tool", licence=licence)

    assert facts(page(client, "/en/tools/tool/"))["Open source"].startswith(verdict)


def test_every_fact_of_a_tool_is_shown(client):
    ToolFactory(
        name="Tool",
        form="online service",
        website="https://www.tool.example/en/",
        repository="https://github.com/team/tool.git",
        licence="MIT",
        programming_languages=["Ruby", "Go"],
        platforms=["web", "ios"],
        interface_languages=["fr", "ar"],
        state="seeks a maintainer",
    )

    soup = page(client, "/en/tools/tool/")

    assert facts(soup) == {
        "Form": "Online service",
        "Licence": "MIT License SPDX: MIT",
        "Open source": "Yes: the licence is approved as open source or free software",
        "Developed by": "Not filled in. Add it (Developed by)",
        "Website": "tool.example",
        "Source code": "team/tool",
        "Written in": "Ruby, Go",
        "Platforms": "Web, iOS",
        "Languages": "Arabic, French",
        "State": "Seeks a maintainer",
    }
    visit = soup.select_one(".head a.btn")
    assert visit.get_text() == "Visit tool.example"
    assert "noopener" in visit["rel"]
    assert soup.select_one(".kind").get_text(strip=True) == "Tool, online service"
