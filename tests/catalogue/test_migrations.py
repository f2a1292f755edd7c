"""Databases that were filled by an older release."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalogue.models import SearchRow
from tests.factories import OrganizationFactory, ToolFactory, text

pytestmark = pytest.mark.django_db(transaction=True)
ONE_TEXT_FOR_ALL_NAMES = [("catalogue", "0007_reasons_of_private_collections")]


def known_as() -> list[list[str]]:
    return list(SearchRow.objects.order_by("pk").values_list("known_as", flat=True))


def test_names_are_known_one_by_one_before_a_reindex() -> None:
    ToolFactory(name="Décidim!", texts={"fr": text(name="Décider")})
    ToolFactory(name="!!!", texts={"fr": text(name="Vote")})
    OrganizationFactory(name="O'Neil")
    OrganizationFactory(name="???")
    written = known_as()

    try:
        MigrationExecutor(connection).migrate(ONE_TEXT_FOR_ALL_NAMES)
    finally:
        forward = MigrationExecutor(connection)
        forward.migrate(forward.loader.graph.leaf_nodes())

    assert known_as() == written == [["decidim", "decider"], ["vote"], ["o neil"], []]
