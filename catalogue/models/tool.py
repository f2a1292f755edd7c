from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.addresses import address_key
from catalogue.models.entry import Entry
from catalogue.vocabularies import (
    Platform,
    is_open_source,
    licence_name,
    validate_language,
    validate_licence,
)


class ToolForm(models.TextChoices):
    """What a reader gets: something to install, or something to use as it runs."""

    SOFTWARE = "software", _("Software")
    ONLINE_SERVICE = "online service", _("Online service")


class ToolState(models.TextChoices):
    ACTIVE = "active", _("Active")
    UNMAINTAINED = "unmaintained", _("Unmaintained")
    ENDED = "ended", _("Ended")
    SEEKS_MAINTAINER = "seeks a maintainer", _("Seeks a maintainer")


class Tool(Entry):
    """Software or an online service that somebody can use to open up government."""

    form = models.CharField(_("form"), max_length=20, choices=ToolForm, blank=True)
    repository = models.URLField(_("source code"), max_length=500, blank=True)
    repository_key = models.GeneratedField(
        expression=address_key("repository"),
        output_field=models.TextField(),
        db_persist=True,
    )
    licence = models.CharField(
        _("licence"),
        max_length=100,
        blank=True,
        validators=[validate_licence],
        help_text=_("An SPDX identifier like AGPL-3.0-or-later, or “proprietary”."),
    )
    programming_languages = ArrayField(
        models.CharField(max_length=50),
        verbose_name=_("programming languages"),
        default=list,
        blank=True,
    )
    platforms = ArrayField(
        models.CharField(max_length=30, choices=Platform),
        verbose_name=_("platforms"),
        default=list,
        blank=True,
    )
    interface_languages = ArrayField(
        models.CharField(max_length=35, validators=[validate_language]),
        verbose_name=_("interface languages"),
        default=list,
        blank=True,
    )
    state = models.CharField(_("state"), max_length=20, choices=ToolState, blank=True)

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
        constraints = [
            models.CheckConstraint(
                condition=Q(form="") | Q(form__in=ToolForm.values),
                name="tool_form_known",
                violation_error_message=_("Choose software or online service."),
            ),
            models.CheckConstraint(
                condition=Q(state="") | Q(state__in=ToolState.values),
                name="tool_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(repository="") | Q(repository__regex=r"^https?://[^\s/]+"),
                name="tool_repository_scheme",
                violation_error_message=_("Write an address with http or https."),
            ),
            models.CheckConstraint(
                condition=Q(platforms__contained_by=Platform.values),
                name="tool_platforms_known",
                violation_error_message=_("This platform does not exist."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["repository_key"],
                condition=~Q(repository_key=""),
                name="tool_repository_key",
            ),
        ]

    @property
    def is_open_source(self) -> bool | None:
        return is_open_source(self.licence)

    @property
    def platform_names(self) -> list[str]:
        return [str(Platform(platform).label) for platform in self.platforms]

    @property
    def licence_name(self) -> str:
        return licence_name(self.licence)
