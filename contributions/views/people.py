from django.contrib.auth import logout
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import has_public_page
from accounts.models import User
from contributions import actions, person_export
from contributions.forms.people import LeaveForm, ProfileForm
from contributions.models import Affiliation, Change
from contributions.models.change import ChangeQuerySet
from contributions.views.signing_in import account_required

PAGE_SIZE = 20


@require_safe
@account_required
def profile(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, User)
    context = {
        "person": person,
        "affiliation": affiliation_of(person),
        "has_public_page": has_public_page(person),
        "drafts": person.drafts.select_related("entry").newest_first(),
        "suggestions": person.suggestions.order_by("-created_at"),
        "collections": person.collections.newest_first(),
        "page": page_of(request, Change.objects.made_by(person)),
    }
    return render(request, "contributions/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def profile_edit(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, User)
    form = ProfileForm.of(person, request.POST)
    if form.is_valid():
        actions.edit_profile(
            person,
            display_name=form.cleaned_data["display_name"],
            is_public=form.cleaned_data["is_public"],
            organization=form.cleaned_data.get("employer"),
        )
        return redirect("contributions:profile")
    status = 422 if form.is_bound else 200
    context = {"form": form}
    return render(request, "contributions/profile_edit.html", context, status=status)


@require_safe
@account_required
@never_cache
def profile_export(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    response = JsonResponse(
        person_export.everything_about(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="toolbox-profile.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def profile_delete(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    sent = request.POST if request.method == "POST" else None
    form = LeaveForm(sent, person=request.user)
    if request.method == "POST" and form.is_valid():
        actions.delete_account(request.user)
        logout(request)
        return redirect("contributions:profile_deleted")
    status = 422 if request.method == "POST" else 200
    page = "contributions/profile_delete.html"
    return render(request, page, {"form": form}, status=status)


@require_safe
def profile_deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "contributions/profile_deleted.html")


@require_safe
def person_detail(request: HttpRequest, username: str) -> HttpResponse:
    found = User.objects.select_related("merged_into").filter(username=username)
    person = found.first()
    if person and person.merged_into and has_public_page(person.merged_into):
        # A guest who turned out to have an account.
        name = person.merged_into.username
        return redirect("contributions:person_detail", username=name, permanent=True)
    if person is None or not has_public_page(person):
        raise Http404(_("There is no public page at this address."))
    changes = Change.objects.made_by(person).filter(entry__status="published")
    context = {
        "person": person,
        "affiliation": affiliation_of(person),
        "collections": person.collections.public().newest_first(),
        "page": page_of(request, changes),
    }
    return render(request, "contributions/person_detail.html", context)


def affiliation_of(person: User) -> Affiliation | None:
    found = Affiliation.objects.filter(person=person).select_related("organization")
    return found.prefetch_related("organization__texts").first()


def page_of(request: HttpRequest, changes: ChangeQuerySet) -> Page:
    shown = changes.with_people().select_related("entry").newest_first()
    paginator = Paginator(shown.prefetch_related("entry__texts"), PAGE_SIZE)
    return paginator.get_page(request.GET.get("page"))
