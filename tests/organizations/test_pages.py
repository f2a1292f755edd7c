"""An organization's page: what it makes, funds, does, uses and belongs to."""

import pytest
from bs4 import BeautifulSoup

from tests.browsing import page, words
from tests.factories import OrganizationFactory, ToolFactory, UseCaseFactory, link

pytestmark = pytest.mark.django_db


def sections(soup: BeautifulSoup) -> list[tuple[str, list[str]]]:
    return [
        (
            section.h2.get_text(strip=True),
            [h.get_text(strip=True) for h in section.select("h3")],
        )
        for section in soup.select("section.section")
        if section.select("h3")
    ]


def test_organization_shows_everything_it_has_to_do_with(client):
    whole = OrganizationFactory(name="Whole")
    body = OrganizationFactory(name="Body", links=[link("part_of", whole)])
    used = ToolFactory(name="Used")
    ToolFactory(name="Made", links=[link("developed_by", body)])
    ToolFactory(name="Offered", links=[link("provided_by", body)])
    ToolFactory(name="Paid tool", links=[link("funded_by", body)])
    UseCaseFactory(name="Paid case", links=[link("funded_by", body)])
    UseCaseFactory(name="Own case", links=[link("run_by", body), link("uses", used)])
    UseCaseFactory(name="Shared case", links=[link("partner", body)])
    OrganizationFactory(name="Part", links=[link("part_of", body)])

    assert sections(page(client, "/en/organizations/body/")) == [
        ("Makes", ["Made"]),
        ("Provides", ["Offered"]),
        ("Funds", ["Paid tool"]),
        ("Funds", ["Paid case"]),
        ("Runs", ["Own case"]),
        ("Partner in", ["Shared case"]),
        ("Uses", ["Used"]),
        ("Part of", ["Whole"]),
        ("Has as parts", ["Part"]),
    ]


def test_use_case_of_an_organization_names_its_tools(client):
    city = OrganizationFactory(name="City")
    tool = ToolFactory(name="Decidim")
    UseCaseFactory(name="Budget", links=[link("run_by", city), link("uses", tool)])

    soup = page(client, "/en/organizations/city/")

    section = soup.select_one("#linked-run-by").find_parent("section")
    assert section.select_one(".meta a")["href"] == "/en/tools/decidim/"


def test_organization_facts(client):
    OrganizationFactory(
        name="City", type="local government", country="XK", website="https://a.example/"
    )

    soup = page(client, "/en/organizations/city/")
    facts = [" ".join(row.get_text(" ").split()) for row in soup.select(".facts > div")]

    assert facts == ["Type Local government", "Country Kosovo", "Website a.example"]
    assert words(soup.select_one(".kind")) == "Organization, local government"
