from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.models import Entry, EntryStatus

SEEN = (EntryStatus.PUBLISHED, EntryStatus.HELD)


class DuplicateReason(models.TextChoices):
    """What two entries have in common that makes them look like one."""

    SAME_NAME = "same name", _("Same name")
    ALIKE_NAMES = "names alike", _("Names much alike")
    INITIALS = "initials", _("One name is the initials of the other")
    WEBSITE = "same website", _("Same website")
    REPOSITORY = "same repository", _("Same source code")
    LINKS = "same links", _("Same links")


class DuplicateQuerySet(models.QuerySet["Duplicate"]):
    def open(self) -> "DuplicateQuerySet":
        """Pairs that wait for somebody to merge them, or to say that they are two."""
        return self.filter(
            dismissed_at=None, left__status__in=SEEN, right__status__in=SEEN
        )

    def likeliest_first(self) -> "DuplicateQuerySet":
        return self.order_by("-score", "left__name", "pk")


class Duplicate(models.Model):
    """Two entries of one kind that are likely to be the same thing.

    The pair stands once, the lower id first. That somebody looked and found two
    different things is remembered, however often the pairs are computed.
    """

    left = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="+"
    )
    right = models.ForeignKey(
        Entry,
        verbose_name=_("looks like"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    score = models.FloatField(_("score"), help_text=_("From 0 to 1."))
    reasons = ArrayField(
        models.CharField(max_length=20, choices=DuplicateReason),
        verbose_name=_("reasons"),
    )
    found_at = models.DateTimeField(_("found"))
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dismissed by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    dismissed_at = models.DateTimeField(_("dismissed"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        constraints = [
            models.UniqueConstraint(
                fields=["left", "right"],
                name="duplicate_once",
                violation_error_message=_("This pair is in the list already."),
            ),
            models.CheckConstraint(
                condition=Q(left__lt=F("right")),
                name="duplicate_in_order",
                violation_error_message=_("The lower id comes first."),
            ),
            models.CheckConstraint(
                condition=Q(dismissed_at=None, dismissed_by=None)
                | Q(dismissed_at__isnull=False, dismissed_by__isnull=False),
                name="duplicate_dismissed_by_someone",
                violation_error_message=_("Say who dismissed it, and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left} / {self.right}"
