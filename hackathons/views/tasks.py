"""What is missing, one task at a time."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.access import may_manage_hackathon, may_take_task
from accounts.models import User
from catalogue import version
from contributions.shapes import LARGEST_ID
from contributions.views.signing_in import account_required
from hackathons import claiming, gaps
from hackathons.forms.work_items import WorkItemsForm
from hackathons.models import Hackathon
from hackathons.views.finding import by_the_clock, hackathon_of, managed

MOST_LISTED = 500


@require_safe
@by_the_clock
def page(request: HttpRequest, slug: str) -> HttpResponse:
    hackathon = hackathon_of(slug)
    may_take = _may_take(request, hackathon)
    held = claiming.held_by(cast(User, request.user), hackathon) if may_take else []
    context = {
        "hackathon": hackathon,
        "worklists": gaps.worklists(hackathon, version.seen_by(request)),
        "held": [(claim, claiming.address(claim)) for claim in held],
        "may_take": may_take,
        "may_manage": may_manage_hackathon(request.user, hackathon),
    }
    return render(request, "hackathons/tasks.html", context)


@require_POST
@account_required
def take(request: HttpRequest, slug: str, gap: str) -> HttpResponse:
    hackathon, person = _at_work(request, slug)
    if gap not in gaps.GAPS and gap != gaps.WORK_ITEMS:
        raise Http404
    claim = claiming.take(hackathon, gap, person)
    if claim is None:
        messages.info(request, _("Nothing is left here, or others are at it."))
        return redirect("hackathons:tasks", slug=slug)
    return redirect(claiming.address(claim))


@require_POST
@account_required
def give_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    hackathon, person = _at_work(request, slug)
    held = claiming.held_by(person, hackathon)
    claiming.give_back(get_object_or_404(held, pk=min(pk, LARGEST_ID)))
    return redirect("hackathons:tasks", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def work_items(request: HttpRequest, slug: str) -> HttpResponse:
    hackathon = managed(request, slug)
    is_sent = request.method == "POST"
    form = WorkItemsForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        form.save(hackathon)
        return redirect("hackathons:tasks", slug=slug)
    items = hackathon.work_items.select_related("entry").order_by("-pk")[:MOST_LISTED]
    context = {"hackathon": hackathon, "form": form, "items": items}
    status = 422 if is_sent else 200
    return render(request, "hackathons/work_items.html", context, status=status)


def _may_take(request: HttpRequest, hackathon: Hackathon) -> bool:
    membership = getattr(request, "membership", None)
    is_member = membership is not None and membership.hackathon_id == hackathon.pk
    return may_take_task(request.user, is_member)


def _at_work(request: HttpRequest, slug: str) -> tuple[Hackathon, User]:
    hackathon = hackathon_of(slug)
    if not _may_take(request, hackathon):
        raise PermissionDenied
    return hackathon, cast(User, request.user)
