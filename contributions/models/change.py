from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import BigIntegerField, Case, Func, OuterRef, Q, Subquery, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.access import may_see_unpublished
from accounts.models import User
from catalogue.models import Entry, EntryStatus
from contributions.affiliations import by_maker
from contributions.models.confirmation import Confirmation
from contributions.models.occasion import Occasion, Team


class BatchKind(models.TextChoices):
    IMPORT = "import", _("Import")
    MERGE = "merge", _("Merge")
    UNDO = "undo", _("Undo")
    UNMERGE = "unmerge", _("Unmerge")
    TAGS = "tags", _("Merge of tags")
    MANY = "many", _("Change of many")


class Batch(models.Model):
    """Changes made in one go, which can be told apart and undone together."""

    kind = models.CharField(_("kind"), max_length=20, choices=BatchKind)
    label = models.CharField(_("label"), max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="batches",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=BatchKind.values), name="batch_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CurrentTransaction(Func):
    """The number of the running transaction, by which the guards find its changes."""

    function = "txid_current"
    output_field = BigIntegerField()


class ChangeQuerySet(models.QuerySet["Change"]):
    def visible_to(self, person: User | AnonymousUser) -> "ChangeQuerySet":
        """Readers see the changes of published entries only."""
        if may_see_unpublished(person):
            return self
        return self.filter(entry__status=EntryStatus.PUBLISHED)

    def made_at(self, occasion: Occasion | int) -> "ChangeQuerySet":
        """Those marked with an occasion, and those attached to it later."""
        return self.filter(Q(occasion=occasion) | Q(late__occasion=occasion))

    def made_by(self, person: User) -> "ChangeQuerySet":
        """A person's own, and those of the guest they were before."""
        return self.filter(Q(person=person) | Q(person__merged_into=person))

    def newest_first(self) -> "ChangeQuerySet":
        return self.order_by("-created_at", "-pk")

    def with_last_confirmation(self) -> "ChangeQuerySet":
        """Annotates when somebody last found something about the entry still true."""
        of_entry = Confirmation.objects.filter(entry=OuterRef("entry"))
        newest = of_entry.order_by("-created_at").values("created_at")
        return self.annotate(last_confirmed_at=Subquery(newest[:1]))

    def with_people(self) -> "ChangeQuerySet":
        """Loads who made each change, and whether they work for the entry's maker."""
        is_theirs = Case(When(by_maker(), then=True), default=False)
        loaded = self.select_related("person__merged_into", "batch", "occasion", "team")
        return loaded.annotate(by_maker=is_theirs)


class Change(models.Model):
    """One write to one entry: who, when, why, and what turned into what.

    `fields` is a delta of `catalogue.records`: plain values by path as from and to,
    tags and links as added and removed. Changes are never rewritten. `reverts` is the
    change that this one takes back; `occasion` and `team` say where it was made.
    """

    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.PROTECT, related_name="changes"
    )
    version = models.PositiveIntegerField(
        _("version"), help_text=_("The version of the entry that this change made.")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="changes",
        null=True,
        blank=True,
    )
    batch = models.ForeignKey(
        Batch,
        verbose_name=_("batch"),
        on_delete=models.PROTECT,
        related_name="changes",
        null=True,
        blank=True,
    )
    occasion = models.ForeignKey(
        Occasion,
        verbose_name=_("hackathon"),
        on_delete=models.PROTECT,
        related_name="changes",
        null=True,
        blank=True,
    )
    team = models.ForeignKey(
        Team,
        verbose_name=_("team"),
        on_delete=models.PROTECT,
        related_name="changes",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("made"), db_index=True)
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    fields = models.JSONField(_("fields"))
    reverts = models.ForeignKey(
        "self",
        verbose_name=_("reverts"),
        on_delete=models.PROTECT,
        related_name="reverted_by",
        null=True,
        blank=True,
    )
    draft = models.UUIDField(
        _("draft"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The draft that was sent: sent again, it changes nothing more."),
    )
    transaction = models.BigIntegerField(
        db_default=CurrentTransaction(), editable=False
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "version"],
                name="change_one_per_version",
                violation_error_message=_("Somebody else changed this entry."),
            ),
            models.UniqueConstraint(
                fields=["draft"],
                name="change_one_per_draft",
                violation_error_message=_("This was sent and saved already."),
            ),
            models.CheckConstraint(
                condition=~Q(fields={}),
                name="change_not_empty",
                violation_error_message=_("Nothing was changed."),
            ),
            models.CheckConstraint(
                condition=Q(team=None) | Q(occasion__isnull=False),
                name="change_team_of_occasion",
            ),
        ]
        indexes = [
            models.Index(
                fields=["occasion", "created_at"],
                condition=Q(occasion__isnull=False),
                name="change_of_occasion",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.version}"

    @property
    def author(self) -> User | None:
        """Who is shown as its person: a guest's account, once they have one."""
        return self.person.as_shown if self.person else None
