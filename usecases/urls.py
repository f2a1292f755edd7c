from django.urls import path

from usecases import views

app_name = "usecases"
urlpatterns = [
    path("use-cases/", views.use_case_list, name="use_case_list"),
    path("use-cases/<slug:slug>/", views.use_case_detail, name="use_case_detail"),
]
