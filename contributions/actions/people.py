"""What people change about themselves; what they contributed stays as it is."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapters import random_username
from accounts.models import User
from accounts.names import clean_display_name
from catalogue import version
from contributions.actions.drafts import hold_drafts
from contributions.actions.suggestions import claim_suggestions
from contributions.models import ActVerb, Affiliation
from organizations.models import Organization

EMPTIED = ("display_name", "first_name", "last_name", "email")
TAKEN_BACK = (
    *("is_active", "is_staff", "is_superuser", "is_organizer", "is_public"),
    "is_trusted",
)


def edit_profile(
    person: User,
    *,
    display_name: str,
    is_public: bool,
    organization: Organization | None,
) -> None:
    """Change how a person is shown. Pages that name them are made anew."""
    person.display_name = clean_display_name(display_name)
    person.is_public = is_public
    with transaction.atomic():
        person.save(update_fields=["display_name", "is_public"])
        if organization is None:
            Affiliation.objects.filter(person=person).delete()
        else:
            Affiliation.objects.update_or_create(
                person=person, defaults={"organization": organization}
            )
        version.bump()


def keep_guest(guest: User, email: str) -> User:
    """Make a guest who proved an address somebody who stays.

    The account that has this address already takes over what is theirs, and is shown
    beside their changes; these are never rewritten. Raises ValidationError.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=guest.pk)
        proved = EmailAddress.objects.filter(email__iexact=email, verified=True)
        known = proved.select_related("user").first()
        if known is None:
            _give_address(guest, email)
        elif not known.user.is_active:
            raise ValidationError(_("The account with this address is closed."))
        elif known.user != guest:
            _merge(guest, known.user)
        version.bump()
    return known.user if known else guest


def _give_address(guest: User, email: str) -> None:
    EmailAddress.objects.create(user=guest, email=email, primary=True, verified=True)
    guest.email, guest.is_guest = email, False
    guest.save(update_fields=["email", "is_guest"])
    claim_suggestions(guest, email)


def _merge(guest: User, account: User) -> None:
    for session in UserSession.objects.filter(user=guest):
        session.end()
    for things in (guest.drafts, guest.suggestions, guest.reports):
        things.update(person=account)
    guest.merged_into, guest.is_active = account, False
    guest.save(update_fields=["merged_into", "is_active"])


def delete_account(person: User) -> None:
    """Forget who somebody is: their changes stay, as those of a former contributor."""
    with transaction.atomic():
        # As who sends a form does: the person first, then their drafts.
        hold_drafts(person)
        _remove_what_is_theirs(person)
        for name in EMPTIED:
            setattr(person, name, "")
        for name in TAKEN_BACK:
            setattr(person, name, False)
        person.username = f"deleted-{random_username()}"
        person.deleted_at, person.last_login = timezone.now(), None
        person.set_unusable_password()
        person.save()
        person.groups.clear()
        person.user_permissions.clear()
        version.bump()


def _remove_what_is_theirs(person: User) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=person).delete()
    Affiliation.objects.filter(person=person).delete()
    person.drafts.all().delete()
    person.collections.filter(is_public=False).delete()
    person.suggestions.update(email="")
    person.acts_about.filter(verb=ActVerb.NOTE).delete()
