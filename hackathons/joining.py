"""How people come to a hackathon, and how guests stay."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapters import random_username
from accounts.models import User
from catalogue import version
from contributions import actions
from contributions.models import Team
from hackathons.models import Claim, Hackathon, Membership

HOUR = timedelta(hours=1)


def join(hackathon: Hackathon, person: User, team: Team | None) -> Membership:
    """Join, or come back: perhaps to another team, perhaps on another device."""
    membership, is_new = Membership.objects.get_or_create(
        hackathon=hackathon, person=person, defaults={"team": team}
    )
    if not is_new:
        membership.team = team or membership.team
        membership.signed_out_at = None
        membership.save(update_fields=["team", "signed_out_at"])
    return membership


def join_as_guest(hackathon: Hackathon, name: str, team: Team | None) -> Membership:
    """Join with a display name only. Raises ValidationError when that is too many."""
    since = timezone.now() - HOUR
    joined = hackathon.memberships.filter(joined_at__gt=since, person__is_guest=True)
    if joined.count() >= settings.MOST_GUESTS_AN_HOUR:
        raise ValidationError(_("Many people joined just now. Wait a little."))
    with transaction.atomic():
        guest = User(username=random_username(), display_name=name)
        guest.is_guest, guest.is_public = True, False
        guest.set_unusable_password()
        guest.save()
        return join(hackathon, guest, team)


def sign_out(membership: Membership) -> None:
    """End somebody's part in a hackathon; a guest's sessions with it.

    What they did stays. Who has an account may join again.
    """
    with transaction.atomic():
        membership.signed_out_at = timezone.now()
        membership.save(update_fields=["signed_out_at"])
        if membership.person.is_guest:
            # Sessions hang on it, and no guest has one to sign in with.
            membership.person.set_unusable_password()
            membership.person.save(update_fields=["password"])


def be_named(membership: Membership, is_named: bool) -> None:
    """Whether a member wishes to be named on wall, board and archive."""
    membership.is_named = is_named
    membership.save(update_fields=["is_named"])
    version.bump()


def keep(guest: User, email: str) -> User:
    """The account that a guest's work belongs to from now on; perhaps their own."""
    try:
        return _keep(guest, email)
    except IntegrityError:
        # Somebody proved the same address at the same moment: join that account.
        return _keep(guest, email)


def _keep(guest: User, email: str) -> User:
    with transaction.atomic():
        account = actions.keep_guest(guest, email)
        if account != guest:
            _move_memberships(guest, account)
            Claim.objects.filter(person=guest).update(person=account)
    return account


def _move_memberships(guest: User, account: User) -> None:
    """Where both joined, the account's stays, with the guest's wish to be named."""
    own = {one.hackathon_id: one for one in account.memberships.all()}
    for membership in guest.memberships.all():
        already = own.get(membership.hackathon_id)
        if already is None:
            membership.person = account
            membership.save(update_fields=["person"])
        elif already.is_named is None:
            already.is_named = membership.is_named
            already.save(update_fields=["is_named"])
