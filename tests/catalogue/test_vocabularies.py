import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from catalogue import vocabularies
from catalogue.vocabularies import (
    validate_country,
    validate_language,
    validate_licence,
)


@pytest.mark.parametrize(
    "licence", ["AGPL-3.0-or-later", "MIT", "EUPL-1.2", "CC0-1.0", "proprietary"]
)
def test_current_licences_are_accepted(licence: str) -> None:
    validate_licence(licence)


@pytest.mark.parametrize(
    "licence", ["AGPL-3.0", "GPL", "mit", "MIT ", "Proprietary", "MIT OR GPL", "\0"]
)
def test_other_licences_are_refused_with_an_example(licence: str) -> None:
    with pytest.raises(ValidationError, match="AGPL-3.0-or-later"):
        validate_licence(licence)


@pytest.mark.parametrize(
    ("licence", "verdict"),
    [
        ("AGPL-3.0-or-later", True),
        ("EUPL-1.2", True),
        ("proprietary", False),
        ("CC-BY-NC-4.0", False),
        ("", None),
    ],
)
def test_open_source_verdict_is_that_of_the_list(
    licence: str, verdict: bool | None
) -> None:
    assert vocabularies.is_open_source(licence) is verdict


def test_licence_is_named_in_full() -> None:
    name = vocabularies.licence_name("AGPL-3.0-or-later")

    assert name == "GNU Affero General Public License v3.0 or later"


def test_licence_outside_the_list_is_named_as_written() -> None:
    assert vocabularies.licence_name("proprietary") == "proprietary"


@pytest.mark.parametrize("country", ["FR", "BR", "TW", "EU", "XK"])
def test_countries_are_accepted(country: str) -> None:
    validate_country(country)


@pytest.mark.parametrize("country", ["fr", "FRA", "XX", "UK", "France", " FR", ""])
def test_other_countries_are_refused(country: str) -> None:
    with pytest.raises(ValidationError, match="country code"):
        validate_country(country)


def test_country_is_named_in_the_readers_language() -> None:
    with translation.override("fr"):
        assert vocabularies.country_name("DE") == "Allemagne"
    assert vocabularies.country_name("DE") == "Germany"


def test_country_that_is_not_filled_in_has_no_name() -> None:
    assert vocabularies.country_name("") == ""


@pytest.mark.parametrize("tag", ["fr", "pt-br", "zh-Hant", "ckb", "sr-Latn-RS"])
def test_language_tags_are_accepted(tag: str) -> None:
    validate_language(tag)


@pytest.mark.parametrize("tag", ["French", "f", "FR", "fr_FR", "fr-", "", "fr\n"])
def test_other_languages_are_refused(tag: str) -> None:
    with pytest.raises(ValidationError, match="language tag"):
        validate_language(tag)


def test_language_is_named_in_the_readers_language() -> None:
    with translation.override("fr"):
        assert vocabularies.language_name("de") == "Allemand"
    assert vocabularies.language_name("de") == "German"


def test_variant_of_a_language_has_its_name() -> None:
    assert vocabularies.language_name("fr-CA") == "French"


def test_unknown_language_is_named_by_its_tag() -> None:
    assert vocabularies.language_name("xyz") == "xyz"


@pytest.mark.parametrize("tag", ["ar", "ar-EG", "he", "fa", "ur", "ckb"])
def test_arabic_and_hebrew_letters_run_to_the_left(tag: str) -> None:
    assert vocabularies.direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["en", "zh-Hant", "ru", "", "arn"])
def test_other_letters_run_to_the_right(tag: str) -> None:
    assert vocabularies.direction(tag) == "ltr"
