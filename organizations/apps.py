from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = _("Organizations")

    def ready(self) -> None:
        from catalogue import kinds
        from organizations.kind import ORGANIZATION

        kinds.register(ORGANIZATION)
