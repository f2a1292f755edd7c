"""An organizer takes something off the wall; moderators look at it afterwards."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from catalogue.models import Entry
from contributions import actions
from contributions.models import ReportReason
from hackathons.models import Hackathon, Membership, Unshown


@transaction.atomic
def hide_entry(hackathon: Hackathon, entry: Entry, by: User) -> None:
    Unshown.objects.get_or_create(
        hackathon=hackathon, entry=entry, defaults={"person": by}
    )
    message = _("Taken off the wall of %(hackathon)s.") % {"hackathon": hackathon}
    actions.report(entry, reason=ReportReason.OTHER, message=message, by=by)


@transaction.atomic
def hide_name(membership: Membership, by: User) -> None:
    """The name goes to review with what the person wrote last."""
    Membership.objects.filter(pk=membership.pk).update(is_unshown=True)
    made = membership.person.changes.filter(occasion=membership.hackathon_id)
    last = made.select_related("entry").newest_first().first()
    if last is None:
        return
    message = _("The display name “%(name)s” was taken off the wall of %(hackathon)s.")
    words = message % {"name": membership.person, "hackathon": membership.hackathon}
    actions.report(
        last.entry, change=last, reason=ReportReason.OTHER, message=words, by=by
    )
