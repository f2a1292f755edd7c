from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue import pages
from catalogue.lists import show_list
from catalogue.vocabularies import KindName
from usecases.models import UseCase
from usecases.pages import UseCasePage


@require_safe
def use_case_list(request: HttpRequest) -> HttpResponse:
    cases = UseCase.objects.with_runners()
    return show_list(request, KindName.USE_CASE, cases, "usecases/use_case_list.html")


@require_safe
def use_case_detail(request: HttpRequest, slug: str) -> HttpResponse:
    shown = pages.shown(UseCase.objects.all(), request.user)
    use_case = shown.filter(slug=slug).first()
    if use_case is None:
        return pages.moved_or_removed(request, KindName.USE_CASE, slug)
    context = {"use_case": use_case, "page": UseCasePage.of(use_case).complete()}
    return render(request, "usecases/use_case_detail.html", context)
