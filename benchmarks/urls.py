from django.urls import path

from benchmarks import views
from toolbox.urls import urlpatterns as site

urlpatterns = [
    path("hello/", views.hello),
    path("naive/", views.naive_list),
    *site,
]
