from django.contrib import admin
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.admin import undoing
from contributions.admin.base import ReadingAdmin
from contributions.models import Batch, Change


@admin.register(Batch)
class BatchAdmin(ReadingAdmin):
    list_display = ["label", "kind", "person", "created_at", "undo"]
    readonly_fields = ["undo"]
    list_filter = ["kind"]
    list_select_related = ["person"]
    ordering = ["-created_at"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(undoing.undo)
        own = path("undo/", view, name="contributions_batch_undo")
        return [own, *super().get_urls()]

    @admin.display(description=gettext_lazy("Undo"))
    def undo(self, batch: Batch) -> str:
        return format_html(
            '<a href="{}">{}</a>', undoing.address_of(batch), _("See what it would do")
        )


@admin.register(Change)
class ChangeAdmin(ReadingAdmin):
    list_display = ["entry", "version", "person", "created_at", "comment", "source"]
    list_select_related = ["entry", "person"]
    search_fields = ["entry__name", "comment", "source"]
    ordering = ["-created_at", "-pk"]
