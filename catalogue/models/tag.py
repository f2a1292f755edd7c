from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase


class TagKind(models.TextChoices):
    TOPIC = "topic", _("Topic")
    AUDIENCE = "audience", _("Audience")
    TECHNOLOGY = "technology", _("Technology")


class TagQuerySet(models.QuerySet["Tag"]):
    def shown(self) -> "TagQuerySet":
        """Those that readers see: neither hidden nor merged into another."""
        return self.filter(is_hidden=False, merged_into=None)

    def with_entry_count(self) -> "TagQuerySet":
        """Annotates `entries`: how many published entries carry the tag."""
        published = Q(entry_tags__content_object__status="published")
        return self.annotate(entries=Count("entry_tags", filter=published))


class Tag(TagBase):
    """A subject that entries of every kind share, named in several languages.

    `name` is the English label; `labels` holds the others by language tag, and
    `synonyms` the words that lead to it (SKOS preferred and alternative labels).
    """

    kind = models.CharField(
        _("kind"), max_length=20, choices=TagKind, default=TagKind.TOPIC
    )
    labels = models.JSONField(_("labels by language"), default=dict, blank=True)
    synonyms = ArrayField(
        models.CharField(max_length=100),
        verbose_name=_("synonyms"),
        default=list,
        blank=True,
    )

    is_new = models.BooleanField(
        _("new"),
        default=False,
        help_text=_("Added by a contributor; no moderator has looked at it yet."),
    )

    is_hidden = models.BooleanField(
        _("hidden"),
        default=False,
        help_text=_("Readers do not see it, and nobody is offered it."),
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        related_name="merged_from",
        null=True,
        blank=True,
        help_text=_("The tag that stands for this one, to which its address leads."),
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TagKind.values),
                name="tag_kind_known",
                violation_error_message=_("A tag is a topic, audience or technology."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="tag_merged_into_another",
                violation_error_message=_("Choose two different tags."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("catalogue:tag_detail", args=[self.slug])

    @property
    def label(self) -> str:
        """The tag's name in the reader's language, else in English."""
        return self.labels.get(get_language() or "", self.name)


class EntryTag(ItemBase):
    """A tag on an entry, with integrity on both ends."""

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="entry_tags")
    content_object = models.ForeignKey(
        "catalogue.Entry", on_delete=models.CASCADE, related_name="entry_tags"
    )

    objects: models.Manager = models.Manager()

    class Meta:
        verbose_name = _("tag of an entry")
        verbose_name_plural = _("tags of entries")
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"],
                name="entry_tag_unique",
                violation_error_message=_("The entry has this tag already."),
            ),
        ]
