from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from catalogue.vocabularies import LANGUAGE_TAG, direction, validate_language

NAME_LENGTH = 200
SUMMARY_LENGTH = 300
DESCRIPTION_LENGTH = 10_000


class EntryText(models.Model):
    """What an entry says in one language. The original is translated, not copied."""

    entry = models.ForeignKey(
        "catalogue.Entry", on_delete=models.CASCADE, related_name="texts"
    )
    language = models.CharField(
        _("language"), max_length=35, validators=[validate_language]
    )
    name = models.CharField(
        _("name in this language"),
        max_length=NAME_LENGTH,
        blank=True,
        help_text=_("Only where it differs from the entry's own name."),
    )
    summary = models.CharField(_("summary"), max_length=SUMMARY_LENGTH, blank=True)
    description = models.TextField(
        _("description"), max_length=DESCRIPTION_LENGTH, blank=True
    )
    is_original = models.BooleanField(_("original"), default=False)
    outdated = models.BooleanField(
        _("outdated"),
        default=False,
        help_text=_("The original changed after this translation was written."),
    )

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "language"],
                name="text_one_per_language",
                violation_error_message=_("This entry has a text in this language."),
            ),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(is_original=True),
                name="text_one_original",
                violation_error_message=_("An entry has one original text."),
            ),
            models.CheckConstraint(
                condition=Q(is_original=False) | Q(outdated=False),
                name="text_original_not_outdated",
                violation_error_message=_("An original text cannot be outdated."),
            ),
            models.CheckConstraint(
                condition=Q(language__regex=LANGUAGE_TAG),
                name="text_language_well_formed",
                violation_error_message=_("Write a language tag, like fr."),
            ),
            models.CheckConstraint(
                condition=Q(description__length__lte=DESCRIPTION_LENGTH),
                name="text_description_length",
                violation_error_message=_("The description is too long."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} ({self.language})"

    @property
    def direction(self) -> str:
        return direction(self.language)


models.TextField.register_lookup(Length)
