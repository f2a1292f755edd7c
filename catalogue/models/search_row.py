from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.vocabularies import KindName


class SearchRow(models.Model):
    """What lists find, sort and count entries by, derived from the other tables.

    Rebuilt by `catalogue.search.refresh`; never read as the truth about an entry.
    """

    entry = models.OneToOneField(
        "catalogue.Entry",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="search_row",
    )
    kind = models.CharField(max_length=20, choices=KindName)
    published = models.BooleanField(default=False)
    sort_name = models.TextField(help_text=_("The name without accents and case."))
    names = models.TextField(help_text=_("The words of the names in all languages."))
    known_as = ArrayField(
        models.TextField(),
        default=list,
        help_text=_("Each name in any language, as its words."),
    )
    linked = models.TextField(help_text=_("The names of linked entries, one a line."))
    updated_at = models.DateTimeField()
    uses = models.PositiveIntegerField(
        default=0,
        help_text=_("Published use cases of a tool or organization; tools of a case."),
    )
    used_by = models.PositiveIntegerField(
        default=0,
        help_text=_("Published organizations that run a use case of the tool."),
    )
    document = SearchVectorField()
    facets = ArrayField(models.IntegerField(), default=list)

    class Meta:
        verbose_name = _("search row")
        verbose_name_plural = _("search rows")
        indexes = [
            models.Index(
                fields=["kind", "sort_name", "entry"],
                condition=Q(published=True),
                name="search_row_by_name",
            ),
            models.Index(
                fields=["kind", "-used_by", "-uses", "sort_name", "entry"],
                condition=Q(published=True),
                name="search_row_by_uses",
            ),
            models.Index(
                fields=["kind", "-updated_at", "sort_name", "entry"],
                condition=Q(published=True),
                name="search_row_by_date",
            ),
            GinIndex(fields=["document"], fastupdate=False, name="search_row_document"),
            GinIndex(
                fields=["facets"],
                opclasses=["gin__int_ops"],
                fastupdate=False,
                name="search_row_facets",
            ),
            GinIndex(
                fields=["names"],
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
                name="search_row_names",
            ),
            GinIndex(fields=["known_as"], fastupdate=False, name="search_row_known_as"),
        ]

    def __str__(self) -> str:
        return self.sort_name


class FacetValue(models.Model):
    """A value that entries are counted by, and the number that stands for it.

    Numbers lie in the range of their facet (`catalogue.facets`); an empty
    value stands for "not filled in".
    """

    id = models.IntegerField(primary_key=True)
    facet = models.IntegerField()
    value = models.TextField(blank=True)

    class Meta:
        verbose_name = _("facet value")
        verbose_name_plural = _("facet values")
        constraints = [
            models.UniqueConstraint(
                fields=["facet", "value"],
                name="facet_value_unique",
                violation_error_message=_("This value is known already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facet}: {self.value}"
