"""Reading collections: their list, their pages, their files."""

import csv
import io

import pytest
from django.test import Client

from contributions import actions
from contributions.actions import Why
from tests.browsing import page, words
from tests.factories import (
    CollectionFactory,
    OrganizationFactory,
    ToolFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ROLES = {
    "guest": {"is_guest": True},
    "contributor": {},
    "organizer": {"is_organizer": True},
    "moderator": {"is_staff": True},
    "administrator": {"is_superuser": True, "is_staff": True},
}


@pytest.fixture
def maps():
    """A public collection of a tool, an organization and a hidden tool."""
    tool = ToolFactory(name="Decidim", summary="Gathers.", website="https://a.example/")
    entries = [OrganizationFactory(name="City"), tool, ToolFactory(name="Shoes")]
    collection = CollectionFactory(
        title="Maps",
        introduction="For **towns** <script>alert(1)</script>",
        person=UserFactory(username="ada", display_name="Ada"),
        public=True,
        entries=entries,
    )
    actions.arrange(collection, {tool: "=1+1 works"}, {})
    actions.set_status(entries[2], "hidden", Why(by=None))
    return collection


def headings(client: Client, address: str) -> list[str]:
    return [words(h2) for h2 in page(client, address).select("main li h2")]


def test_collection_shows_its_entries_in_order_with_note_and_kind(client, maps):
    soup = page(client, "/en/collections/maps/")
    rows = [words(row) for row in soup.select("main ol.mt2 > li")]

    assert soup.h1.text == "Maps"
    assert len(rows) == 2
    assert "City" in rows[0] and "Organization" in rows[0]
    assert "Decidim" in rows[1] and "Tool" in rows[1]
    assert "Note: =1+1 works" in rows[1]
    assert "2 entries" in words(soup.main)


def test_introduction_is_sanitized_markdown(client, maps):
    main = page(client, "/en/collections/maps/").main

    assert main.find("strong", string="towns")
    assert not main.find("script")


def test_owner_is_named(client, maps):
    assert "A collection by Ada" in words(page(client, "/en/collections/maps/").main)


def test_hidden_entries_are_for_the_owner_and_moderators(client, maps):
    assert "Shoes" not in client.get("/en/collections/maps/").content.decode()
    assert (
        "Shoes" not in client.get("/en/collections/maps/?format=json").content.decode()
    )

    for person in (maps.person, UserFactory(moderator=True)):
        client.force_login(person)
        assert headings(client, "/en/collections/maps/") == ["City", "Decidim", "Shoes"]
    client.force_login(UserFactory())
    assert headings(client, "/en/collections/maps/") == ["City", "Decidim"]


@pytest.mark.parametrize("form", ["", "?format=csv", "?format=json"])
@pytest.mark.parametrize("role", [None, *ROLES])
def test_private_collection_is_for_its_owner_and_moderators(client, role, form):
    CollectionFactory(title="Mine")
    if role:
        client.force_login(UserFactory(**ROLES[role]))

    status = client.get(f"/en/collections/mine/{form}").status_code

    assert status == (200 if role in {"moderator", "administrator"} else 404)


def test_owner_reads_a_private_collection(client):
    collection = CollectionFactory(title="Mine")
    client.force_login(collection.person)

    soup = page(client, "/en/collections/mine/")

    assert "This collection is private" in words(soup.main)
    assert soup.find("a", string="Order and notes")


def test_others_are_offered_no_edit(client, maps):
    client.force_login(UserFactory(moderator=True))

    assert not page(client, "/en/collections/maps/").find("a", string="Order and notes")


def test_csv_holds_entries_licence_and_date(client, maps):
    response = client.get("/en/collections/maps/?format=csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert 'filename="maps.csv"' in response["Content-Disposition"]
    assert [(row["place"], row["name"]) for row in rows] == [
        ("1", "City"),
        ("2", "Decidim"),
    ]
    assert rows[1]["note"] == "'=1+1 works"
    assert rows[1]["page"] == "http://testserver/en/tools/decidim/"
    assert {row["licence"] for row in rows} == {"CC0-1.0"}
    assert {row["updated"] for row in rows} == {f"{maps.updated_at:%Y-%m-%d}"}
    assert {row["by"] for row in rows} == {"Ada"}


def test_json_holds_entries_licence_and_date(client, maps):
    found = client.get("/en/collections/maps/?format=json").json()

    assert (found["collection"], found["by"]) == ("Maps", "Ada")
    assert found["licence"] == "CC0-1.0"
    assert found["updated"] == f"{maps.updated_at:%Y-%m-%d}"
    assert [entry["kind"] for entry in found["entries"]] == ["organization", "tool"]
    assert found["entries"][1]["summary"] == "Gathers."
    assert found["entries"][1]["note"] == "=1+1 works"


def test_list_shows_public_collections_changed_last_first(client, maps):
    CollectionFactory(title="Mine")
    CollectionFactory(title="Votes", public=True)

    soup = page(client, "/en/collections/")

    assert [words(row.a) for row in soup.select("main .bar")] == ["Votes", "Maps"]
    assert "by Ada" in words(soup.main)
    assert "2 entries" in words(soup.main)


def test_list_shows_a_person_their_own_collections(client, maps):
    collection = CollectionFactory(title="Mine")
    client.force_login(collection.person)

    section = page(client, "/en/collections/").find(
        "section", {"aria-labelledby": "mine"}
    )

    assert [words(row.a) for row in section.select(".bar")] == ["Mine"]
    assert "private" in words(section)


def test_list_comes_in_pages(client, monkeypatch):
    monkeypatch.setattr("catalogue.collection_pages.LIST_SIZE", 2)
    for number in range(3):
        CollectionFactory(title=f"Number {number}", public=True)

    soup = page(client, "/en/collections/?page=2")

    assert [words(row.a) for row in soup.select("main .bar")] == ["Number 0"]
    assert soup.find("link", rel="canonical")["href"].endswith("/collections/?page=2")


@pytest.mark.parametrize("number", ["0", "9", "x", "9" * 30])
def test_page_that_is_not_there_is_not_found(client, maps, number):
    for address in ("/en/collections/", "/en/collections/maps/"):
        assert client.get(f"{address}?page={number}").status_code == 404


def test_list_stands_without_collections(client):
    assert "no public collection yet" in words(page(client, "/en/collections/").main)


def test_navigation_leads_to_the_collections(client):
    nav = page(client, "/en/collections/").select_one(".site-nav")

    assert nav.find("a", string="Collections")["aria-current"] == "page"


def test_home_shows_the_latest_collections_that_hold_something(client, maps):
    CollectionFactory(title="Empty", public=True)
    CollectionFactory(title="Mine", entries=[ToolFactory()])

    section = page(client, "/en/").find("section", {"aria-labelledby": "h-collections"})

    assert [words(row.a) for row in section.select(".bar")] == ["Maps"]


def test_home_has_no_section_without_collections(client):
    assert not page(client, "/en/").find(id="h-collections")


def test_entry_names_the_public_collections_that_hold_it(client, maps):
    tool = maps.entries.get(name="Decidim")
    CollectionFactory(title="Mine", entries=[tool])

    section = page(client, "/en/tools/decidim/").find(
        "section", {"aria-labelledby": "in-collections"}
    )

    assert [(a.text, a["href"]) for a in section.select("a")] == [
        ("Maps", "/en/collections/maps/")
    ]


def test_entry_can_be_added_to_a_collection(client):
    tool = ToolFactory(name="Decidim")

    link = page(client, "/en/tools/decidim/").find("a", string="Add to a collection")

    assert link["href"] == f"/en/collections/add/?entry={tool.pk}"


def test_compared_tools_can_be_collected(client):
    one, two = ToolFactory(name="One"), ToolFactory(name="Two")

    soup = page(client, "/en/tools/compare/?tool=one&tool=two")

    address = f"/en/collections/add/?entry={one.pk}&entry={two.pk}"
    assert soup.find("a", string="Collect these")["href"] == address


def shown(client: Client) -> list[str]:
    addresses = (
        "/en/",
        "/en/collections/",
        "/en/collections/maps/",
        "/en/tools/decidim/",
    )
    return [client.get(address).content.decode() for address in addresses]


def test_change_of_a_public_collection_shows_in_the_next_request(client, maps):
    shown(client)
    actions.edit_collection(maps, title="Charts")
    assert all("Charts" in text for text in shown(client))

    tool = maps.entries.get(name="Decidim")
    actions.arrange(maps, {tool: "Fresh words"}, {})
    assert "Fresh words" in shown(client)[2]

    actions.arrange(maps, {}, {tool: 1})
    assert headings(client, "/en/collections/maps/") == ["Decidim", "City"]

    actions.take_out(maps, tool)
    assert headings(client, "/en/collections/maps/") == ["City"]
    assert "Charts" not in shown(client)[3]

    actions.collect(maps, [tool])
    assert "Charts" in shown(client)[3]


def test_collection_that_becomes_private_is_gone_in_the_next_request(client, maps):
    shown(client)

    actions.edit_collection(maps, is_public=False)

    assert client.get("/en/collections/maps/").status_code == 404
    assert "Maps" not in client.get("/en/tools/decidim/").content.decode()


def test_deleted_collection_is_gone_in_the_next_request(client, maps):
    shown(client)

    actions.delete_collection(maps)

    assert client.get("/en/collections/maps/").status_code == 404
    assert "Maps" not in client.get("/en/").content.decode()


def test_new_public_collection_shows_in_the_next_request(client):
    client.get("/en/collections/")

    CollectionFactory(title="Maps", public=True)

    assert "Maps" in client.get("/en/collections/").content.decode()


def test_private_collections_let_kept_pages_stand(client):
    client.get("/en/collections/")
    kept = client.get("/en/collections/")["ETag"]
    collection = CollectionFactory(entries=[ToolFactory()])
    before = client.get("/en/collections/")["ETag"]

    actions.edit_collection(collection, title="Maps")
    actions.delete_collection(collection)

    assert before != kept
    assert client.get("/en/collections/")["ETag"] == before


def test_sitemap_lists_public_collections(client, maps):
    CollectionFactory(title="Mine")

    listed = client.get("/sitemap-collections.xml").content.decode()

    assert "/en/collections/maps/" in listed
    assert "/mine/" not in listed


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_moderators_make_a_collection_private_in_the_admin(client, maps, role):
    client.force_login(UserFactory(**ROLES[role]))
    data = {"action": "make_private", "_selected_action": [maps.pk]}

    client.post("/admin/catalogue/collection/", data)

    maps.refresh_from_db()
    assert not maps.is_public
