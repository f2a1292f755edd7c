from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue import tag_pages, version
from catalogue.search.query import MOST_GIVEN_BACK
from catalogue.search.suggestions import suggest
from catalogue.tag_pages import DrillDown
from catalogue.vocabularies import KindName
from hackathons.agenda import agenda
from toolbox import home as homepage
from toolbox import sources as catalogue_sources
from toolbox import styleguide as guide
from toolbox.demo import mail
from toolbox.search import SearchForm, over_all_kinds

MOST_NAMED = 2


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    sent = request.GET.getlist("tag")
    if sent:
        return home_with_tags(request, sent)
    use_cases = homepage.told_use_cases()
    changes = homepage.recent_changes()
    homepage.load_texts(use_cases, changes)
    events = agenda()
    context = {
        "hackathons": events.open[:MOST_NAMED],
        "has_more_hackathons": len(events.open) > MOST_NAMED,
        "mosaic": homepage.mosaic(DrillDown(reverse("home"), [])),
        "use_cases": use_cases,
        "changes": changes,
        "gaps": homepage.gaps(),
        "collections": homepage.latest_collections(),
    }
    response = render(request, "toolbox/home.html", context)
    response.good_until = events.until  # type: ignore[attr-defined]
    return response


def home_with_tags(request: HttpRequest, sent: list[str]) -> HttpResponse:
    """The mosaic and the three kinds narrowed to entries that carry all of the tags."""
    drill = DrillDown(reverse("home"), tag_pages.named(sent))
    if drill.is_other_than(sent):
        return redirect(drill.address)
    context = {
        "drill": drill,
        "mosaic": homepage.mosaic(drill),
        "sections": tag_pages.sections(drill.tags),
    }
    return render(request, "toolbox/home_with_tags.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    seen = version.seen_by(request)
    found = over_all_kinds(words, seen) if words else []
    total = sum(kind.count for kind in found)
    context = {
        "q": words or request.GET.get("q", "")[:MOST_GIVEN_BACK],
        "error": next(iter(form.errors.get("q", [])), ""),
        "found": found,
        "total": total,
        "near": suggest(words, seen) if words and not total else [],
    }
    return render(request, "toolbox/search.html", context)


@require_safe
def search_suggest(request: HttpRequest) -> HttpResponse:
    """A fragment: the listbox of what a search field suggests for what was typed."""
    kind = request.GET.get("kind", "")
    found = suggest(
        request.GET.get("q", ""),
        version.seen_by(request),
        kind if kind in KindName.values else "",
    )
    return render(request, "toolbox/_suggestions.html", {"suggestions": found})


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """How browsers search here from their own address bar."""
    return render(
        request,
        "toolbox/opensearch.xml",
        {"site": settings.SITE_URL},
        content_type="application/opensearchdescription+xml",
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "toolbox/about.html")


@require_safe
def licence(request: HttpRequest) -> HttpResponse:
    return render(request, "toolbox/licence.html")


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    context = {
        "attributed": catalogue_sources.ATTRIBUTED,
        "others": catalogue_sources.OTHERS,
    }
    return render(request, "toolbox/sources.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "toolbox/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "toolbox/privacy.html")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "toolbox/styleguide.html", guide.examples())


@require_safe
@never_cache
def demo_mail(request: HttpRequest) -> HttpResponse:
    """What the demo's mail server would deliver; no other site has this page."""
    if settings.DEMO_MAIL is None:
        raise Http404(_("Only the demo shows its mail."))
    context = {"mails": mail.latest(settings.DEMO_MAIL)}
    return render(request, "toolbox/demo_mail.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/account/",
        "Disallow: /*/search/",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that do not read the page and ask for the old address."""
    return redirect(static("favicon.svg"))
