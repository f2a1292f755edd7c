from django.urls import path, re_path, register_converter

from contributions.converters import KindConverter
from contributions.views import adding, entries, people

register_converter(KindConverter, "kind")

app_name = "contributions"
urlpatterns = [
    path("add/", adding.add, name="add"),
    path("<kind:kind>/add/", entries.entry_add, name="entry_add"),
    path("<kind:kind>/<slug:slug>/edit/", entries.entry_edit, name="entry_edit"),
    path("tools/<slug:slug>/use/", entries.tool_use, name="tool_use"),
    # profile/
    path("profile/", people.profile, name="profile"),
    path("profile/edit/", people.profile_edit, name="profile_edit"),
    path("profile/export/", people.profile_export, name="profile_export"),
    path("profile/delete/", people.profile_delete, name="profile_delete"),
    path("profile/deleted/", people.profile_deleted, name="profile_deleted"),
    re_path(
        r"^people/(?P<username>[\w.@+-]+)/$", people.person_detail, name="person_detail"
    ),
]
