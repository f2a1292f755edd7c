from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue import collection_pages, comparison, kinds, links, pages, tag_pages
from catalogue.collection_pages import CollectionPage
from catalogue.facet_pages import FacetPage
from catalogue.filters import facet_of
from catalogue.lists import show_list
from catalogue.models import Collection, Role, Tool
from catalogue.search.query import MOST_GIVEN_BACK
from catalogue.similar import similar_to
from catalogue.spreadsheets import csv_response
from catalogue.vocabularies import KindName


@require_safe
def tool_list(request: HttpRequest) -> HttpResponse:
    tools = Tool.objects.all()
    return show_list(request, KindName.TOOL, tools, "catalogue/tool_list.html")


@require_safe
def facet_detail(request: HttpRequest, path: str, name: str) -> HttpResponse:
    kind = next((kind for kind in kinds.every() if kind.path == path), None)
    facet = facet_of(kind, name) if kind else None
    if kind is None or facet is None:
        raise Http404(_("There is no such filter."))
    page = FacetPage(request, kind, facet)
    if not page.is_canonical:
        return redirect(page.own_address)
    return render(request, "catalogue/facet_detail.html", {"page": page})


@require_safe
def tool_detail(request: HttpRequest, slug: str) -> HttpResponse:
    tool = pages.shown(Tool.objects.all(), request.user).filter(slug=slug).first()
    if tool is None:
        return pages.moved_or_removed(request, KindName.TOOL, slug)
    page = pages.ToolPage.of(tool)
    page.similar = similar_to(tool)
    page.others = [
        *links.add_beside(page.used_for, Role.RUN_BY),
        *(like.tool for like in page.similar),
    ]
    page.across = links.users_of(tool)
    context = {"tool": tool, "page": page.complete()}
    return render(request, "catalogue/tool_detail.html", context)


@require_safe
def tool_compare(request: HttpRequest) -> HttpResponse:
    choice = comparison.chosen(request.GET.getlist("tool"))
    only_differing = request.GET.get("differ") == "on"
    compared = comparison.Comparison(choice, only_differing)
    if request.GET.get("format") == "csv" and compared.is_possible:
        return csv_response(compared.csv_rows, "comparison.csv")
    context = {"comparison": compared, "choice": choice}
    return render(request, "catalogue/tool_compare.html", context)


@require_safe
def tag_list(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:MOST_GIVEN_BACK]
    context = {"words": words, "groups": tag_pages.grouped(words)}
    return render(request, "catalogue/tag_list.html", context)


@require_safe
def tag_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag's entries of every kind, perhaps only those with other tags too: ?tag=…."""
    sent = request.GET.getlist("tag")
    tags = tag_pages.named([slug, *sent])
    if not tags:
        raise Http404(_("There is no tag at this address."))
    drill = tag_pages.DrillDown(tags[0].get_absolute_url(), tags[1:], tags[:1])
    if tags[0].slug != slug or drill.is_other_than(sent):
        return redirect(drill.address, permanent=tags[0].slug != slug)
    context = {
        "tag": tags[0],
        "drill": drill,
        "sections": tag_pages.sections(tags),
        "related": drill.steps(tag_pages.related(tags)),
    }
    return render(request, "catalogue/tag_detail.html", context)


@require_safe
def collection_list(request: HttpRequest) -> HttpResponse:
    """The public collections, and above them those of the person who looks."""
    public = Collection.objects.public().with_count().newest_first()
    number = request.GET.get("page", 1)
    page = collection_pages.numbered(public, collection_pages.LIST_SIZE, number)
    mine = Collection.objects.of(request.user).with_count().newest_first()
    context = {"page": page, "mine": mine if page.number == 1 else []}
    return render(request, "catalogue/collection_list.html", context)


@require_safe
def collection_detail(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Collection.objects.visible_to(request.user).select_related("person")
    page = CollectionPage(request, get_object_or_404(visible, slug=slug))
    wanted = request.GET.get("format")
    if wanted == "csv":
        return csv_response(page.as_rows, f"{slug}.csv")
    if wanted == "json":
        return JsonResponse(page.as_json, json_dumps_params={"ensure_ascii": False})
    context = {"collection": page.collection, "page": page, "items": page.numbered}
    return render(request, "catalogue/collection_detail.html", context)
