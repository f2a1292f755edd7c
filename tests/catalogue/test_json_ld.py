"""Entries as search engines read them."""

import json

import pytest

from tests.browsing import page
from tests.factories import OrganizationFactory, ToolFactory, UseCaseFactory, link

pytestmark = pytest.mark.django_db


def described(client, address: str) -> dict:
    block = page(client, address).select_one("script[type='application/ld+json']")
    return json.loads(block.string)


def test_entries_describe_themselves_to_machines(client):
    city = OrganizationFactory(name="City", country="FI")
    made = [link("developed_by", city)]
    tool = ToolFactory(name="Tool", licence="MIT", summary="A line.", links=made)
    case = [link("uses", tool), link("run_by", city)]
    UseCaseFactory(name="Case", since="2016", links=case)
    city_there = {
        "@type": "Organization",
        "@id": "http://testserver/en/organizations/city/",
        "name": "City",
    }

    assert described(client, "/en/tools/tool/") == {
        "@context": "https://schema.org",
        "@type": "SoftwareApplication",
        "@id": "http://testserver/en/tools/tool/",
        "name": "Tool",
        "description": "A line.",
        "license": "https://spdx.org/licenses/MIT",
        "author": [city_there],
    }
    use_case = described(client, "/en/use-cases/case/")
    assert use_case["creator"] == [city_there]
    assert use_case["temporalCoverage"] == "2016/.."
    country = described(client, "/en/organizations/city/")["address"]
    assert country == {"@type": "PostalAddress", "addressCountry": "FI"}


def test_no_name_can_end_the_block_of_data(client):
    name = "</script><script>alert(1)</script> & co"
    ToolFactory(name=name)

    assert described(client, "/en/tools/scriptscriptalert1script-co/")["name"] == name
