"""What the site is compared to: a bare view, and a faceted list as it is often made.

The naive list filters by joins, counts each facet by a GROUP BY of its own and loads
rows through the ORM. It has the site's facets, and draws its filters and rows with the
site's own templates.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from benchmarks.engines import PAGE, Answer, joined
from catalogue.facets import Facet
from catalogue.list_parts import FacetGroup, Option
from catalogue.models import Tool
from catalogue.search.results import FIRST_VALUES, Asked
from catalogue.tool_facets import TOOL_FACETS


@require_safe
def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


@require_safe
def naive_list(request: HttpRequest) -> HttpResponse:
    chosen = {
        facet.name: tuple(request.GET.getlist(facet.name))
        for facet in TOOL_FACETS
        if facet.name in request.GET
    }
    answer = joined(Asked("tool", chosen=chosen, limit=PAGE))
    rows = Tool.objects.select_related("search_row").with_texts()
    by_id = rows.in_bulk(answer.ids)
    context = {
        "tools": [by_id[id_] for id_ in answer.ids],
        "groups": [group(facet, answer, chosen) for facet in TOOL_FACETS],
        "total": answer.total,
    }
    return render(request, "benchmarks/naive_list.html", context)


def group(
    facet: Facet, answer: Answer, chosen: dict[str, tuple[str, ...]]
) -> FacetGroup:
    """The first values of a facet, by the names they have in the database."""
    picked = chosen.get(facet.name, ())
    options = [
        Option(f"{name}-{value}", value, value, n, value in picked)
        for (name, value), n in answer.counts.items()
        if name == facet.name
    ][:FIRST_VALUES]
    return FacetGroup(facet, options, is_open=True, more=0, more_address="")
