from django.urls import path, register_converter

from contributions.converters import KindConverter
from contributions.views import entries

register_converter(KindConverter, "kind")

app_name = "contributions"
urlpatterns = [
    path("<kind:kind>/add/", entries.entry_add, name="entry_add"),
    path("<kind:kind>/<slug:slug>/edit/", entries.entry_edit, name="entry_edit"),
    path("tools/<slug:slug>/use/", entries.tool_use, name="tool_use"),
]
