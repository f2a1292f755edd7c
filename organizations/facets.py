from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from catalogue.facets import Facet, label_of
from catalogue.vocabularies import country_name
from organizations.models import OrganizationType

PART = {
    "makes": _("Makes or provides tools"),
    "uses": _("Uses tools"),
    "funds": _("Funds"),
}
MAKES = Q(links_to__role__in=["developed_by", "provided_by"])
USES = Q(links_to__role__in=["run_by", "partner"])
FUNDS = Q(links_to__role="funded_by")

ORGANIZATION_FACETS = (
    Facet(
        31,
        "type",
        _("Type"),
        "type",
        name_of=label_of(OrganizationType),
        all_label=_("All types of organizations"),
        is_searched=True,
    ),
    Facet(
        32,
        "country",
        _("Country"),
        "country",
        name_of=country_name,
        all_label=_("All countries"),
        is_searched=True,
    ),
    Facet(
        33,
        "part",
        _("What it does"),
        Case(
            When(MAKES, then=Value("makes")),
            When(USES, then=Value("uses")),
            When(FUNDS, then=Value("funds")),
        ),
        Q(links_to__role__isnull=False, links_to__subject__status="published"),
        name_of=lambda value: str(PART[value]),
        choices=tuple(PART),
    ),
    Facet(
        34,
        "tag",
        _("Tag of its tools"),
        "links_to__subject__entry_tags__tag__slug",
        Q(
            links_to__role__in=["developed_by", "provided_by"],
            links_to__subject__status="published",
        ),
        named_by="tag",
        all_label=_("All tags"),
    ),
)
