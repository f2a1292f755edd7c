import pytest
from bs4 import BeautifulSoup

from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
)

pytestmark = pytest.mark.django_db
COMPONENTS = [
    *(".tile", ".kind", ".entry", ".entry.mini", ".sentence", ".tags", ".meta"),
    *(".chip", ".pager", ".bar", ".facet", ".opt", ".btn.plain", ".btn.text"),
    *(".field", ".field.bad", ".errors", ".search", ".notice", ".notice.calm"),
    *(".panel", ".facts", ".none", ".meter", ".log", ".crumbs", ".table.fold"),
    *("progress", "ins", "del", ".frieze", ".brand"),
]


@pytest.fixture
def soup(client):
    tool, city = ToolFactory(licence="MIT", tags=[TagFactory()]), OrganizationFactory()
    links = [link("uses", tool), link("run_by", city)]
    UseCaseFactory(links=links, summary="Text.")
    return BeautifulSoup(client.get("/en/styleguide/").content, "html.parser")


def test_styleguide_stands_without_any_entry(client):
    assert client.get("/en/styleguide/").status_code == 200


def test_styleguide_shows_every_component(soup):
    missing = [name for name in COMPONENTS if not soup.select_one(name)]

    assert not missing


def test_styleguide_shows_the_three_kinds(soup):
    assert {"k-tool", "k-use", "k-org"} <= {
        name for path in soup.select("main svg path[class]") for name in path["class"]
    }


def test_styleguide_gives_each_element_an_id_of_its_own(soup):
    ids = [element["id"] for element in soup.select("[id]")]

    assert sorted(ids) == sorted(set(ids))


def test_styleguide_is_kept_from_search_engines(soup):
    assert soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
