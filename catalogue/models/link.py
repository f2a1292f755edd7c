from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from catalogue import partial_dates
from catalogue.vocabularies import KindName

TOOL, USE_CASE, ORGANIZATION = KindName.TOOL, KindName.USE_CASE, KindName.ORGANIZATION


class Role(models.TextChoices):
    """How the subject of a link relates to its object, read from the subject."""

    DEVELOPED_BY = "developed_by", _("Developed by")
    PROVIDED_BY = "provided_by", _("Provided by")
    FUNDED_BY = "funded_by", _("Funded by")
    USES = "uses", _("Uses")
    RUN_BY = "run_by", _("Run by")
    PARTNER = "partner", _("Partner")
    ALTERNATIVE_TO = "alternative_to", _("Alternative to")
    WORKS_WITH = "works_with", _("Works with")
    BUILT_ON = "built_on", _("Built on")
    REPLACES = "replaces", _("Replaces")
    PART_OF = "part_of", _("Part of")


ROLE_KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    Role.DEVELOPED_BY: ((TOOL, ORGANIZATION),),
    Role.PROVIDED_BY: ((TOOL, ORGANIZATION),),
    Role.FUNDED_BY: ((TOOL, ORGANIZATION), (USE_CASE, ORGANIZATION)),
    Role.USES: ((USE_CASE, TOOL),),
    Role.RUN_BY: ((USE_CASE, ORGANIZATION),),
    Role.PARTNER: ((USE_CASE, ORGANIZATION),),
    Role.ALTERNATIVE_TO: ((TOOL, TOOL),),
    Role.WORKS_WITH: ((TOOL, TOOL),),
    Role.BUILT_ON: ((TOOL, TOOL),),
    Role.REPLACES: ((TOOL, TOOL),),
    Role.PART_OF: ((ORGANIZATION, ORGANIZATION),),
}
SYMMETRIC_ROLES = (Role.ALTERNATIVE_TO.value, Role.WORKS_WITH.value)

INVERSE_LABELS = {
    Role.DEVELOPED_BY: _("Makes"),
    Role.PROVIDED_BY: _("Provides"),
    Role.FUNDED_BY: _("Funds"),
    Role.USES: _("Used for"),
    Role.RUN_BY: _("Runs"),
    Role.PARTNER: _("Partner in"),
    Role.ALTERNATIVE_TO: _("Alternative to"),
    Role.WORKS_WITH: _("Works with"),
    Role.BUILT_ON: _("Basis of"),
    Role.REPLACES: _("Replaced by"),
    Role.PART_OF: _("Has as parts"),
}


def _role_fits_kinds() -> Q:
    allowed = Q()
    for role, pairs in ROLE_KINDS.items():
        for subject, obj in pairs:
            allowed |= Q(
                role=str(role), subject_kind=str(subject), object_kind=str(obj)
            )
    return allowed


class LinkQuerySet(models.QuerySet["Link"]):
    def published(self) -> "LinkQuerySet":
        """Links whose two ends are published."""
        return self.filter(subject__status="published", object__status="published")


class Link(models.Model):
    """A typed relation between two entries, shown on the pages of both.

    Copies of both kinds stand beside the ends; a composite foreign key keeps them
    equal to the entries' own, so that a check can hold a role to its kinds.
    """

    subject = models.ForeignKey(
        "catalogue.Entry", on_delete=models.PROTECT, related_name="links_from"
    )
    subject_kind = models.CharField(max_length=20, choices=KindName)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    object = models.ForeignKey(
        "catalogue.Entry", on_delete=models.PROTECT, related_name="links_to"
    )
    object_kind = models.CharField(max_length=20, choices=KindName)
    since = partial_dates.PartialDateField(_("since"))
    until = partial_dates.PartialDateField(_("until"))
    source = models.CharField(_("source"), max_length=500, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "role", "object"],
                name="link_unique",
                violation_error_message=_("These two are linked so already."),
            ),
            models.UniqueConstraint(
                Least("subject", "object"),
                Greatest("subject", "object"),
                "role",
                condition=Q(role__in=SYMMETRIC_ROLES),
                name="link_unique_symmetric",
                violation_error_message=_("These two are linked so already."),
            ),
            models.CheckConstraint(
                condition=~Q(subject=F("object")),
                name="link_not_to_itself",
                violation_error_message=_("An entry cannot be linked to itself."),
            ),
            models.CheckConstraint(
                condition=_role_fits_kinds(),
                name="link_role_kinds",
                violation_error_message=_("This role does not fit these two entries."),
            ),
            models.CheckConstraint(
                condition=partial_dates.well_formed("since"),
                name="link_since_well_formed",
                violation_error_message=_("Write a date like 2016 or 2016-12."),
            ),
            models.CheckConstraint(
                condition=partial_dates.well_formed("until"),
                name="link_until_well_formed",
                violation_error_message=_("Write a date like 2016 or 2016-12."),
            ),
            models.CheckConstraint(
                condition=partial_dates.in_order("since", "until"),
                name="link_dates_in_order",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.role} {self.object_id}"
