from django.urls import path

from benchmarks import plain, views
from toolbox.urls import urlpatterns as site

urlpatterns = [
    path("hello/", views.hello),
    path("plain/", plain.save),
    path("naive/", views.naive_list),
    *site,
]
