from collections.abc import Iterable
from typing import Any

from anyascii import anyascii
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalogue.vocabularies import KindName

SLUG_LENGTH = 80
SLUG_PATTERN = r"^[a-z0-9]+([-_]+[a-z0-9]+)*$"


def slug_from(name: str) -> str:
    """An ASCII slug of a name in any script; never empty."""
    return slugify(anyascii(name))[:SLUG_LENGTH].strip("-_") or "entry"


class SlugQuerySet(models.QuerySet["Slug"]):
    def with_present(self) -> Any:
        """Annotates the id of the entry that answers at each address now."""
        return self.annotate(present=Coalesce("entry__merged_into", "entry"))

    def at(self, kind: str, slugs: Iterable[str]) -> Any:
        """The addresses of a kind that are asked for, with what answers there now."""
        return self.with_present().filter(kind=kind, slug__in=slugs)


class Slug(models.Model):
    """An address that an entry has or once had. Old ones redirect, none is reused.

    Those of an entry that was merged lead to the entry that stands for it.
    """

    kind = models.CharField(max_length=20, choices=KindName)
    slug = models.CharField(max_length=SLUG_LENGTH + 10)
    entry = models.ForeignKey(
        "catalogue.Entry", on_delete=models.PROTECT, related_name="slugs"
    )

    objects = SlugQuerySet.as_manager()

    class Meta:
        verbose_name = _("slug")
        verbose_name_plural = _("slugs")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="slug_unique",
                violation_error_message=_("Another entry has or had this address."),
            ),
            models.CheckConstraint(
                condition=models.Q(slug__regex=SLUG_PATTERN),
                name="slug_well_formed",
                violation_error_message=_(
                    "An address is made of small letters, figures and hyphens."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"
