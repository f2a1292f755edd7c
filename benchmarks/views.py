"""What the site is compared to: a bare view, and a faceted list as it is often made.

The naive list filters by joins, counts each facet by a GROUP BY of its own and loads
rows through the ORM; it shows them with the site's own row.
"""

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.models import Tool
from catalogue.tool_facets import OPEN_LICENCES

PATHS = {
    "tag": "entry_tags__tag__slug",
    "used_for": "links_to__subject__entry_tags__tag__slug",
    "licence": "licence",
    "form": "form",
    "state": "state",
    "programming_language": "programming_languages",
    "platform": "platforms",
    "country": "links_from__object__organization__country",
    "used_by_type": "links_to__subject__links_from__object__organization__type",
}


@require_safe
def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


@require_safe
def naive_list(request: HttpRequest) -> HttpResponse:
    tools = narrowed(request)
    counts = [count(tools, path) for path in PATHS.values()]
    rows = tools.select_related("search_row").with_texts()
    shown = rows.distinct().order_by("name")[:20]
    context = {"tools": shown, "counts": counts, "total": tools.distinct().count()}
    return render(request, "benchmarks/naive_list.html", context)


def narrowed(request: HttpRequest) -> QuerySet[Tool]:
    tools = Tool.objects.published()
    if "tag" in request.GET:
        tools = tools.filter(tags__slug__in=request.GET.getlist("tag"))
    if "open_source" in request.GET:
        tools = tools.filter(licence__in=OPEN_LICENCES)
    return tools


def count(tools: QuerySet[Tool], path: str) -> list[tuple[str, int]]:
    rows = tools.values_list(path).annotate(n=Count("pk", distinct=True))
    return list(rows.order_by("-n")[:6])
