from django.urls import path

from hackathons.views import home

HACKATHON = "hackathons/<slug:slug>/"

app_name = "hackathons"
urlpatterns = [
    path("hackathons/", home.hackathon_list, name="list"),
    path(HACKATHON, home.detail, name="detail"),
]
