from django.urls import path, register_converter

from contributions.converters import DayConverter, KindConverter
from contributions.views import changes, entries, traces

register_converter(KindConverter, "kind")
register_converter(DayConverter, "day")

ENTRY = "<kind:kind>/<slug:slug>/"

app_name = "contributions"
urlpatterns = [
    path("<kind:kind>/add/", entries.entry_add, name="entry_add"),
    path("<kind:kind>/<slug:slug>/edit/", entries.entry_edit, name="entry_edit"),
    path("tools/<slug:slug>/use/", entries.tool_use, name="tool_use"),
    path(f"{ENTRY}history/", traces.entry_history, name="entry_history"),
    path(f"{ENTRY}history/feed/", traces.entry_feed, name="entry_feed"),
    path(f"{ENTRY}history/on/<day:day>/", traces.entry_on, name="entry_on"),
    path(f"{ENTRY}history/<int:version>/", traces.entry_version, name="entry_version"),
    path(
        f"{ENTRY}history/<int:version>/restore/",
        changes.entry_restore,
        name="entry_restore",
    ),
    path(f"{ENTRY}facts/", traces.entry_facts, name="entry_facts"),
    path(f"{ENTRY}facts/confirm/", traces.confirm, name="confirm"),
    path("changes/", changes.change_list, name="change_list"),
    path("changes/feed/", changes.change_feed, name="change_feed"),
    path("changes/<int:pk>/", changes.change_detail, name="change_detail"),
    path("changes/<int:pk>/revert/", changes.change_revert, name="change_revert"),
]
