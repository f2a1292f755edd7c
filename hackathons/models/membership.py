from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from contributions.models import Team
from hackathons.models.hackathon import Hackathon


class Membership(models.Model):
    """A person who joined a hackathon, alone or in a team.

    `is_named` says whether they wish to be named on wall, board and archive; None until
    they were asked. An organizer may take the name off the wall (`is_unshown`) and sign
    a device that was left behind out (`signed_out_at`).
    """

    hackathon = models.ForeignKey(
        Hackathon,
        verbose_name=_("hackathon"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    team = models.ForeignKey(
        Team,
        verbose_name=_("team"),
        on_delete=models.SET_NULL,
        related_name="memberships",
        null=True,
        blank=True,
    )
    joined_at = models.DateTimeField(_("joined"), db_default=Now())
    is_named = models.BooleanField(_("named"), null=True, blank=True)
    is_unshown = models.BooleanField(_("name off the wall"), default=False)
    signed_out_at = models.DateTimeField(_("signed out"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["hackathon", "person"],
                name="membership_unique",
                violation_error_message=_("This person has joined already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_to_be_asked(self) -> bool:
        """Whether they wish to be named is asked after their first change."""
        if self.is_named is not None:
            return False
        occasion = self.hackathon_id
        return (
            self.person.changes.filter(occasion=occasion).exists()
            or self.person.suggestions.filter(occasion=occasion).exists()
        )

    @property
    def shows_name(self) -> bool:
        return bool(self.is_named) and not self.is_unshown
