from django.contrib import admin
from taggit.models import Tag as TaggitTag

from catalogue.models import Tag
from contributions.admin.base import ReadingAdmin

# taggit offers its own tag table, which this catalogue does not use.
admin.site.unregister(TaggitTag)


@admin.register(Tag)
class TagAdmin(ReadingAdmin):
    list_display = ["name", "slug", "kind"]
    list_filter = ["kind"]
    search_fields = ["name", "slug", "synonyms"]
    ordering = ["name"]
