"""Adding rows of lists to a collection, in a form without a token."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from catalogue.models import Collection
from contributions import actions
from contributions.actions import Why
from tests.browsing import page, words
from tests.factories import (
    CollectionFactory,
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LISTS = [
    ("/en/tools/", "tool"),
    ("/en/tools/?q=budget", "tool"),
    ("/en/use-cases/", "entry"),
    ("/en/organizations/", "entry"),
    ("/en/organizations/?q=budget", "entry"),
    ("/en/search/?q=budget", "entry"),
    ("/en/tags/money/", "entry"),
    ("/en/?tag=money", "entry"),
    ("/en/collections/maps/", "entry"),
]


@pytest.fixture
def entries():
    """Two entries of each kind, which every list finds; one collection has them all."""
    tags = [TagFactory(name="Money")]
    made = [
        make(name=f"Budget {make.__name__[0]}{n}", tags=tags)
        for make in (ToolFactory, UseCaseFactory, OrganizationFactory)
        for n in range(2)
    ]
    CollectionFactory(title="Maps", public=True, entries=made)
    return made


def sent(soup: BeautifulSoup, name: str) -> str:
    """The address that the page's button opens with its first two rows ticked."""
    button = soup.find("button", string="Add to a collection")
    form = button.find_parent("form")
    boxes = soup.select(f"li.entry input[form={form['id']}][name={name}]")
    chosen = [(name, box["value"]) for box in boxes[:2]]
    assert len(chosen) == 2
    return f"{button.get('formaction', form['action'])}?{urlencode(chosen)}"


@pytest.mark.parametrize(("address", "name"), LISTS)
def test_ticked_rows_of_every_list_are_added(
    client: Client, contributor: User, entries, address: str, name: str
) -> None:
    soup = page(client, address)
    shown = [words(heading) for heading in soup.select("li.entry :is(h2, h3)")][:2]
    client.force_login(contributor)

    client.post(sent(soup, name), {"collection": "new", "title": "Mine"})

    items = Collection.objects.get(title="Mine").items.order_by("place")
    assert [item.entry.name for item in items] == shown


@pytest.mark.parametrize(("address", "name"), LISTS)
def test_every_row_has_one_tick_that_names_its_entry(
    client: Client, entries, address: str, name: str
) -> None:
    rows = page(client, address).select("main li.entry")

    assert len(rows) >= 2
    for row in rows:
        [tick] = row.select("label.opt")
        assert words(row.find(["h2", "h3"])) in words(tick)


@pytest.mark.parametrize(("address", "name"), LISTS)
def test_lists_hold_no_token_and_are_alike_for_all(
    client: Client, contributor: User, entries, address: str, name: str
) -> None:
    as_visitor = page(client, address)
    client.force_login(contributor)
    as_contributor = page(client, address)

    assert not as_visitor.select("main [name=csrfmiddlewaretoken]")
    rows = [soup.select("main li.entry") for soup in (as_visitor, as_contributor)]
    assert [str(row) for row in rows[0]] == [str(row) for row in rows[1]]


def test_own_collection_has_no_ticks(client: Client) -> None:
    own = CollectionFactory(title="Maps", public=True, entries=[ToolFactory()])
    client.force_login(own.person)

    assert not page(client, "/en/collections/maps/").select("#collect, [form=collect]")


def test_entry_that_is_not_published_has_no_tick(client: Client) -> None:
    tools = [ToolFactory(name="Shown"), ToolFactory(name="Hidden")]
    CollectionFactory(title="Maps", public=True, entries=tools)
    actions.set_status(tools[1], "hidden", Why(by=None))
    client.force_login(UserFactory(moderator=True))

    ticks = page(client, "/en/collections/maps/").select("[form=collect]")

    assert [tick["value"] for tick in ticks] == [str(tools[0].pk)]


def test_tools_are_found_at_addresses_they_had(
    client: Client, contributor: User
) -> None:
    tool = ToolFactory(name="Old name")
    actions.edit(tool, {"name": "New name"}, Why(by=None))
    client.force_login(contributor)

    sent = "tool=old-name&tool=nowhere&tool=%00&tool=new-name"
    shown = page(client, f"/en/collections/add/?{sent}")

    assert [words(h3) for h3 in shown.select("main li h3")] == ["New name"]


def test_nothing_ticked_is_explained(client: Client, contributor: User) -> None:
    client.force_login(contributor)

    soup = page(client, "/en/collections/add/")

    assert "Nothing is ticked yet." in words(soup.main)
    assert not soup.main.form
    client.post("/en/collections/add/", {"collection": "new", "title": "Empty"})
    assert not Collection.objects.exists()


@pytest.mark.parametrize("sent", ["entry=0", "entry=x", "tool=nowhere", "tool=%00"])
def test_nothing_that_is_there_is_not_found(
    client: Client, contributor: User, sent: str
) -> None:
    client.force_login(contributor)

    assert client.get(f"/en/collections/add/?{sent}").status_code == 404


def test_visitor_signs_in_and_comes_back_with_what_was_ticked(client: Client) -> None:
    answer = client.get("/en/collections/add/?entry=1&entry=2")

    assert answer["Location"].endswith("/add/%3Fentry%3D1%26entry%3D2")
