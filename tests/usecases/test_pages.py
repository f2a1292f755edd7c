"""A use case's page: who used what, for what, since when, with what result."""

import pytest
from bs4 import BeautifulSoup

from tests.browsing import page
from tests.factories import OrganizationFactory, ToolFactory, UseCaseFactory, link

pytestmark = pytest.mark.django_db


def story(soup: BeautifulSoup) -> str:
    return " ".join(soup.select_one("#story").find_next("p").get_text().split())


def test_use_case_reads_as_a_sentence(client):
    links = [
        link("uses", ToolFactory(name="Decidim")),
        link("run_by", OrganizationFactory(name="City of Helsinki")),
    ]
    case = {"country": "FI", "since": "2018", "state": "in use"}
    UseCaseFactory(name="OmaStadi", links=links, **case)

    soup = page(client, "/en/use-cases/omastadi/")

    assert story(soup) == (
        "City of Helsinki used Decidim for OmaStadi. Since 2018. It is still in use."
    )
    addresses = [a["href"] for a in soup.select("#story + div a")]
    assert addresses == ["/en/organizations/city-of-helsinki/", "/en/tools/decidim/"]


def test_sentence_does_not_repeat_a_name(client):
    links = [
        link("uses", ToolFactory(name="Decidim")),
        link("run_by", OrganizationFactory(name="Barcelona")),
    ]
    UseCaseFactory(name="Decidim Barcelona", links=links)

    soup = page(client, "/en/use-cases/decidim-barcelona/")

    assert story(soup) == "Barcelona used Decidim."


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (["uses"], "Tool was used for Case. By whom is not filled in."),
        (["run_by"], "City ran Case. Which tool served is not filled in."),
        ([], "By whom and with which tool is not filled in."),
    ],
)
def test_use_case_reads_well_when_something_is_missing(client, roles, expected):
    ends = {
        "uses": ToolFactory(name="Tool"),
        "run_by": OrganizationFactory(name="City"),
    }
    UseCaseFactory(name="Case", links=[link(role, ends[role]) for role in roles])

    assert story(page(client, "/en/use-cases/case/")) == expected


def test_ended_use_case_says_why(client):
    UseCaseFactory(
        name="Case",
        since="2016",
        until="2019-05",
        state="ended",
        ended_because="the budget was cut",
        outcome="Three laws were *changed*.",
    )

    soup = page(client, "/en/use-cases/case/")

    assert story(soup).endswith("2016–May 2019. It has ended: the budget was cut")
    assert soup.select_one("#outcome + div em").get_text() == "changed"
    facts = soup.select_one(".facts").get_text(" ", strip=True)
    assert "Why it ended the budget was cut" in facts


def test_use_case_names_partners_and_funders(client):
    links = [
        link("run_by", OrganizationFactory(name="City")),
        link("partner", OrganizationFactory(name="Association")),
        link("funded_by", OrganizationFactory(name="Fund")),
    ]
    UseCaseFactory(name="Case", links=links)

    soup = page(client, "/en/use-cases/case/")
    headings = [h.get_text(strip=True) for h in soup.select("section h2")]

    assert headings[1:4] == ["Run by", "Partner", "Funded by"]
