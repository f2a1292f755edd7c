from typing import Any

app_name = "hackathons"
urlpatterns: list[Any] = []
