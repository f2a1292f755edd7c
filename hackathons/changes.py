"""The changes that belong to a hackathon, and what they did."""

from django.db.models import Exists, OuterRef, Q

from catalogue.models import EntryStatus
from contributions.models import Change
from contributions.models.change import ChangeQuerySet
from hackathons.models import Hackathon, Membership


def changes_of(hackathon: Hackathon) -> ChangeQuerySet:
    """Those that readers may see."""
    made = Change.objects.made_at(hackathon.pk)
    return made.filter(entry__status=EntryStatus.PUBLISHED)


def shown_on_wall(hackathon: Hackathon) -> ChangeQuerySet:
    """Those to entries that no organizer took off the wall."""
    return changes_of(hackathon).exclude(entry__unshown__hackathon=hackathon)


def names_its_person(hackathon: Hackathon) -> Exists:
    """Whether who made a change wishes to be named, and may be."""
    theirs = Q(person=OuterRef("person")) | Q(person=OuterRef("person__merged_into"))
    named = Membership.objects.filter(theirs, is_named=True, is_unshown=False)
    return Exists(named.filter(hackathon=hackathon))
