from django.urls import path

from contributions.admin import bulk, changing, hiding, views

app_name = "moderation"
urlpatterns = [
    path("queue/", views.queue, name="queue"),
    path("queue/decide/", bulk.decide_many, name="decide_many"),
    path("queue/suggestion/<uuid:uuid>/", views.suggestion, name="suggestion"),
    path("queue/report/<int:pk>/", views.report, name="report"),
    path("queue/entry/<int:pk>/", views.entry, name="entry"),
    path("change/", changing.change_many, name="change_many"),
    path("publish/", hiding.publish_many, name="publish_many"),
    path("hide/", hiding.hide_many, name="hide_many"),
]
