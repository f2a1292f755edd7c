import re
from xml.etree import ElementTree

import pytest

from tests.factories import HackathonFactory, TagFactory, ToolFactory

pytestmark = pytest.mark.django_db


def addresses(content: bytes) -> list[str]:
    root = ElementTree.fromstring(content)
    return [
        element.text or "" for element in root.iter() if element.tag.endswith("loc")
    ]


def test_robots_are_told_where_the_sitemap_is(client):
    text = client.get("/robots.txt").content.decode()

    address = re.search(r"^Sitemap: http://testserver(/.*)$", text, re.M)
    assert client.get(address[1]).status_code == 200
    assert "Disallow: /admin/" in text


def test_every_section_of_the_sitemap_answers(client):
    ToolFactory(tags=[TagFactory()])

    sections = addresses(client.get("/sitemap.xml").content)

    assert len(sections) == 7
    assert {client.get(address).status_code for address in sections} == {200}


def test_sitemap_lists_a_published_entry_in_the_finished_languages(client):
    ToolFactory(name="Decidim")
    ToolFactory(name="Secret", hidden=True)

    content = client.get("/sitemap-tools.xml").content

    assert addresses(content) == [
        "http://testserver/en/tools/decidim/",
        "http://testserver/fr/tools/decidim/",
    ]
    assert b'hreflang="x-default" href="http://testserver/tools/decidim/"' in content
    assert b'hreflang="ar"' not in content


def test_sitemap_lists_tags_that_lead_somewhere(client):
    ToolFactory(tags=[TagFactory(name="Used")])
    TagFactory(name="Unused")

    found = addresses(client.get("/sitemap-tags.xml").content)

    assert "http://testserver/en/tags/used/" in found
    assert "http://testserver/en/tags/unused/" not in found


def test_sitemap_of_pages_lists_pages_that_exist(client):
    found = addresses(client.get("/sitemap-pages.xml").content)

    assert "http://testserver/fr/about/" in found
    assert {client.get(address).status_code for address in found} == {200}


@pytest.mark.parametrize("address", ["/sitemap-x.xml", "/sitemap-tools.xml?p=99"])
def test_unknown_part_of_the_sitemap_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_sitemap_lists_hackathons(client):
    HackathonFactory(name="Open day")

    content = client.get("/sitemap-hackathons.xml").content

    assert "http://testserver/en/hackathons/open-day/" in addresses(content)
