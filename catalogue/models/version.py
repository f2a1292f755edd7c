from django.db import models
from django.utils.translation import gettext_lazy as _


class CatalogueVersion(models.Model):
    """One row with a number that grows with every write (`catalogue.version`)."""

    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("version of the catalogue")
        verbose_name_plural = _("versions of the catalogue")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="catalogue_version_one_row",
                violation_error_message=_("The catalogue has one version."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
