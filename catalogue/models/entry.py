from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Trim
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from accounts.access import may_see_unpublished
from accounts.models import User
from catalogue import kinds, records
from catalogue.addresses import address_key
from catalogue.models.slug import SLUG_LENGTH
from catalogue.models.tag import EntryTag
from catalogue.models.text import NAME_LENGTH, EntryText
from catalogue.vocabularies import (
    LANGUAGE_TAG,
    KindName,
    direction,
    validate_language,
)

TAGS = Prefetch("entry_tags", EntryTag.objects.select_related("tag"))


class EntryStatus(models.TextChoices):
    """Whether readers see an entry; not whether the thing is alive (its state)."""

    PUBLISHED = "published", _("Published")
    HELD = "held", _("Held for review")
    HIDDEN = "hidden", _("Hidden")


class EntryQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=EntryStatus.PUBLISHED)

    def visible_to(self, person: User | AnonymousUser):
        return self if may_see_unpublished(person) else self.published()

    def not_merged(self):
        return self.filter(merged_into=None)

    def with_texts(self):
        """Loads the texts and tags that a row or a page of an entry shows."""
        return self.prefetch_related("texts", TAGS)

    def for_page(self):
        """Loads an entry's own row and tags; the page loads all its texts at once."""
        return self.for_rows().prefetch_related(TAGS)

    def for_rows(self, *related: str):
        """Loads what a row shows of its search row, not the document it is found by."""
        return self.select_related("search_row", *related).defer("search_row__document")

    def for_records(self):
        """Loads everything `record()` reads, in one query per table."""
        return self.prefetch_related("texts", "entry_tags", "links_from")


class Entry(models.Model):
    """What tools, use cases and organizations share.

    Ids are permanent, and so are the addresses an entry once had (`Slug`). `version`
    counts the changes that were applied. `merged_into` is the entry that stands for
    this one since both were found to be the same; that one was never merged itself.
    """

    kind = models.CharField(max_length=20, choices=KindName, editable=False)
    slug = models.CharField(max_length=SLUG_LENGTH + 10, editable=False)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    language = models.CharField(
        _("language of the name"),
        max_length=35,
        blank=True,
        validators=[validate_language],
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    website_key = models.GeneratedField(
        expression=address_key("website"),
        output_field=models.TextField(),
        db_persist=True,
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=EntryStatus,
        default=EntryStatus.PUBLISHED,
    )
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("last changed"))
    version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        related_name="merged_from",
        null=True,
        blank=True,
        editable=False,
    )

    tags = TaggableManager(through=EntryTag, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="entry_slug_unique",
                violation_error_message=_("Another entry has this address."),
            ),
            models.UniqueConstraint(fields=["id", "kind"], name="entry_id_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=KindName.values),
                name="entry_kind_known",
                violation_error_message=_("This kind of entry does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=EntryStatus.values),
                name="entry_status_known",
                violation_error_message=_("This status does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(name=Trim("name")) & ~Q(name=""),
                name="entry_name_not_blank",
                violation_error_message=_("Write a name."),
            ),
            models.CheckConstraint(
                condition=Q(language="") | Q(language__regex=LANGUAGE_TAG),
                name="entry_language_well_formed",
                violation_error_message=_("Write a language tag, like fr."),
            ),
            models.CheckConstraint(
                condition=Q(website="") | Q(website__regex=r"^https?://[^\s/]+"),
                name="entry_website_scheme",
                violation_error_message=_("Write an address with http or https."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None)
                | Q(~Q(merged_into=F("id")), status="hidden"),
                name="entry_merged_is_hidden",
                violation_error_message=_("An entry that was merged stays hidden."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["website_key"],
                condition=~Q(website_key=""),
                name="entry_website_key",
            ),
            models.Index(
                fields=["kind", "-updated_at"],
                condition=Q(status="published"),
                name="entry_recent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return kinds.get(self.kind).url_of(self.slug)

    def record(self) -> records.Record:
        """Everything a contributor can change, as JSON-able values."""
        return records.read(self)

    @property
    def present_id(self) -> int:
        """The id of the entry that stands for this one: its own, unless merged."""
        return self.merged_into_id or self.pk

    @property
    def is_published(self) -> bool:
        return self.status == EntryStatus.PUBLISHED

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def text(self) -> EntryText | None:
        """The text in the reader's language, else the original, else any."""
        return self.text_in(get_language() or "")

    def text_in(self, language: str) -> EntryText | None:
        texts = sorted(
            self.texts.all(),
            key=lambda text: (text.language != language, not text.is_original, text.pk),
        )
        return texts[0] if texts else None

    @property
    def summary(self) -> str:
        return self.text.summary if self.text else ""

    @property
    def tag_list(self) -> list:
        """The tags by label, from the prefetched rows."""
        return sorted(
            (row.tag for row in self.entry_tags.all() if not row.tag.is_hidden), key=str
        )
