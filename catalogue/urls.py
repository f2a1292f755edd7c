from django.urls import path, re_path

from catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("tools/", views.tool_list, name="tool_list"),
    path("<slug:path>/facets/<slug:name>/", views.facet_detail, name="facet_detail"),
    # Before the tools' own addresses, so that none of them can be this one.
    path("tools/compare/", views.tool_compare, name="tool_compare"),
    path("tools/<slug:slug>/", views.tool_detail, name="tool_detail"),
    path("tags/", views.tag_list, name="tag_list"),
    # Tags may be named in any script, so that a plain slug is too narrow.
    re_path(r"^tags/(?P<slug>[\w-]+)/$", views.tag_detail, name="tag_detail"),
    path("collections/", views.collection_list, name="collection_list"),
    path("collections/<slug:slug>/", views.collection_detail, name="collection_detail"),
]
