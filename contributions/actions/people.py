"""What people change about themselves; what they contributed stays as it is."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from accounts.adapters import random_username
from accounts.models import User
from accounts.names import clean_display_name
from catalogue import version
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


def delete_account(person: User) -> None:
    """Forget who somebody is: their changes stay, as those of a former contributor."""
    with transaction.atomic():
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
