from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who signs in, or an account that a command writes under.

    `is_at_work` belongs to a request, not to the table: whether the person has joined
    a hackathon that is open. Guests write only then.
    """

    is_at_work = False

    display_name = models.CharField(
        _("display name"),
        max_length=80,
        blank=True,
        help_text=_("Shown beside your changes; may differ from your own name."),
    )
    is_public = models.BooleanField(
        _("public"),
        default=True,
        help_text=_("Everybody may see a page with your name and your changes."),
    )
    is_guest = models.BooleanField(
        _("guest"),
        default=False,
        help_text=_("Joined a hackathon with a display name only."),
    )
    is_organizer = models.BooleanField(
        _("organizer"), default=False, help_text=_("May open hackathons.")
    )
    is_trusted = models.BooleanField(
        _("trusted"),
        default=False,
        help_text=_("Their changes are published at once, also their first ones."),
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        related_name="merged_from",
        null=True,
        blank=True,
        help_text=_("The account that a guest turned out to have already."),
    )
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    @property
    def is_blocked(self) -> bool:
        """A moderator has shut the account; one that was deleted is something else."""
        return not self.is_active and self.deleted_at is None

    def __str__(self) -> str:
        if self.deleted_at:
            return gettext("a former contributor")
        return self.display_name or self.username

    @property
    def as_shown(self) -> "User":
        """Whose name stands beside this person's changes."""
        return self.merged_into or self
