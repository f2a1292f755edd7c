import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import has_public_page
from accounts.models import User
from catalogue.models import Entry
from catalogue.vocabularies import KindName
from contributions.models.change import Change
from contributions.models.occasion import Occasion, Team


class SuggestionStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class DeclineReason(models.TextChoices):
    """Why a moderator declined; the public outcome names it."""

    NO_SOURCE = "no source", _("No source shows it")
    WRONG = "wrong", _("It is not correct")
    OFF_TOPIC = "off topic", _("It does not belong in this catalogue")
    DUPLICATE = "duplicate", _("It is here already")
    SPAM = "spam", _("It reads as advertising")
    OTHER = "other", _("Another reason")


NOT_NAMED = {DeclineReason.SPAM, DeclineReason.OTHER}


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def waiting(self) -> "SuggestionQuerySet":
        """Those of blocked people leave the queue, and come back with them."""
        blocked = Q(person__is_active=False, person__deleted_at=None)
        return self.filter(status=SuggestionStatus.WAITING).exclude(blocked)

    def decided(self) -> "SuggestionQuerySet":
        return self.exclude(status=SuggestionStatus.WAITING)

    def with_outcome(self) -> "SuggestionQuerySet":
        return self.select_related("entry", "person").prefetch_related("entry__texts")

    def oldest_first(self) -> "SuggestionQuerySet":
        return self.order_by("created_at", "pk")


class Suggestion(models.Model):
    """A submission that waits for a moderator before it becomes changes.

    It comes from somebody without an account, or is held back from an account. Its id
    is secret: the address made of it is the private tracking link. `content` is a
    `contributions.submissions.Submission`; accepted, it leads to `change`, the Change
    of its main entry.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=KindName)
    entry = models.ForeignKey(
        Entry,
        verbose_name=_("entry"),
        on_delete=models.PROTECT,
        related_name="suggestions",
        null=True,
        blank=True,
    )
    name = models.CharField(_("name"), max_length=200)
    content = models.JSONField(_("content"))
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="suggestions",
        null=True,
        blank=True,
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(
        _("language"),
        max_length=20,
        default="en",
        help_text=_("That of the page it came from; we answer in it."),
    )
    held_because = models.CharField(
        _("held because"),
        max_length=200,
        blank=True,
        help_text=_("What made the site hold it back, where it was not a visitor's."),
    )
    occasion = models.ForeignKey(
        Occasion,
        verbose_name=_("hackathon"),
        on_delete=models.PROTECT,
        related_name="suggestions",
        null=True,
        blank=True,
    )
    team = models.ForeignKey(
        Team,
        verbose_name=_("team"),
        on_delete=models.PROTECT,
        related_name="suggestions",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("made"), db_default=Now())
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=SuggestionStatus,
        default=SuggestionStatus.WAITING,
    )
    reason = models.CharField(
        _("reason"), max_length=20, choices=DeclineReason, blank=True
    )
    message = models.TextField(_("message"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="decided_suggestions",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    change = models.ForeignKey(
        Change,
        verbose_name=_("change"),
        on_delete=models.PROTECT,
        related_name="suggestions",
        null=True,
        blank=True,
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=KindName.values), name="suggestion_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=SuggestionStatus.values),
                name="suggestion_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at=None, decided_by=None)
                | Q(
                    ~Q(status="waiting"),
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="suggestion_decided_by_someone",
                violation_error_message=_("Say who decided, and when."),
            ),
            models.CheckConstraint(
                condition=Q(status="declined") ^ Q(reason=""),
                name="suggestion_declined_for_a_reason",
                violation_error_message=_("Choose a reason."),
            ),
            models.CheckConstraint(
                condition=Q(team=None) | Q(occasion__isnull=False),
                name="suggestion_team_of_occasion",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(status="waiting"),
                name="suggestion_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contributions:suggestion_detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.status == SuggestionStatus.WAITING

    @property
    def is_accepted(self) -> bool:
        return self.status == SuggestionStatus.ACCEPTED

    @property
    def held_reason(self) -> str:
        """Why the site held it back, in the reader's language."""
        return gettext(self.held_because) if self.held_because else ""

    @property
    def answer_to(self) -> str:
        """The address to write to, or nothing."""
        return self.email or (self.person.email if self.person else "")

    @property
    def public_entry(self) -> Entry | None:
        """The entry that everybody may be told about."""
        return self.entry if self.entry and self.entry.is_published else None

    @property
    def public_name(self) -> str:
        """Its name in the list of decisions: advertising gets no place there."""
        if self.public_entry or self.reason in NOT_NAMED or self.entry_id:
            return ""
        return self.name

    @property
    def public_person(self) -> User | None:
        """Whom everybody may be told about."""
        return self.person if self.person and has_public_page(self.person) else None

    @property
    def days_taken(self) -> int | None:
        return (self.decided_at - self.created_at).days if self.decided_at else None
