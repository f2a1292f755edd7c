import re

import pytest
from hypothesis import given, settings

from catalogue.models.slug import SLUG_LENGTH, SLUG_PATTERN, slug_from
from contributions.slugs import fits
from tests.factories import ToolFactory
from tests.strategies import names


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Décidons !", "decidons"),
        ("CONSUL Democracy", "consul-democracy"),
        ("Straße", "strasse"),
        ("  A — B  ", "a-b"),
        ("g0v", "g0v"),
        ("_private_", "private"),
    ],
)
def test_slug_is_readable(name: str, slug: str) -> None:
    assert slug_from(name) == slug


@pytest.mark.parametrize(
    "name",
    ["ميزانية المواطن", "參與式預算", "Госуслуги", "சட்டம்", "קול קורא", "ประชาชน"],
)
def test_other_scripts_are_transliterated(name: str) -> None:
    slug = slug_from(name)

    assert re.fullmatch(SLUG_PATTERN, slug)
    assert slug != "entry"


@pytest.mark.parametrize("name", ["!!!", "—", "\u200b", "_", "٪"])
def test_name_without_letters_has_a_slug_all_the_same(name: str) -> None:
    assert re.fullmatch(SLUG_PATTERN, slug_from(name))


def test_emoji_have_slugs() -> None:
    assert re.fullmatch(SLUG_PATTERN, slug_from("🗳️🏛️"))


@pytest.mark.parametrize("name", ["a" * 300, "ab " * 100, "a" * 79 + "_b", "民" * 300])
def test_long_name_is_cut_at_a_letter(name: str) -> None:
    slug = slug_from(name)

    assert len(slug) <= SLUG_LENGTH
    assert re.fullmatch(SLUG_PATTERN, slug)


@given(names)
@settings(max_examples=300, deadline=None)
def test_every_name_has_a_slug_that_the_database_takes(name: str) -> None:
    slug = slug_from(name)

    assert 0 < len(slug) <= SLUG_LENGTH
    assert re.fullmatch(SLUG_PATTERN, slug)


@given(names)
@settings(max_examples=100, deadline=None)
def test_slug_fits_the_name_that_it_was_made_from(name: str) -> None:
    assert fits(slug_from(name), name)
    assert fits(f"{slug_from(name)}-2", name)


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("decidim", "Consul"),
        ("consul2", "Consul"),
        ("consul-x", "Consul"),
        ("a", "A b"),
    ],
)
def test_slug_of_another_name_does_not_fit(slug: str, name: str) -> None:
    assert not fits(slug, name)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["民" * 200, "!", "a" * 79 + "_b", "🗳️"])
def test_odd_names_can_be_had_twice(name: str) -> None:
    one, other = ToolFactory(name=name), ToolFactory(name=name)

    assert other.slug == f"{one.slug}-2"


@pytest.mark.django_db
def test_number_skips_the_names_that_others_have() -> None:
    for name in ("Consul", "Consul 2", "Consul-3"):
        ToolFactory(name=name)

    newcomer = ToolFactory(name="Consul")

    assert newcomer.slug == "consul-4"


@pytest.mark.django_db
def test_underscore_in_a_slug_stands_for_itself() -> None:
    ToolFactory(name="a_b")

    assert ToolFactory(name="a_b").slug == "a_b-2"
