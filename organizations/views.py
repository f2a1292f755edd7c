from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue import links, pages
from catalogue.lists import show_list
from catalogue.models import Role
from catalogue.vocabularies import KindName
from organizations.models import Organization
from organizations.pages import OrganizationPage


@require_safe
def organization_list(request: HttpRequest) -> HttpResponse:
    organizations = Organization.objects.all()
    template = "organizations/organization_list.html"
    return show_list(request, KindName.ORGANIZATION, organizations, template)


@require_safe
def organization_detail(request: HttpRequest, slug: str) -> HttpResponse:
    shown = pages.shown(Organization.objects.all(), request.user)
    organization = shown.filter(slug=slug).first()
    if organization is None:
        return pages.moved_or_removed(request, KindName.ORGANIZATION, slug)
    page = OrganizationPage.of(organization)
    page.others = links.add_beside(page.runs, Role.USES)
    page.across = links.tools_used_by(organization)
    context = {"organization": organization, "page": page.complete()}
    return render(request, "organizations/organization_detail.html", context)
