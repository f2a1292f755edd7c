import pytest
from bs4 import BeautifulSoup

from tests.factories import ToolFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("fr", "fr"),
        ("fr-CA,en;q=0.5", "fr"),
        ("en;q=0.3,fr;q=0.9", "fr"),
        ("es,fr;q=0.5", "fr"),
        ("ar", "en"),
        ("de,*", "en"),
        ("", "en"),
        ("\x7f;;q=x", "en"),
        ("fr;q=0", "en"),
    ],
)
def test_path_without_language_leads_to_the_readers_best_finished_one(
    client, wanted, language
):
    response = client.get("/", headers={"accept-language": wanted})

    assert response.status_code == 302
    assert response.headers["Location"] == f"/{language}/"
    assert "Accept-Language" in response.headers["Vary"]


def test_entry_without_language_leads_to_its_page_with_the_query(client):
    ToolFactory(name="Decidim")

    response = client.get("/tools/decidim/?a=1", headers={"accept-language": "fr"})

    assert response.headers["Location"] == "/fr/tools/decidim/?a=1"
    assert client.get("/fr/tools/decidim/").status_code == 200


def test_unknown_path_without_language_is_not_found(client):
    response = client.get("/nowhere/", headers={"accept-language": "fr"})

    assert response.status_code == 404


def test_path_decides_the_language_and_nothing_else(client):
    client.cookies["django_language"] = "fr"

    response = client.get("/en/about/", headers={"accept-language": "fr"})

    assert response.headers["Content-Language"] == "en"
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_page_states_its_language_and_direction(client, language):
    soup = BeautifulSoup(client.get(f"/{language}/about/").content, "html.parser")

    assert soup.html["lang"] == language
    assert soup.html["dir"] == ("rtl" if language == "ar" else "ltr")


def test_page_offers_itself_in_the_finished_languages(client):
    soup = BeautifulSoup(client.get("/fr/about/?a=1").content, "html.parser")

    offered = soup.find(id="languages").find_parent("nav").find_all("a")
    assert [(a["lang"], a["href"]) for a in offered] == [
        ("en", "/en/about/?a=1"),
        ("fr", "/fr/about/?a=1"),
    ]


def test_search_engines_are_told_the_finished_languages(client):
    soup = BeautifulSoup(client.get("/fr/about/?a=1").content, "html.parser")

    alternates = soup.find_all("link", rel="alternate")
    assert [(link["hreflang"], link["href"]) for link in alternates] == [
        ("en", "http://testserver/en/about/"),
        ("fr", "http://testserver/fr/about/"),
        ("x-default", "http://testserver/about/"),
    ]


def test_unfinished_language_is_kept_from_search_engines(client):
    soup = BeautifulSoup(client.get("/ar/about/").content, "html.parser")

    assert soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert not soup.find_all("link", rel="alternate")


@pytest.mark.parametrize("address", ["/nowhere/", "/en-us/nowhere/", "/english/"])
def test_page_not_found_offers_the_home_page_in_other_languages(client, address):
    response = client.get(address)

    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.select_one(".site-nav a[lang=fr]")["href"] == "/fr/"


def test_endless_query_is_not_repeated_in_the_page(client):
    response = client.get("/en/about/?a=" + "x" * 5000)

    assert b"xxxx" not in response.content
