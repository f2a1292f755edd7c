from django.utils.translation import gettext_lazy as _

from catalogue.kinds import Fact, Kind
from organizations.facets import ORGANIZATION_FACETS
from organizations.models import Organization

ORGANIZATION = Kind(
    name="organization",
    path="organizations",
    model=Organization,
    label=_("Organization"),
    plural=_("Organizations"),
    fields=("type", "country"),
    facts=(
        Fact("summary", _("summary")),
        Fact("type", _("type")),
        Fact("country", _("country")),
        Fact("website", _("website")),
    ),
    facets=ORGANIZATION_FACETS,
    list_view="organizations:organization_list",
    detail_view="organizations:organization_detail",
)
