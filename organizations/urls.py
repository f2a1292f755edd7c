from django.urls import path

from organizations import views

app_name = "organizations"
urlpatterns = [
    path("organizations/", views.organization_list, name="organization_list"),
    path(
        "organizations/<slug:slug>/",
        views.organization_detail,
        name="organization_detail",
    ),
]
