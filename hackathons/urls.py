from django.urls import path

from hackathons.views import home, tasks, wall

HACKATHON = "hackathons/<slug:slug>/"

app_name = "hackathons"
urlpatterns = [
    path("hackathons/", home.hackathon_list, name="list"),
    path(HACKATHON, home.detail, name="detail"),
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
