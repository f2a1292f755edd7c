from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contributions import suggested
from contributions.models import Suggestion
from contributions.submissions import Submission

PAGE_SIZE = 30


@require_safe
def suggestion_list(request: HttpRequest) -> HttpResponse:
    """What was decided: no addresses, and the names of those alone who are public."""
    decided = Suggestion.objects.decided().with_outcome().order_by("-decided_at", "pk")
    page = Paginator(decided, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "contributions/suggestion_list.html", {"page": page})


@require_safe
@never_cache
def suggestion_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The private page of a suggestion, for whoever has its address."""
    found = Suggestion.objects.select_related("entry", "person", "change__entry")
    suggestion = get_object_or_404(found.prefetch_related("entry__texts"), pk=uuid)
    rows = suggested.rows_of(Submission.from_json(suggestion.content))
    context = {"suggestion": suggestion, "rows": rows}
    response = render(request, "contributions/suggestion_detail.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
