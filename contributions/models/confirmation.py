from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Entry

PATH_LENGTH = 100


class Confirmation(models.Model):
    """Somebody looked and found that what a field says is still true.

    `path` names the field as a change's delta does; nothing is written to the entry.
    """

    entry = models.ForeignKey(
        Entry,
        verbose_name=_("entry"),
        on_delete=models.CASCADE,
        related_name="confirmations",
    )
    path = models.CharField(_("field"), max_length=PATH_LENGTH)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="confirmations",
    )
    created_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        indexes = [
            models.Index(
                fields=["entry", "path", "-created_at"], name="confirmation_latest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.path}"
