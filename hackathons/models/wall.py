from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Entry
from hackathons.models.hackathon import Hackathon


class Unshown(models.Model):
    """An entry that an organizer took off the wall; moderators look at it."""

    hackathon = models.ForeignKey(
        Hackathon,
        verbose_name=_("hackathon"),
        on_delete=models.CASCADE,
        related_name="unshown",
    )
    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="unshown"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="unshown",
    )
    created_at = models.DateTimeField(_("taken off"), db_default=Now())

    class Meta:
        verbose_name = _("entry off the wall")
        verbose_name_plural = _("entries off the wall")
        constraints = [
            models.UniqueConstraint(
                fields=["hackathon", "entry"],
                name="unshown_unique",
                violation_error_message=_("It is off the wall already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)
