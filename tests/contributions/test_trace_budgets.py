"""How often the pages of traces ask the database, however many changes there are."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contributions import actions
from contributions.actions import Why
from contributions.models import Batch
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UserFactory,
    link,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[2, 22], ids="{} changes".format)
def tool(request: pytest.FixtureRequest) -> None:
    """A tool that so many people changed in all its parts, one after the other."""
    tool = ToolFactory(name="Decidim", summary="Votes.")
    batch = Batch.objects.create(kind="import", label="Import")
    tags, links, last = [], [], None
    for number in range(request.param):
        person = UserFactory(username=f"person-{number}")
        tags.append(TagFactory().pk)
        links.append(link("developed_by", OrganizationFactory(name=f"O{number}")))
        values = {"tags": tags, "links": links, "texts": {"en": text(f"It {number}.")}}
        last = actions.edit(tool, values, Why(by=person, batch=batch, reverts=last))
        actions.confirm(tool, f"tags.{tags[-1]}", person)


def queries(client: Client, address: str) -> int:
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/en/tools/decidim/history/", 8),
        ("/en/tools/decidim/history/feed/", 8),
        ("/en/tools/decidim/history/2/", 8),
        ("/en/tools/decidim/facts/", 11),
        ("/en/changes/", 7),
        ("/en/changes/feed/", 7),
        ("/en/tools/decidim/", 10),
    ],
)
def test_page_asks_as_seldom_for_many_changes(client, tool, address, most):
    assert queries(client, address) <= most


@pytest.mark.usefixtures("tool")
def test_person_who_may_confirm_costs_two_questions_more(client, contributor):
    address = "/en/tools/decidim/facts/"
    as_visitor = queries(client, address)
    client.force_login(contributor)

    assert queries(client, address) <= min(as_visitor + 2, 12)
