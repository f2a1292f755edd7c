from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Tag
from contributions.models.change import Batch


class TagAct(models.Model):
    """What a moderator changed about a tag itself, and why.

    `fields` names what turned into what, as a change's plain fields do. A merge of tags
    has a `batch`, which also holds the changes of the entries that carried them. Never
    rewritten.
    """

    tag = models.ForeignKey(
        Tag, verbose_name=_("tag"), on_delete=models.PROTECT, related_name="acts"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="tag_acts",
    )
    batch = models.ForeignKey(
        Batch,
        verbose_name=_("batch"),
        on_delete=models.PROTECT,
        related_name="tag_acts",
        null=True,
        blank=True,
    )
    fields = models.JSONField(_("fields"))
    reason = models.CharField(_("reason"), max_length=500)
    created_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("act on a tag")
        verbose_name_plural = _("acts on tags")
        constraints = [
            models.CheckConstraint(condition=~Q(fields={}), name="tag_act_not_empty"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="tag_act_for_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.tag)
