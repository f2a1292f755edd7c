from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Concat, Left
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.facets import Facet, label_of
from catalogue.tool_facets import organization_type
from catalogue.vocabularies import country_name
from usecases.models import UseCaseState


def decade_label(decade: str) -> str:
    return _("%(decade)ss") % {"decade": decade}


USE_CASE_FACETS = (
    Facet(
        21,
        "tag",
        gettext_lazy("Tag"),
        "entry_tags__tag__slug",
        named_by="tag",
        all_label=gettext_lazy("All tags"),
    ),
    Facet(
        22,
        "country",
        gettext_lazy("Country"),
        "country",
        name_of=country_name,
        all_label=gettext_lazy("All countries"),
        is_searched=True,
    ),
    Facet(
        23,
        "tool",
        gettext_lazy("Tool"),
        "links_from__object__slug",
        Q(links_from__role="uses", links_from__object__status="published"),
        named_by="tool",
        all_label=gettext_lazy("All tools"),
    ),
    Facet(
        24,
        "organization_type",
        gettext_lazy("Type of organization"),
        "links_from__object__organization__type",
        Q(links_from__role="run_by", links_from__object__status="published"),
        name_of=organization_type,
        all_label=gettext_lazy("All types of organizations"),
    ),
    Facet(
        25,
        "state",
        gettext_lazy("State"),
        "state",
        name_of=label_of(UseCaseState),
        choices=tuple(UseCaseState.values),
    ),
    Facet(
        26,
        "decade",
        gettext_lazy("Decade"),
        Case(
            When(since="", then=Value("")),
            default=Concat(Left(F("since"), 3), Value("0")),
        ),
        name_of=decade_label,
        choices=("2020", "2010", "2000", "1990"),
    ),
)
