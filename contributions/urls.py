from django.urls import path, re_path, register_converter

from contributions.converters import DayConverter, KindConverter
from contributions.views import (
    adding,
    arranging,
    changes,
    collections,
    drafts,
    entries,
    people,
    reports,
    suggestions,
    traces,
    typing,
)

register_converter(KindConverter, "kind")
register_converter(DayConverter, "day")

ENTRY = "<kind:kind>/<slug:slug>/"

app_name = "contributions"
urlpatterns = [
    path("add/", adding.add, name="add"),
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
    # reports
    path("<kind:kind>/<slug:slug>/report/", reports.entry_report, name="entry_report"),
    path(
        "<kind:kind>/<slug:slug>/report/thanks/",
        reports.report_thanks,
        name="report_thanks",
    ),
    path("changes/<int:pk>/report/", reports.change_report, name="change_report"),
    path(
        "collections/<slug:slug>/report/",
        reports.collection_report,
        name="collection_report",
    ),
    path(
        "collections/<slug:slug>/report/thanks/",
        reports.collection_report_thanks,
        name="collection_report_thanks",
    ),
    # collections/
    path("collections/new/", collections.collection_new, name="collection_new"),
    path("collections/add/", collections.collect, name="collect"),
    path(
        "collections/<slug:slug>/edit/",
        collections.collection_edit,
        name="collection_edit",
    ),
    path(
        "collections/<slug:slug>/delete/",
        collections.collection_delete,
        name="collection_delete",
    ),
    path(
        "collections/<slug:slug>/entries/",
        arranging.collection_arrange,
        name="collection_arrange",
    ),
    path(
        "collections/<slug:slug>/entries/<int:pk>/",
        arranging.item_save,
        name="item_save",
    ),
    path(
        "collections/<slug:slug>/entries/<int:pk>/up/",
        arranging.item_move,
        {"steps": -1},
        name="item_up",
    ),
    path(
        "collections/<slug:slug>/entries/<int:pk>/down/",
        arranging.item_move,
        {"steps": 1},
        name="item_down",
    ),
    path(
        "collections/<slug:slug>/entries/<int:pk>/remove/",
        arranging.item_remove,
        name="item_remove",
    ),
    # profile/
    path("profile/", people.profile, name="profile"),
    path("profile/edit/", people.profile_edit, name="profile_edit"),
    path("profile/export/", people.profile_export, name="profile_export"),
    path("profile/delete/", people.profile_delete, name="profile_delete"),
    path("profile/deleted/", people.profile_deleted, name="profile_deleted"),
    re_path(
        r"^people/(?P<username>[\w.@+-]+)/$", people.person_detail, name="person_detail"
    ),
    # suggestions/
    path("suggestions/", suggestions.suggestion_list, name="suggestion_list"),
    path(
        "suggestions/<uuid:uuid>/",
        suggestions.suggestion_detail,
        name="suggestion_detail",
    ),
    path(
        "suggestions/<uuid:uuid>/answer/",
        suggestions.suggestion_answer,
        name="suggestion_answer",
    ),
    # while typing
    path("<kind:kind>/lookalikes/", typing.lookalikes, name="lookalikes"),
    path("suggest/entries/", typing.entry_suggest, name="entry_suggest"),
    path("suggest/tags/", typing.tag_suggest, name="tag_suggest"),
    # drafts/
    path("drafts/<uuid:uuid>/", drafts.draft_save, name="draft_save"),
    path("drafts/<uuid:uuid>/discard/", drafts.draft_discard, name="draft_discard"),
]
