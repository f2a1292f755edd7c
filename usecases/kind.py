from django.utils.translation import gettext_lazy as _

from catalogue.kinds import Fact, Kind
from usecases.facets import USE_CASE_FACETS
from usecases.models import UseCase

USE_CASE = Kind(
    name="use_case",
    path="use-cases",
    model=UseCase,
    label=_("Use case"),
    plural=_("Use cases"),
    fields=("country", "place", "since", "until", "state", "ended_because", "outcome"),
    facts=(
        Fact("summary", _("summary")),
        Fact("links:uses", _("tool"), gap="tool"),
        Fact("links:run_by", _("organization"), gap="organization"),
        Fact("country", _("country")),
        Fact("website", _("website")),
        Fact("since", _("start")),
        Fact("state", _("state")),
        Fact("outcome", _("outcome")),
        Fact("tags", _("tags")),
    ),
    facets=USE_CASE_FACETS,
    list_view="usecases:use_case_list",
    detail_view="usecases:use_case_detail",
)
