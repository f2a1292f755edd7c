from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.access import LABELS


class ActVerb(models.TextChoices):
    ROLE = "role", _("Role given")
    TRUST = "trust", _("Trusted")
    DISTRUST = "distrust", _("Trust taken back")
    BLOCK = "block", _("Blocked")
    UNBLOCK = "unblock", _("Unblocked")
    NOTE = "note", _("Note")


class Act(models.Model):
    """What a moderator decided about a person, or noted of them, and why.

    Acts are never rewritten. A `role` that was given is named here. Notes are for
    moderators only, and go when the person deletes their account.
    """

    verb = models.CharField(_("what"), max_length=20, choices=ActVerb)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="acts_about",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="acts",
    )
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=[(role.name.lower(), label) for role, label in LABELS.items()],
        blank=True,
    )
    reason = models.CharField(_("reason"), max_length=500)
    created_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=ActVerb.values), name="act_verb_known"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="act_for_a_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(verb="role") ^ Q(role=""), name="act_names_a_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.person}"
