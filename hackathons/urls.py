from django.urls import path

from hackathons.views import home, joining, keeping, organizing

HACKATHON = "hackathons/<slug:slug>/"

app_name = "hackathons"
urlpatterns = [
    path("hackathons/", home.hackathon_list, name="list"),
    path("hackathons/open/", organizing.open_hackathon, name="open"),
    path("hackathons/join/", joining.join_by_code, name="join_by_code"),
    path("hackathons/join/<slug:code>/", joining.join, name="join"),
    path("hackathons/keep/", keeping.keep, name="keep"),
    path("hackathons/keep/code/", keeping.keep_code, name="keep_code"),
    path(HACKATHON, home.detail, name="detail"),
    path(f"{HACKATHON}code/", joining.code, name="code"),
    path(f"{HACKATHON}leave/", joining.leave, name="leave"),
    path(f"{HACKATHON}name/", joining.naming, name="naming"),
    # for those who run it
    path(f"{HACKATHON}edit/", organizing.edit, name="edit"),
    path(f"{HACKATHON}code/renew/", organizing.renew_code, name="renew_code"),
    path(f"{HACKATHON}late/", organizing.late, name="late"),
    path(f"{HACKATHON}people/", joining.people, name="people"),
    path(f"{HACKATHON}people/<int:pk>/sign-out/", joining.sign_out, name="sign_out"),
]
