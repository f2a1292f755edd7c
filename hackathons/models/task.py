from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Entry
from hackathons.models.hackathon import Hackathon


class WorkItem(models.Model):
    """Something that an organizer asks for: a name or an address to be recorded.

    `entry` is the one that was added or found for it.
    """

    hackathon = models.ForeignKey(
        Hackathon,
        verbose_name=_("hackathon"),
        on_delete=models.CASCADE,
        related_name="work_items",
    )
    text = models.CharField(_("name or address"), max_length=500)
    entry = models.ForeignKey(
        Entry,
        verbose_name=_("entry"),
        on_delete=models.PROTECT,
        related_name="work_items",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("added"), db_default=Now())

    class Meta:
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        constraints = [
            models.UniqueConstraint(
                fields=["hackathon", "text"],
                name="work_item_unique",
                violation_error_message=_("This is in the list already."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="work_item_not_blank",
                violation_error_message=_("Write a name or an address."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Claim(models.Model):
    """A task that a person took, for a while that nobody else is offered it.

    `gap` names the worklist; its task is an entry, or a work item. There is one row for
    each task: it passes to the next person when it has expired. `done_at` is when the
    gap was found filled.
    """

    hackathon = models.ForeignKey(
        Hackathon,
        verbose_name=_("hackathon"),
        on_delete=models.CASCADE,
        related_name="claims",
    )
    gap = models.CharField(_("gap"), max_length=40)
    entry = models.ForeignKey(
        Entry,
        verbose_name=_("entry"),
        on_delete=models.CASCADE,
        related_name="claims",
        null=True,
        blank=True,
    )
    work_item = models.ForeignKey(
        WorkItem,
        verbose_name=_("work item"),
        on_delete=models.CASCADE,
        related_name="claims",
        null=True,
        blank=True,
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="claims",
    )
    expires_at = models.DateTimeField(_("expires"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.UniqueConstraint(
                fields=["hackathon", "gap", "entry", "work_item"],
                name="claim_unique",
                nulls_distinct=False,
                violation_error_message=_("Somebody took this one."),
            ),
            models.CheckConstraint(
                condition=Q(entry=None) ^ Q(work_item=None), name="claim_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gap}: {self.entry or self.work_item}"
