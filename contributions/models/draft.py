import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue import kinds
from catalogue.models import Entry
from catalogue.vocabularies import KindName


class DraftQuerySet(models.QuerySet["Draft"]):
    def newest_first(self) -> "DraftQuerySet":
        return self.order_by("-updated_at", "pk")


class Draft(models.Model):
    """What somebody has typed into a form for an entry, and not sent yet.

    `values` are the form's fields as they were sent, each a list of texts. A draft
    without a person belongs to whoever knows its id: somebody whose sign-in expired.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="drafts",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("kind"), max_length=20, choices=KindName)
    entry = models.ForeignKey(
        Entry,
        verbose_name=_("entry"),
        on_delete=models.CASCADE,
        related_name="drafts",
        null=True,
        blank=True,
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    values = models.JSONField(_("values"), default=dict)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [models.Index(fields=["kind", "-updated_at"], name="draft_fresh")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=KindName.values), name="draft_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    def get_absolute_url(self) -> str:
        """Where its person goes on writing."""
        kind = kinds.get(self.kind)
        form = "edit/" if self.entry else "add/"
        start = self.entry.get_absolute_url() if self.entry else kind.list_url
        return f"{start}{form}?draft={self.pk}"
