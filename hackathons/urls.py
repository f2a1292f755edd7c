from django.urls import path

from hackathons.views import (
    archive,
    board,
    home,
    joining,
    keeping,
    organizing,
    tasks,
    wall,
)

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
    path(f"{HACKATHON}board/", board.page, name="board"),
    # archive/
    path(f"{HACKATHON}archive/", archive.page, name="archive"),
    path(f"{HACKATHON}archive/entries.csv", archive.entries_csv, name="entries_csv"),
    path(f"{HACKATHON}archive/changes.csv", archive.changes_csv, name="changes_csv"),
    path(f"{HACKATHON}archive/archive.json", archive.as_json, name="archive_json"),
    # tasks/
    path(f"{HACKATHON}tasks/", tasks.page, name="tasks"),
    path(f"{HACKATHON}tasks/items/", tasks.work_items, name="work_items"),
    path(f"{HACKATHON}tasks/<slug:gap>/take/", tasks.take, name="task_take"),
    path(
        f"{HACKATHON}tasks/<int:pk>/give-back/", tasks.give_back, name="task_give_back"
    ),
    # wall/
    path(f"{HACKATHON}wall/", wall.page, name="wall"),
    path(f"{HACKATHON}wall/figures/", wall.figures, name="wall_figures"),
    path(f"{HACKATHON}wall/shown/", wall.shown, name="wall_shown"),
    path(
        f"{HACKATHON}wall/shown/entries/<int:pk>/hide/",
        wall.hide_entry,
        name="wall_hide_entry",
    ),
    path(
        f"{HACKATHON}wall/shown/names/<int:pk>/hide/",
        wall.hide_name,
        name="wall_hide_name",
    ),
]
