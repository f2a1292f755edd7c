from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.models import Entry
from contributions.models.change import Batch


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> "MergeQuerySet":
        return self.filter(undone_by=None)


class Merge(models.Model):
    """Two entries that were found to be one: which was kept, and which redirects to it.

    The changes of its batch tell what became of the records; `items` are the places
    in collections that moved, which no change tells. `undone_by` is the batch that
    parted the two again.
    """

    batch = models.OneToOneField(
        Batch,
        verbose_name=_("batch"),
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="merge",
    )
    kept = models.ForeignKey(
        Entry,
        verbose_name=_("kept entry"),
        on_delete=models.PROTECT,
        related_name="merges_kept",
    )
    gone = models.ForeignKey(
        Entry,
        verbose_name=_("merged entry"),
        on_delete=models.PROTECT,
        related_name="merges_gone",
    )
    items = models.JSONField(_("places in collections"), default=list, blank=True)
    undone_by = models.OneToOneField(
        Batch,
        verbose_name=_("undone by"),
        on_delete=models.PROTECT,
        related_name="unmerge",
        null=True,
        blank=True,
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept=F("gone")),
                name="merge_of_two",
                violation_error_message=_("Choose two different entries."),
            ),
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_by=None),
                name="merge_gone_once",
                violation_error_message=_("This entry was merged already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.batch)
