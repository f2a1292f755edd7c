from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Trim
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.entry import Entry
from catalogue.models.slug import SLUG_LENGTH

MOST_ENTRIES = 500


class CollectionQuerySet(models.QuerySet["Collection"]):
    def public(self) -> "CollectionQuerySet":
        return self.filter(is_public=True)

    def newest_first(self) -> "CollectionQuerySet":
        return self.order_by("-updated_at", "pk")


class Collection(models.Model):
    """A person's ordered list of entries, with a note on each."""

    slug = models.SlugField(max_length=SLUG_LENGTH + 10, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), max_length=2000, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="collections",
    )
    is_public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Everybody may read it; otherwise only you."),
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now)
    entries = models.ManyToManyField(
        Entry, through="CollectionItem", related_name="collections"
    )

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        constraints = [
            models.CheckConstraint(
                condition=Q(title=Trim("title")) & ~Q(title=""),
                name="collection_title_not_blank",
                violation_error_message=_("Write a title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalogue:collection_detail", args=[self.slug])


class CollectionItem(models.Model):
    """An entry's place in a collection; places are numbered from 1 without gaps."""

    collection = models.ForeignKey(
        Collection, on_delete=models.CASCADE, related_name="items"
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="collection_items"
    )
    place = models.PositiveIntegerField(_("place"))
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("entry of a collection")
        verbose_name_plural = _("entries of collections")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "entry"],
                name="collection_item_unique",
                violation_error_message=_("The entry is in this collection already."),
            ),
            models.UniqueConstraint(
                fields=["collection", "place"],
                name="collection_place_unique",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Two entries have one place."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.place}"
