from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from catalogue import partial_dates
from catalogue.models import Entry, Link, Role
from catalogue.models.entry import EntryQuerySet
from catalogue.vocabularies import country_name, validate_country


class UseCaseState(models.TextChoices):
    IN_USE = "in use", _("In use")
    ENDED = "ended", _("Ended")


class UseCaseQuerySet(EntryQuerySet):
    def with_runners(self) -> "UseCaseQuerySet":
        """Annotates `runners`: the names, with language, of who runs each."""
        links = Link.objects.filter(
            subject=OuterRef("pk"), role=Role.RUN_BY, object__status="published"
        )
        name = JSONObject(name="object__name", language="object__language")
        runners = links.order_by("object__name").values_list(name)
        return self.annotate(runners=ArraySubquery(runners))


class UseCase(Entry):
    """Evidence: who used which tools, where, since when, and what came of it."""

    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[validate_country]
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    since = partial_dates.PartialDateField(_("since"))
    until = partial_dates.PartialDateField(_("until"))
    state = models.CharField(
        _("state"), max_length=20, choices=UseCaseState, blank=True
    )
    ended_because = models.CharField(_("why it ended"), max_length=500, blank=True)
    outcome = models.TextField(_("outcome"), max_length=2000, blank=True)

    objects = UseCaseQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("use case")
        verbose_name_plural = _("use cases")
        constraints = [
            models.CheckConstraint(
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"),
                name="use_case_country_well_formed",
                violation_error_message=_("Choose a country."),
            ),
            models.CheckConstraint(
                condition=Q(state="") | Q(state__in=UseCaseState.values),
                name="use_case_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(ended_because="") | Q(state=UseCaseState.ENDED),
                name="use_case_reason_when_ended",
                violation_error_message=_(
                    "Say why it ended only where the state is “ended”."
                ),
            ),
            models.CheckConstraint(
                condition=partial_dates.well_formed("since"),
                name="use_case_since_well_formed",
                violation_error_message=_("Write a date like 2016 or 2016-12."),
            ),
            models.CheckConstraint(
                condition=partial_dates.well_formed("until"),
                name="use_case_until_well_formed",
                violation_error_message=_("Write a date like 2016 or 2016-12."),
            ),
            models.CheckConstraint(
                condition=partial_dates.in_order("since", "until"),
                name="use_case_dates_in_order",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    @property
    def country_name(self) -> str:
        return country_name(self.country)
