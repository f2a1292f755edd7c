"""Pages are kept until the catalogue changes, and nobody can tell."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client

from tests.browsing import page, words
from tests.factories import TagFactory, ToolFactory, UserFactory
from toolbox import caching

ADDRESSES = [
    *("/en/", "/en/tools/", "/en/tools/?q=tool", "/en/tools/tool/", "/fr/tags/"),
    *("/en/search/?q=tool", "/en/search/suggest/?q=tool", "/en/opensearch.xml"),
]
WRITER = """
import sys
import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()

from tests.factories import ToolFactory

ToolFactory(name="Written elsewhere")
"""


@pytest.fixture
def tool(db: None) -> None:
    ToolFactory(name="Tool", tags=[TagFactory()])


@pytest.mark.usefixtures("tool")
@pytest.mark.parametrize("address", ADDRESSES)
def test_kept_answer_is_the_fresh_one(client, address):
    caches["pages"].clear()
    fresh = client.get(address)
    kept = client.get(address)

    assert kept.content == fresh.content
    assert dict(kept.items()) == dict(fresh.items())
    assert kept["Content-Security-Policy"]
    assert kept["Content-Language"] == address[1:3]
    assert kept["Cache-Control"] == "no-cache"
    assert kept["Vary"] == "Cookie"


@pytest.mark.usefixtures("tool")
@pytest.mark.parametrize("address", ADDRESSES)
def test_reader_who_has_the_page_is_told_so(client, address):
    fresh = client.get(address)
    again = client.get(address, headers={"If-None-Match": fresh["ETag"]})

    assert again.status_code == 304
    assert not again.content
    for name in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy"):
        assert again[name] == fresh[name]


@pytest.mark.usefixtures("tool")
def test_pages_tell_each_other_apart():
    answers = [Client().get(address)["ETag"] for address in ADDRESSES]

    assert len(set(answers)) == len(ADDRESSES)


@pytest.mark.usefixtures("tool")
@pytest.mark.parametrize("address", ["/en/tools/", "/en/", "/en/search/?q=new"])
def test_write_shows_in_the_next_request(client, address):
    before = client.get(address)

    ToolFactory(name="New")
    after = client.get(address, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert "New" in after.text
    assert "New" not in before.text


@pytest.mark.django_db(transaction=True)
def test_write_of_another_process_shows_in_the_next_request(client):
    ToolFactory(name="Tool")
    before = client.get("/en/tools/")

    database = connection.settings_dict["NAME"]
    command = [sys.executable, "-c", WRITER, database]
    subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ, check=True)
    after = client.get("/en/tools/", headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert "Written elsewhere" in after.text


@pytest.mark.usefixtures("tool")
def test_page_of_someone_signed_in_is_not_kept(client):
    client.force_login(UserFactory())

    response = client.get("/en/tools/")

    assert "ETag" not in response
    assert not caches["pages"]._cache


@pytest.mark.usefixtures("tool")
@pytest.mark.parametrize(
    "address", ["/en/unknown/", "/en/tools/?page=x", "/robots.txt"]
)
def test_only_pages_are_kept(client, address):
    assert "ETag" not in client.get(address)


@pytest.mark.usefixtures("tool")
def test_head_is_answered_without_the_page(client):
    response = client.head("/en/tools/")

    assert response.status_code == 200
    assert not response.content
    assert words(page(client, "/en/tools/").select_one("#found")) == "1 tool"


@pytest.mark.usefixtures("tool")
@pytest.mark.parametrize("first", ["head", "get"])
def test_head_and_get_are_one_page(client, first):
    getattr(client, first)("/en/tools/")
    head, get = client.head("/en/tools/"), client.get("/en/tools/")

    assert head["ETag"] == get["ETag"]
    assert get.content
    assert not head.content


@pytest.mark.usefixtures("tool")
def test_nothing_is_kept_for_developers(client, settings):
    settings.DEBUG = True

    response = client.get("/en/tools/")

    assert "ETag" not in response
    assert not caches["pages"]._cache


def test_release_changes_with_code_templates_and_versions_of_packages():
    sources = set(caching._sources())

    for name in ("catalogue/lists.py", "templates/base.html", "constraints.txt"):
        assert settings.BASE_DIR / name in sources
