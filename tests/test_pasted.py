"""What is pasted into any field arrives whole, or is given back with a message."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import test_access, test_admin_access
from tests.browsing import page, words
from tests.factories import UserFactory
from tests.test_access import world  # noqa: F401
from tests.test_admin_access import world as admin_world  # noqa: F401

pytestmark = pytest.mark.django_db
CUTTING = re.compile(r"<[^>]*\smaxlength[^>]*>")
OF_ACCOUNTS = ("login", "signup", "email", "login/code", "password/reset")


def cutting(response: HttpResponse) -> list[str]:
    is_page = response.get("Content-Type", "").startswith("text/html")
    return CUTTING.findall(response.content.decode()) if is_page else []


@pytest.mark.parametrize("role", ["visitor", "administrator"])
def test_no_field_of_the_site_cuts_what_is_pasted(
    client: Client,
    world: dict[str, Any],  # noqa: F811
    role: str,
) -> None:
    if role == "administrator":
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
    addresses = [test_access.address_of(name, world) for name in test_access.TABLE]
    addresses += [f"/en/account/{name}/" for name in OF_ACCOUNTS]

    found = {address: cutting(client.get(address)) for address in addresses}

    assert {address: tags for address, tags in found.items() if tags} == {}


def test_no_field_of_the_admin_cuts_what_is_pasted(
    client: Client,
    admin_world: dict[str, Any],  # noqa: F811
) -> None:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    addresses = [
        test_admin_access.address_of(name, pattern, admin_world)
        for name, pattern in test_admin_access.patterns()
        if name in test_admin_access.TABLE
    ]

    found = {address: cutting(client.get(address)) for address in addresses}

    assert {address: tags for address, tags in found.items() if tags} == {}


def test_long_name_of_the_quick_form_is_given_back_with_a_message(
    client: Client,
) -> None:
    name = "Name " * 160

    form = page(client, f"/en/tools/add/?name={name}")
    refused = client.post("/en/tools/add/", {"name": name})

    assert form.select_one("#id_name")["value"] == name
    assert refused.status_code == 422
    assert name.strip() in refused.content.decode()


@pytest.mark.parametrize(
    "address", ["/en/search/?q=", "/en/tags/?q=", "/en/tools/facets/tag/?find="]
)
def test_long_words_that_find_nothing_are_given_back(
    client: Client, address: str
) -> None:
    typed = "q" * 400

    assert page(client, address + typed).select_one(f"main input[value={typed}]")


def test_list_says_how_much_of_long_words_it_looks_for(client: Client) -> None:
    cut = client.get("/en/tools/?q=" + "q" * 400)["Location"]

    assert "Only the first 200 characters" in words(page(client, cut).main)
    assert "Only the first" not in words(page(client, "/en/tools/?q=budget").main)
