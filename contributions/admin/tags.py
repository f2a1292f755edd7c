from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from taggit.models import Tag as TaggitTag

from catalogue.models import Tag
from contributions import actions, tag_names
from contributions.admin import tag_pages
from contributions.admin.base import ReadingAdmin
from contributions.models import TagAct

# taggit offers its own tag table, which this catalogue does not use.
admin.site.unregister(TaggitTag)


class UseFilter(admin.SimpleListFilter):
    """Orphans, look-alikes and tags that are not shown, each found at once."""

    title = gettext_lazy("what to look at")
    parameter_name = "look"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("orphans", _("On no entry")),
            ("alike", _("Look-alikes")),
            ("hidden", _("Hidden")),
            ("merged", _("Merged into another")),
        ]

    def queryset(self, request: HttpRequest, tags: QuerySet[Tag]) -> QuerySet[Tag]:
        if self.value() == "orphans":
            return tags.filter(uses=0, merged_into=None)
        if self.value() == "alike":
            return tags.filter(pk__in=tag_names.lookalikes())
        if self.value() == "hidden":
            return tags.filter(is_hidden=True)
        return tags.exclude(merged_into=None) if self.value() == "merged" else tags


@admin.register(Tag)
class TagAdmin(ReadingAdmin):
    list_display = ["name", "slug", "kind", "uses", "is_new", "is_hidden"]
    list_display += ["merged_into"]
    list_filter = ["kind", "is_new", UseFilter]
    list_select_related = ["merged_into"]
    search_fields = ["name", "slug", "synonyms", "labels"]
    ordering = ["name"]
    fields = ["name", "slug", "kind", "labels", "synonyms", "uses", "is_new"]
    fields += ["is_hidden", "merged_into", "alike"]
    readonly_fields = ["uses", "alike"]
    actions = ["approve", "hide", "show", "merge"]
    change_form_template = "admin/contributions/tag.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(uses=Count("entry_tags"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("merge/", view(tag_pages.merge), name="catalogue_tag_merge"),
            path("<int:pk>/edit/", view(tag_pages.edit), name="catalogue_tag_edit"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        acts = TagAct.objects.filter(tag=self.get_object(request, object_id))
        extra = {"acts": acts.select_related("by").order_by("-pk")[:50]}
        return super().change_view(request, object_id, form_url, extra)

    @admin.display(description=gettext_lazy("entries"), ordering="uses")
    def uses(self, tag: Any) -> str:
        if not tag.uses or tag.merged_into_id or tag.is_hidden:
            return str(tag.uses)
        return format_html('<a href="{}">{}</a>', tag.get_absolute_url(), tag.uses)

    @admin.display(description=gettext_lazy("look-alikes"))
    def alike(self, tag: Tag) -> str:
        others = tag_names.lookalikes().get(tag.pk)
        if not others:
            return _("None")
        names = ", ".join(t.name for t in Tag.objects.filter(pk__in=others))
        address = tag_pages.merge_address([tag.pk, *sorted(others)])
        return format_html('{} (<a href="{}">{}</a>)', names, address, _("merge"))

    @admin.action(description=gettext_lazy("Approve selected tags"))
    def approve(self, request: HttpRequest, tags: QuerySet[Tag]) -> None:
        self._edit(request, tags, {"is_new": False}, _("Approved in the list of tags."))

    @admin.action(description=gettext_lazy("Hide selected tags"))
    def hide(self, request: HttpRequest, tags: QuerySet[Tag]) -> None:
        self._edit(request, tags, {"is_hidden": True}, _("Hidden in the list of tags."))

    @admin.action(description=gettext_lazy("Show selected tags again"))
    def show(self, request: HttpRequest, tags: QuerySet[Tag]) -> None:
        self._edit(request, tags, {"is_hidden": False}, _("Shown in the list of tags."))

    @admin.action(description=gettext_lazy("Merge selected tags"))
    def merge(self, request: HttpRequest, tags: QuerySet[Tag]) -> HttpResponse:
        ids = tags.order_by("pk").values_list("pk", flat=True)
        return redirect(tag_pages.merge_address(ids[: tag_pages.MOST_TAGS]))

    def _edit(
        self, request: HttpRequest, tags: QuerySet[Tag], values: dict, reason: str
    ) -> None:
        count = 0
        for tag in tags:
            try:
                by: Any = request.user
                count += bool(actions.edit_tag(tag, values, by, reason))
            except ValidationError as error:
                told = f"{tag}: {' '.join(error.messages)}"
                self.message_user(request, told, messages.WARNING)
        told = ngettext("%d tag changed.", "%d tags changed.", count) % count
        self.message_user(request, told, messages.SUCCESS)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return redirect(reverse("admin:catalogue_tag_change", args=[object_id]))
