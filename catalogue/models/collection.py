from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Q
from django.db.models.functions import JSONObject, Trim
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import (
    may_change_collection,
    may_see_private_collections,
    may_see_unpublished,
)
from accounts.models import User
from catalogue.models.entry import Entry, EntryStatus
from catalogue.models.slug import SLUG_LENGTH

MOST_ENTRIES = 500
MOST_COLLECTIONS = 100
NAMED_ON_ENTRIES = 10
REASON_LENGTH = 400


class CollectionQuerySet(models.QuerySet["Collection"]):
    def public(self) -> "CollectionQuerySet":
        return self.filter(is_public=True)

    def of(self, person: User | AnonymousUser) -> "CollectionQuerySet":
        return self.filter(person_id=person.pk) if person.pk else self.none()

    def visible_to(self, person: User | AnonymousUser) -> "CollectionQuerySet":
        if may_see_private_collections(person):
            return self
        return self.public() | self.of(person) if person.pk else self.public()

    def not_empty(self) -> "CollectionQuerySet":
        """Those that hold an entry that readers see."""
        items = CollectionItem.objects.filter(collection=models.OuterRef("pk"))
        shown = items.filter(entry__status=EntryStatus.PUBLISHED)
        return self.filter(models.Exists(shown))

    def with_count(self) -> "CollectionQuerySet":
        """Counts the entries that readers see, and loads whose collection it is."""
        shown = Q(entries__status=EntryStatus.PUBLISHED)
        count = models.Count("entries", filter=shown)
        return self.select_related("person").annotate(size=count)

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
    private_because = models.CharField(
        _("made private because"),
        max_length=REASON_LENGTH,
        blank=True,
        help_text=_("What a moderator told its owner; until it is public again."),
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
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(private_because=""),
                name="collection_reason_while_private",
                violation_error_message=_("Only a private collection has a reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalogue:collection_detail", args=[self.slug])


class CollectionItemQuerySet(models.QuerySet["CollectionItem"]):
    def shown_to(
        self, person: User | AnonymousUser, collection: Collection
    ) -> "CollectionItemQuerySet":
        """Readers see published entries only; its owner sees what else it holds."""
        sees_all = may_change_collection(person, collection)
        if sees_all or may_see_unpublished(person):
            return self
        return self.filter(entry__status=EntryStatus.PUBLISHED)

    def with_entries(self) -> "CollectionItemQuerySet":
        return self.select_related("entry").prefetch_related("entry__texts")


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

    objects = CollectionItemQuerySet.as_manager()

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


def naming_entry() -> ArraySubquery:
    """The public collections that hold an entry, read in the entry's own query."""
    holding = Collection.objects.public().filter(items__entry=models.OuterRef("pk"))
    named = holding.newest_first()[:NAMED_ON_ENTRIES]
    return ArraySubquery(named.values(named=JSONObject(slug="slug", title="title")))
