"""Who may do what: pure rules on a person and the objects passed in."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User

Person = User | AnonymousUser


def may_curate(person: Person) -> bool:
    """Moderators read everything in the admin and publish or hide entries."""
    return isinstance(person, User) and person.is_moderator


def may_see_unpublished(person: Person) -> bool:
    """Held and hidden entries are for moderators; others get a 404."""
    return may_curate(person)
