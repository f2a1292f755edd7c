"""From what an entry lacks to the field of its form."""

from urllib.parse import urlsplit

import pytest
from bs4 import Tag
from django.test import Client

from accounts.models import User
from catalogue import filling_in, kinds
from catalogue.kinds import Kind
from catalogue.models import Entry
from tests.browsing import page
from tests.factories import OrganizationFactory, ToolFactory, UseCaseFactory

pytestmark = pytest.mark.django_db
FACTORIES = {
    "tool": ToolFactory,
    "use_case": UseCaseFactory,
    "organization": OrganizationFactory,
}
FACTS = [(kind, fact.name) for kind in kinds.every() for fact in kind.facts]


@pytest.fixture
def entry(request: pytest.FixtureRequest) -> Entry:
    return FACTORIES[request.param](name="Lacking")


def opened(client: Client, address: str) -> Tag:
    """What a browser shows first at an address with a fragment."""
    parts = urlsplit(address)
    found = page(client, f"{parts.path}?{parts.query}")
    shown = found.select_one(f"#{parts.fragment}") if parts.fragment else found.h1
    assert shown is not None, address
    return shown


@pytest.mark.parametrize(
    ("kind", "fact"), FACTS, ids=lambda value: getattr(value, "name", value)
)
def test_address_of_a_missing_fact_shows_its_field(
    client: Client, kind: Kind, fact: str
) -> None:
    entry = FACTORIES[kind.name](name="Lacking")

    field = opened(client, filling_in.address(entry, fact))

    around = field.find_parents("details")
    assert all(details.has_attr("open") for details in around)


@pytest.mark.parametrize("entry", FACTORIES, indirect=True)
def test_missing_facts_lead_to_their_fields(client: Client, entry: Entry) -> None:
    found = page(client, entry.get_absolute_url())
    meter = found.select_one("[aria-labelledby=completeness]")

    addresses = [link["href"] for link in meter.select("a")]

    facts = kinds.get(entry.kind).facts
    assert addresses == [filling_in.address(entry, fact.name) for fact in facts]


@pytest.mark.parametrize("entry", FACTORIES, indirect=True)
def test_rows_that_are_not_filled_in_lead_to_their_fields(
    client: Client, entry: Entry
) -> None:
    found = page(client, entry.get_absolute_url())

    links = found.select(".facts .none a")

    assert {link.get_text().split(" (")[0] for link in links} == {"Add it"}
    assert all(opened(client, link["href"]) for link in links)


def test_filled_in_facts_have_no_such_link(client: Client) -> None:
    OrganizationFactory(
        name="Barcelona",
        summary="A city.",
        type="local government",
        country="ES",
        website="https://barcelona.cat",
    )

    found = page(client, "/en/organizations/barcelona/")

    assert found.select(".facts .none") == []


@pytest.mark.parametrize("role", ["visitor", "contributor", "moderator"])
@pytest.mark.parametrize("entry", FACTORIES, indirect=True)
def test_everybody_is_offered_to_edit(
    client: Client, contributor: User, moderator: User, entry: Entry, role: str
) -> None:
    people = {"contributor": contributor, "moderator": moderator}
    if role in people:
        client.force_login(people[role])

    found = page(client, entry.get_absolute_url())

    address = f"{entry.get_absolute_url()}edit/"
    assert found.select_one(f'.head a[href="{address}"]').get_text() == "Edit"
    assert client.get(address).status_code == 200
    used = found.select_one(".head a[href$='/use/']")
    assert (used is not None) == (entry.kind == "tool")


def test_page_of_an_entry_holds_nothing_of_one_reader(client: Client) -> None:
    entry = ToolFactory(name="Decidim")

    response = client.get(entry.get_absolute_url())

    assert not response.cookies
    assert b"csrf" not in response.content


@pytest.mark.parametrize("kind", kinds.every(), ids=lambda kind: kind.name)
def test_empty_list_offers_to_add_what_was_searched(client: Client, kind: Kind) -> None:
    found = page(client, f"{kind.list_url}?q=Zebra+%26+co")

    link = found.select_one("main a[href*='/add/']")
    form = page(client, link["href"])

    assert link["href"].startswith(kind.list_url)
    assert form.select_one("#id_name")["value"] == "Zebra & co"


def test_search_without_result_offers_each_kind(client: Client) -> None:
    found = page(client, "/en/search/?q=zebra")

    offered = [link["href"] for link in found.select("main a[href*='/add/']")]

    assert offered == [f"{kind.list_url}add/?name=zebra" for kind in kinds.every()]
