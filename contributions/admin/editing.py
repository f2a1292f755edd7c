"""Entries edited in the admin: form and rows become one record, given to `submit`.

Django's own saving is left out: what is refused is shown in the same form, in a second
pass, with everything as it was typed.
"""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.access import may_curate
from catalogue import kinds, records
from catalogue.models import Entry, Link, Role
from catalogue.models.link import INVERSE_LABELS
from contributions import actions
from contributions.actions import AlreadyHere, Clashing, Why
from contributions.admin.base import ReadingAdmin
from contributions.admin.parts import LinkInline, TagInline, TextInline
from contributions.admin.record_form import RecordForm, Refusal, record_form
from contributions.forms.opening import base_of
from contributions.occasions import where
from contributions.shapes import id_from
from contributions.submissions import Submission
from contributions.views import kept
from contributions.views.sending import what_happened

MOST_INBOUND = 50
AS_IT_STANDS = ["status", "slug", "version", "created_at", "updated_at"]


class Refused(Exception):
    """Rolls back what Django began, so that the form is shown once more."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.messages)
        self.refusal = refusal


def kind_of(model: type[Entry]) -> str:
    return next(kind.name for kind in kinds.every() if kind.model is model)


def page_of(entry: Entry) -> str:
    """The address of an entry's page in the admin."""
    options = kinds.get(entry.kind).model._meta
    view = f"admin:{options.app_label}_{options.model_name}_change"
    return reverse(view, args=[entry.pk])


class RecordAdmin(ReadingAdmin):
    """Moderators add and edit entries; merged ones lead to others and are only read."""

    inlines = [TextInline, LinkInline, TagInline]
    readonly_fields = [*AS_IT_STANDS, "stands_for_it"]
    change_form_template = "admin/contributions/entry_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_curate(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_merged = obj is not None and obj.merged_into_id is not None
        return may_curate(request.user) and not is_merged

    def get_object(self, request: HttpRequest, object_id: str, *args: Any) -> Any:
        entry = super().get_object(request, object_id, *args)
        if entry is not None:
            # All that its record reads.
            prefetch_related_objects([entry], "texts", "entry_tags", "links_from")
        return entry

    def get_inlines(self, request: HttpRequest, obj: Any) -> list:
        return [] if obj and obj.merged_into_id else self.inlines

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        own = (None, {"fields": records.fields_of(kind_of(self.model))})
        why = (_("Why"), {"fields": ["comment", "source", "opened_on"]})
        stands = (_("As it stands"), {"fields": AS_IT_STANDS})
        if obj is None:
            return [own, why]
        if obj.merged_into_id:
            merged = {"fields": ["stands_for_it", *AS_IT_STANDS]}
            return [own, (_("As it stands"), merged)]
        return [own, stands, why]

    @admin.display(description=_("merged into"))
    def stands_for_it(self, entry: Entry) -> str:
        present: Any = entry.merged_into
        return format_html('<a href="{}">{}</a>', page_of(present), present)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return partial(record_form(kind_of(self.model)), refusal=_refusal(request))

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kind, entry = kind_of(self.model), obj if obj and obj.pk else None
        refusal = _refusal(request)
        opened_on = request.POST.get("opened_on", "")
        return {
            "data": request.POST if request.method == "POST" else None,
            "prefix": prefix,
            "kind": kind,
            "entry": entry,
            "base": base_of(kinds.get(kind), entry, opened_on),
            "told": refusal.about(inline.rows.part) if refusal else [],
        }

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Shown, or sent; what was refused is shown again as it was typed."""
        show = super().changeform_view
        context = {**(extra_context or {}), **_inbound(object_id)}
        if request.method != "POST":
            return show(request, object_id, form_url, context)
        if "_saveasnew" in request.POST:
            raise BadRequest("Entries are not copied.")
        if _was_merged(object_id):
            return kept.gone(request)
        status = 422
        try:
            response = show(request, object_id, form_url, context)
        except Refused as refused:
            request.refusal = refused.refusal  # type: ignore[attr-defined]
            status = refused.refusal.status
            response = show(request, object_id, form_url, context)
        if response.status_code == 200:
            response.status_code = status
        return response

    def save_model(self, *args: Any) -> None:
        """Nothing: form and rows are written together, by `save_related`."""

    def save_related(
        self, request: HttpRequest, form: RecordForm, formsets: list, change: bool
    ) -> None:
        """Give the record to the writing room, which leaves its Change."""
        values = form.cleaned_data
        why = Why(
            by=request.user,  # type: ignore[arg-type]
            comment=values["comment"],
            source=values["source"],
            **where(request),
        )
        try:
            done = actions.submit(_submission(form, formsets), why)
        except (ValidationError, AlreadyHere, Clashing) as error:
            raise Refused(Refusal.of(error)) from error
        form.instance.pk = done.entry.pk
        told = what_happened(done, bool(form.settled))
        link = format_html(
            '<a href="{}">{}</a>', done.entry.get_absolute_url(), done.entry
        )
        self.message_user(request, format_html("{} {}", told, link), messages.SUCCESS)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list:
        """Nothing: the Change says what was changed."""
        return []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the Change is the trace."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the Change is the trace."""

    def response_add(
        self, request: HttpRequest, obj: Entry, post_url_continue: Any = None
    ) -> HttpResponse:
        return self._go_on(request, obj)

    def response_change(self, request: HttpRequest, obj: Entry) -> HttpResponse:
        return self._go_on(request, obj)

    def _go_on(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        view = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if "_continue" in request.POST:
            return redirect(f"{view}_change", entry.pk)
        if "_addanother" in request.POST:
            return redirect(f"{view}_add")
        return self.response_post_save_change(request, entry)


def _refusal(request: HttpRequest) -> Refusal | None:
    return getattr(request, "refusal", None)


def _was_merged(object_id: str | None) -> bool:
    pk = id_from(object_id or "") or 0
    return Entry.objects.exclude(merged_into=None).filter(pk=pk).exists()


def _inbound(object_id: str | None) -> dict[str, Any]:
    """The links that others have to the entry: the first so many, to be looked at."""
    links = Link.objects.filter(object=id_from(object_id or ""))
    ordered = links.select_related("subject").order_by("role", "subject__name", "pk")
    found = list(ordered[: MOST_INBOUND + 1])
    rows = [
        (INVERSE_LABELS[Role(link.role)], link.subject, page_of(link.subject))
        for link in found[:MOST_INBOUND]
    ]
    return {"inbound": rows, "has_more_inbound": len(found) > MOST_INBOUND}


def _submission(form: RecordForm, formsets: list) -> Submission:
    """What was sent, as values. Only of valid forms."""
    texts, links, tags = formsets
    parts = {"texts": texts.texts(), "links": links.links(), "tags": tags.tags()}
    return Submission(
        kind=form.kind,
        record=records.canonical({**form.plain_values(), **parts}),
        entry_id=form.entry.pk if form.entry else None,
        base_version=form.cleaned_data["opened_on"],
        different_from=form.different_from,
        settled=form.settled,
        settled_at=form.settled_at,
    )
