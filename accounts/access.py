"""Who may do what: pure rules on a person and the objects passed in."""

from enum import IntEnum
from typing import Protocol

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from accounts.models import User

Person = User | AnonymousUser


class Role(IntEnum):
    """What a person is to the site; each may do what those before it may."""

    VISITOR = 0
    GUEST = 1
    CONTRIBUTOR = 2
    ORGANIZER = 3
    MODERATOR = 4
    ADMINISTRATOR = 5


LABELS = {
    Role.VISITOR: _("Visitor"),
    Role.GUEST: _("Guest"),
    Role.CONTRIBUTOR: _("Contributor"),
    Role.ORGANIZER: _("Organizer"),
    Role.MODERATOR: _("Moderator"),
    Role.ADMINISTRATOR: _("Administrator"),
}


class Owned(Protocol):
    """Something that belongs to one person: a draft, a collection."""

    @property
    def person_id(self) -> int | None: ...


class Organized(Protocol):
    """Something that some people run together: a hackathon."""

    def is_organized_by(self, person: User) -> bool: ...


def role_of(person: Person) -> Role:
    if not isinstance(person, User) or not person.is_active:
        return Role.VISITOR
    return role_given_to(person)


def role_given_to(person: User) -> Role:
    """The role that an account has, also while it is blocked."""
    if person.is_superuser:
        return Role.ADMINISTRATOR
    if person.is_staff:
        return Role.MODERATOR
    if person.is_organizer:
        return Role.ORGANIZER
    return Role.GUEST if person.is_guest else Role.CONTRIBUTOR


def may_curate(person: Person) -> bool:
    """Moderators read everything in the admin and publish or hide entries."""
    return role_of(person) >= Role.MODERATOR


def may_see_unpublished(person: Person) -> bool:
    """Held and hidden entries are for moderators; others get a 404."""
    return may_curate(person)


def may_write(person: Person) -> bool:
    """Changes of visitors wait as suggestions; those of everybody else apply.

    Guests write while the hackathon they joined is open, and not after it.
    """
    if role_of(person) == Role.GUEST:
        return isinstance(person, User) and person.is_at_work
    return role_of(person) > Role.GUEST


def has_rate_limit(person: Person) -> bool:
    """Moderators may do as much in an hour as they need."""
    return not may_curate(person)


def is_trusted(person: Person) -> bool:
    """Whose changes are never held back for review."""
    role = role_of(person)
    is_trusted = isinstance(person, User) and person.is_trusted
    return role >= Role.ORGANIZER or (role >= Role.CONTRIBUTOR and is_trusted)


def may_administer(person: Person) -> bool:
    """Administrators make moderators, and see to how people sign in."""
    return role_of(person) >= Role.ADMINISTRATOR


def may_moderate(person: Person, other: User) -> bool:
    """Nobody judges themselves, nor somebody of their own rank; administrators do."""
    if not may_curate(person) or person == other or other.deleted_at is not None:
        return False
    return may_administer(person) or role_given_to(other) < role_of(person)


def may_give_role(person: Person, other: User, role: Role) -> bool:
    """Only administrators make moderators and administrators; guests stay guests."""
    is_account = role >= Role.CONTRIBUTOR and role_given_to(other) >= Role.CONTRIBUTOR
    is_theirs_to_give = may_administer(person) or role < role_of(person)
    return is_account and is_theirs_to_give and may_moderate(person, other)


def may_confirm(person: Person) -> bool:
    """Saying that a fact is still true takes an account that stays."""
    return role_of(person) >= Role.CONTRIBUTOR


def may_revert(person: Person) -> bool:
    """Taking back somebody's change takes an account that stays."""
    return role_of(person) >= Role.CONTRIBUTOR


def may_collect(person: Person) -> bool:
    """Collections belong to accounts that stay."""
    return role_of(person) >= Role.CONTRIBUTOR


def may_see_private_collections(person: Person) -> bool:
    """A collection that is not public is for its owner and for moderators."""
    return may_curate(person)


def may_change_collection(person: Person, collection: Owned) -> bool:
    """A collection is its owner's work; nobody else writes in it."""
    return may_collect(person) and owns(person, collection)


def has_public_page(person: User) -> bool:
    """Whether everybody may see a page with a person's name and changes."""
    return person.is_public and person.is_active and person.deleted_at is None


def may_keep_drafts(person: Person) -> bool:
    """Drafts of visitors stay in their browser."""
    return role_of(person) >= Role.GUEST


def owns(person: Person, thing: Owned) -> bool:
    return isinstance(person, User) and thing.person_id == person.pk


def may_open_hackathon(person: Person) -> bool:
    return role_of(person) >= Role.ORGANIZER


def may_manage_hackathon(person: Person, hackathon: Organized) -> bool:
    """Its own organizers run a hackathon; moderators help any of them."""
    if not isinstance(person, User) or role_of(person) < Role.CONTRIBUTOR:
        return False
    return may_curate(person) or hackathon.is_organized_by(person)


def may_take_task(person: Person, is_member: bool) -> bool:
    """Tasks are for those who joined the hackathon, while it is open."""
    return is_member and may_write(person)
