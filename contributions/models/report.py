from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Collection, Entry
from contributions.models.change import Change


class ReportReason(models.TextChoices):
    WRONG = "wrong", _("Something is wrong")
    SPAM = "spam", _("Spam or advertising")
    DUPLICATE = "duplicate", _("It is here twice")
    COPIED = "copied", _("Text copied from elsewhere")
    HARMFUL = "harmful", _("Insulting or dangerous")
    OTHER = "other", _("Something else")


class Report(models.Model):
    """Somebody tells the moderators that something is not right.

    It is about an entry, about one change to an entry, or about a collection; with a
    collection that its owner deletes, its reports go. It waits until a moderator has
    handled it: `handled_by` and `handled_at` are set together.
    """

    entry = models.ForeignKey(
        Entry,
        verbose_name=_("entry"),
        on_delete=models.PROTECT,
        related_name="reports",
        null=True,
        blank=True,
    )
    change = models.ForeignKey(
        Change,
        verbose_name=_("change"),
        on_delete=models.PROTECT,
        related_name="reports",
        null=True,
        blank=True,
    )
    collection = models.ForeignKey(
        Collection,
        verbose_name=_("collection"),
        on_delete=models.CASCADE,
        related_name="reports",
        null=True,
        blank=True,
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="reports",
        null=True,
        blank=True,
    )
    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("made"), db_default=Now())
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        on_delete=models.PROTECT,
        related_name="handled_reports",
        null=True,
        blank=True,
    )
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    note = models.TextField(
        _("note"),
        max_length=2000,
        blank=True,
        help_text=_("What was found and done; moderators read it."),
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=ReportReason.values),
                name="report_reason_known",
                violation_error_message=_("This reason does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None)
                | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="report_handled_by_someone",
                violation_error_message=_("Say who handled it, and when."),
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, collection=None)
                | Q(entry=None, change=None, collection__isnull=False),
                name="report_about_one_thing",
                violation_error_message=_(
                    "Report an entry, a change to it, or a collection."
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(handled_at=None),
                name="report_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.name})"

    @property
    def about(self) -> Entry | Collection:
        """What is reported; of a change, the entry that it changed."""
        return self.collection or self.entry  # type: ignore[return-value]

    @property
    def waiting_beside(self) -> models.QuerySet["Report"]:
        """Other reports about the same thing that wait too, oldest first."""
        same = Report.objects.filter(entry=self.entry_id, collection=self.collection_id)
        return same.filter(handled_at=None).exclude(pk=self.pk).order_by("pk")

    @property
    def name(self) -> str:
        return self.collection.title if self.collection else self.entry.name  # type: ignore[union-attr]
