from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models import Entry
from catalogue.vocabularies import country_name, validate_country


class OrganizationType(models.TextChoices):
    NATIONAL_GOVERNMENT = "national government", _("National government")
    LOCAL_GOVERNMENT = "local government", _("Local government")
    PARLIAMENT = "parliament", _("Parliament")
    CIVIL_SOCIETY = "civil society", _("Civil society")
    COMPANY = "company", _("Company")
    INTERNATIONAL = "international organization", _("International organization")
    UNIVERSITY = "university or research", _("University or research")
    COMMUNITY = "community", _("Community")


class Organization(Entry):
    """A body or a group that makes, provides, funds or uses tools."""

    type = models.CharField(
        _("type"), max_length=30, choices=OrganizationType, blank=True
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[validate_country]
    )

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.CheckConstraint(
                condition=Q(type="") | Q(type__in=OrganizationType.values),
                name="organization_type_known",
                violation_error_message=_("This type does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"),
                name="organization_country_well_formed",
                violation_error_message=_("Choose a country."),
            ),
        ]

    @property
    def country_name(self) -> str:
        return country_name(self.country)
