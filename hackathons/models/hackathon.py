from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalogue.models import Tag
from catalogue.vocabularies import KindName
from contributions.models import Occasion

CODE = r"^[2-9A-HJ-NP-Z]{4,8}$"
LARGEST_GOAL = 100_000


class State(models.TextChoices):
    """Where a hackathon stands; by its clock, but for the archive."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Write a time zone like Africa/Nairobi."))


def goal(label: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


class HackathonQuerySet(models.QuerySet["Hackathon"]):
    def open(self) -> "HackathonQuerySet":
        now = timezone.now()
        return self.filter(occasion__opens_at__lte=now, occasion__closes_at__gt=now)

    def with_occasion(self) -> "HackathonQuerySet":
        return self.select_related("occasion")

    def newest_first(self) -> "HackathonQuerySet":
        return self.order_by("-occasion__opens_at", "-pk")


class Hackathon(models.Model):
    """An event at which people fill the catalogue together.

    It is the page, the people and the rules around one Occasion, whose id it shares;
    the occasion holds name, opening and closing. `code` is what people type to join.
    `archive` holds the figures as they were when it was archived.
    """

    occasion = models.OneToOneField(
        Occasion,
        verbose_name=_("occasion"),
        on_delete=models.PROTECT,
        related_name="hackathon",
        primary_key=True,
    )
    slug = models.SlugField(_("address"), max_length=110, unique=True)
    introduction = models.TextField(_("introduction"), max_length=2000, blank=True)
    place = models.CharField(
        _("places"), max_length=200, blank=True, help_text=_("Empty when online only.")
    )
    is_online = models.BooleanField(_("online"), default=False)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    goal_tools = goal(_("goal: tools"))
    goal_use_cases = goal(_("goal: use cases"))
    goal_organizations = goal(_("goal: organizations"))
    tags = models.ManyToManyField(
        Tag, verbose_name=_("tags"), related_name="hackathons", blank=True
    )
    reviews_first = models.BooleanField(
        _("review first"),
        default=False,
        help_text=_("Changes wait for a moderator instead of being published at once."),
    )
    allows_guests = models.BooleanField(
        _("guests allowed"),
        default=True,
        help_text=_("People join with a display name, without an account."),
    )
    has_ranking = models.BooleanField(
        _("ranking"),
        default=False,
        help_text=_("The board orders people and teams by what they contributed."),
    )
    code = models.CharField(_("join code"), max_length=8, unique=True)
    organizers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("organizers"),
        related_name="organized_hackathons",
        blank=True,
    )
    created_at = models.DateTimeField(_("created"), db_default=Now())
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    archive = models.JSONField(_("archive"), default=dict, blank=True, editable=False)

    objects = HackathonQuerySet.as_manager()

    class Meta:
        verbose_name = _("hackathon")
        verbose_name_plural = _("hackathons")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE),
                name="hackathon_code_readable",
                violation_error_message=_("A code has 4 to 8 capitals and digits."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None})
                    | Q(**{f"{name}__range": (1, LARGEST_GOAL)}),
                    name=f"hackathon_{name}_bounded",
                    violation_error_message=_("Write a number from 1 to 100,000."),
                )
                for name in ("goal_tools", "goal_use_cases", "goal_organizations")
            ),
            models.CheckConstraint(
                condition=Q(archived_at=None, archive={})
                | (Q(archived_at__isnull=False) & ~Q(archive={})),
                name="hackathon_archived_with_figures",
            ),
        ]

    def __str__(self) -> str:
        return self.occasion.name

    def get_absolute_url(self) -> str:
        return reverse("hackathons:detail", args=[self.slug])

    @property
    def name(self) -> str:
        return self.occasion.name

    def is_organized_by(self, person: User) -> bool:
        return self.organizers.filter(pk=person.pk).exists()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def opens_at(self) -> datetime:
        """In the hackathon's own time zone."""
        return self.occasion.opens_at.astimezone(self.zone)

    @property
    def closes_at(self) -> datetime:
        """In the hackathon's own time zone."""
        return self.occasion.closes_at.astimezone(self.zone)

    @property
    def is_one_day(self) -> bool:
        return self.opens_at.date() == self.closes_at.date()

    @property
    def state(self) -> State:
        if self.archived_at:
            return State.ARCHIVED
        now = timezone.now()
        if now < self.occasion.opens_at:
            return State.PLANNED
        return State.OPEN if now < self.occasion.closes_at else State.CLOSED

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def goals(self) -> dict[str, int | None]:
        """How many entries of each kind there shall be, by kind."""
        return {
            KindName.TOOL: self.goal_tools,
            KindName.USE_CASE: self.goal_use_cases,
            KindName.ORGANIZATION: self.goal_organizations,
        }
