"""The project's settings with the views that benchmarks compare it to."""

from toolbox.settings import *  # noqa: F403, TID251

ROOT_URLCONF = "benchmarks.urls"
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEMPLATES[0]["DIRS"].append(BASE_DIR / "benchmarks/templates")  # noqa: F405
