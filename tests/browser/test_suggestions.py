"""The search field of the header: a combobox, as the ARIA practices describe it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]


@pytest.fixture
def field(visit: Visit) -> Locator:
    return visit("/en/about/").get_by_role("combobox", name="Search the catalogue")


def options(field: Locator) -> Locator:
    return field.page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def active(field: Locator) -> str:
    """What the option says that assistive technology is told of."""
    page, pk = field.page, field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{pk}").get_attribute("aria-selected") == "true"
    return page.locator(f"#{pk} bdi").inner_text()


def test_typing_opens_suggestions(field: Locator) -> None:
    expect(field).to_have_attribute("aria-expanded", "false")

    field.press_sequentially("deci")

    expect(options(field)).to_have_count(2)
    expect(options(field).locator("bdi")).to_have_text(["Decidim", "decidim.barcelona"])
    expect(field).to_have_attribute("aria-expanded", "true")
    status = field.page.locator(".search").filter(has=field).get_by_role("status")
    expect(status).to_have_text("2 suggestions")
    assert field.get_attribute("aria-activedescendant") is None


def test_arrows_walk_through_options_and_the_field(field: Locator) -> None:
    field.press_sequentially("deci")
    expect(options(field)).to_have_count(2)

    walked = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        field.press(key)
        walked.append(active(field))

    assert walked == ["Decidim", "decidim.barcelona", "Decidim"]
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    expect(field).to_be_focused()
    expect(field).to_have_value("deci")


def test_enter_opens_the_chosen_option(field: Locator) -> None:
    field.press_sequentially("deci")
    expect(options(field)).to_have_count(2)

    field.press("ArrowDown")
    field.press("Enter")

    expect(field.page).to_have_url(re.compile("/en/tools/decidim/$"))


def test_enter_without_a_choice_searches(field: Locator) -> None:
    field.press_sequentially("deci")
    expect(options(field)).to_have_count(2)

    field.press("Enter")

    expect(field.page).to_have_url(re.compile(r"/en/search/\?q=deci$"))


def test_escape_closes_and_keeps_what_was_typed(field: Locator) -> None:
    field.press_sequentially("deci")
    expect(options(field)).to_have_count(2)

    field.press("ArrowDown")
    field.press("Escape")

    expect(field).to_have_attribute("aria-expanded", "false")
    expect(options(field)).to_have_count(0)
    expect(field).to_have_value("deci")
    expect(field).to_be_focused()
    assert field.get_attribute("aria-activedescendant") is None


def test_click_opens_an_option(field: Locator) -> None:
    field.press_sequentially("deci")

    options(field).last.click()

    expect(field.page).to_have_url(re.compile("/en/use-cases/decidimbarcelona/$"))
