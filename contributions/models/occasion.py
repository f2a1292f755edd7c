from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now, Trim
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OccasionQuerySet(models.QuerySet["Occasion"]):
    def open(self) -> "OccasionQuerySet":
        """Those in which people are at work at this moment."""
        now = timezone.now()
        return self.filter(opens_at__lte=now, closes_at__gt=now)


class Occasion(models.Model):
    """An event that changes belong to; a hackathon is the page around one.

    Changes are marked with it when they are written, from `opens_at` until just before
    `closes_at`.
    """

    name = models.CharField(_("name"), max_length=120)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))

    objects = OccasionQuerySet.as_manager()

    class Meta:
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")
        constraints = [
            models.CheckConstraint(
                condition=Q(name=Trim("name")) & ~Q(name=""),
                name="occasion_name_not_blank",
                violation_error_message=_("Write a name."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="occasion_closes_after_it_opens",
                violation_error_message=_("It must close after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.opens_at <= timezone.now() < self.closes_at


class Team(models.Model):
    """People who work together on an occasion, at one table for instance."""

    occasion = models.ForeignKey(
        Occasion,
        verbose_name=_("occasion"),
        on_delete=models.CASCADE,
        related_name="teams",
    )
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(
                "occasion",
                Lower("name"),
                name="team_name_unique",
                violation_error_message=_("There is a team of this name."),
            ),
            models.CheckConstraint(
                condition=Q(name=Trim("name")) & ~Q(name=""),
                name="team_name_not_blank",
                violation_error_message=_("Write a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LateChange(models.Model):
    """A change that was made without an occasion, and attached to it later.

    The change itself is never rewritten; this row says who attached it, and when.
    """

    change = models.OneToOneField(
        "contributions.Change",
        verbose_name=_("change"),
        on_delete=models.PROTECT,
        related_name="late",
    )
    occasion = models.ForeignKey(
        Occasion,
        verbose_name=_("hackathon"),
        on_delete=models.PROTECT,
        related_name="late_changes",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("attached by"),
        on_delete=models.PROTECT,
        related_name="attached_changes",
    )
    created_at = models.DateTimeField(_("attached"), db_default=Now())

    class Meta:
        verbose_name = _("late change")
        verbose_name_plural = _("late changes")

    def __str__(self) -> str:
        return f"{self.occasion_id}: {self.change_id}"
