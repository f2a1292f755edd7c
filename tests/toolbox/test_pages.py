import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import path

from tests.factories import OrganizationFactory, ToolFactory
from toolbox.urls import urlpatterns as site_urls

pytestmark = pytest.mark.django_db
PAGES = ["", "about/", "licence/", "sources/", "accessibility/", "privacy/", "search/"]


def soup_of(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("address", PAGES)
def test_page_has_one_heading_a_title_and_a_description(client, address):
    soup = soup_of(client, f"/en/{address}")

    assert len(soup.find_all("h1")) == 1
    assert soup.title.text.endswith(" – Open government toolbox")
    assert not soup.title.text.startswith(" ")
    assert soup.find("meta", attrs={"name": "description"})["content"]


@pytest.mark.parametrize("address", PAGES)
def test_page_links_only_to_pages_that_exist(client, address):
    soup = soup_of(client, f"/en/{address}")

    inside = {a["href"] for a in soup.find_all("a") if a["href"].startswith("/")}
    statuses = {href: client.get(href).status_code for href in inside}

    assert set(statuses.values()) == {200}, statuses


@pytest.mark.parametrize("address", [*PAGES, "styleguide/"])
def test_page_keeps_style_and_scripts_out_of_its_markup(client, address):
    soup = soup_of(client, f"/en/{address}")

    assert not soup.select("[style], style, script:not([src])")


def test_page_refuses_to_be_posted_to(client):
    assert client.post("/en/about/").status_code == 405


def test_metadata_names_the_page_once_for_all(client):
    soup = soup_of(client, "/en/about/?utm=1")

    def social(name: str) -> str:
        return soup.find("meta", property=f"og:{name}")["content"]

    assert social("title") == soup.h1.text
    assert social("url") == "http://testserver/en/about/"
    assert soup.find("link", rel="canonical")["href"] == "http://testserver/en/about/"
    assert social("type") == "website"


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/en/about/?page=77&sort=name", "/en/about/"),
        ("/en/tools/facets/tag/?q=a", "/en/tools/facets/tag/"),
        ("/en/tools/?page=2&sort=name", "/en/tools/?page=2"),
        ("/en/tools/?sort=name", "/en/tools/"),
    ],
)
def test_canonical_address_keeps_only_the_page_number_of_a_list(
    client, address, canonical
):
    for number in range(21):
        ToolFactory(name=f"Tool {number}")

    soup = soup_of(client, address)

    assert soup.find("link", rel="canonical")["href"] == f"http://testserver{canonical}"


def test_menu_marks_the_section_the_reader_is_in(client):
    tool = ToolFactory()

    on_list = soup_of(client, "/en/tools/").select_one(".site-nav [aria-current]")
    on_entry = soup_of(client, tool.get_absolute_url()).select_one(
        ".site-nav [aria-current]"
    )

    assert (on_list.text, on_list["aria-current"]) == ("Tools", "page")
    assert (on_entry.text, on_entry["aria-current"]) == ("Tools", "true")


def test_frieze_divides_as_the_catalogue_does(client):
    ToolFactory.create_batch(3)
    OrganizationFactory()

    for language in ("en", "fr"):
        pieces = soup_of(client, f"/{language}/about/").select(".frieze rect")
        assert [piece["width"] for piece in pieces] == ["75.0", "0.0", "25.0"]


def test_sources_that_ask_to_be_named_are_named_with_their_licence(client):
    soup = soup_of(client, "/en/sources/")

    section = soup.find(id="h-attributed").find_parent("section")
    assert "Data Portals Registry, © the contributors" in section.text
    assert section.find("a", href="https://creativecommons.org/licenses/by/4.0/")


def test_unknown_address_shows_a_page_with_a_way_out(client):
    soup = soup_of(client, "/en/nowhere/", status=404)

    assert soup.h1.text == "Page not found"
    assert soup.select_one("main form[role=search]")
    assert soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def broken(request):
    raise RuntimeError("as planned")


def forbidden(request):
    raise PermissionDenied


urlpatterns = [
    *site_urls,
    path("en/broken/", broken),
    path("en/forbidden/", forbidden),
]


@override_settings(ROOT_URLCONF="tests.toolbox.test_pages")
def test_failing_page_says_so_without_details():
    client = Client(raise_request_exception=False)

    soup = soup_of(client, "/en/broken/", status=500)

    assert soup.h1.text == "Something went wrong"
    assert "as planned" not in str(soup)


@override_settings(ROOT_URLCONF="tests.toolbox.test_pages")
def test_forbidden_page_says_so(client):
    soup = soup_of(client, "/en/forbidden/", status=403)

    assert soup.h1.text == "Not allowed"


def test_error_page_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "Something went wrong" in render_to_string("500.html")


def test_favicon_is_found_at_its_old_address(client):
    response = client.get("/favicon.ico")

    assert response.headers["Location"].endswith(".svg")


def test_title_is_escaped_once(client):
    soup = soup_of(client, "/en/search/?q=R%26D")

    assert soup.title.text.startswith("Search for “R&D”")
    assert soup.find("meta", property="og:title")["content"] == "Search for “R&D”"


def test_reading_sets_no_cookie(client):
    assert not client.get("/en/").cookies
