from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UseCasesConfig(AppConfig):
    name = "usecases"
    verbose_name = _("Use cases")

    def ready(self) -> None:
        from catalogue import kinds
        from usecases.kind import USE_CASE

        kinds.register(USE_CASE)
