"""What moderators decide about people, each time with an act that says why."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.access import Role
from accounts.models import User
from catalogue import version
from contributions import shapes
from contributions.models import Act, ActVerb

MODERATORS = "Moderators"


def give_role(person: User, role: Role, by: User, reason: str) -> None:
    """Make somebody a contributor, an organizer, a moderator or an administrator.

    Raises PermissionDenied for what `by` may not decide, and ValidationError.
    """
    with _deciding(person, by) as (held, judge):
        if not access.may_give_role(judge, held, role):
            raise PermissionDenied
        if access.role_given_to(held) == role:
            raise ValidationError({"role": _("They have this role already.")})
        _leave_act(ActVerb.ROLE, held, judge, reason, role=role.name.lower())
        held.is_organizer = role == Role.ORGANIZER
        held.is_staff = role >= Role.MODERATOR
        held.is_superuser = role == Role.ADMINISTRATOR
        held.save(update_fields=["is_organizer", "is_staff", "is_superuser"])
        group, _created = Group.objects.get_or_create(name=MODERATORS)
        if role == Role.MODERATOR:
            held.groups.add(group)
        else:
            held.groups.remove(group)


def trust(person: User, by: User, reason: str) -> None:
    """Publish what they change at once, also their first changes."""
    _set_trust(person, by, reason, is_trusted=True)


def distrust(person: User, by: User, reason: str) -> None:
    _set_trust(person, by, reason, is_trusted=False)


def block(person: User, by: User, reason: str) -> None:
    """Shut an account: nobody signs in with it or writes, and its sessions end.

    What they suggested leaves the queue until they are unblocked.
    """
    with _deciding(person, by) as (held, judge):
        if not held.is_active:
            raise ValidationError(_("They are blocked already."))
        _leave_act(ActVerb.BLOCK, held, judge, reason)
        held.is_active = False
        held.save(update_fields=["is_active"])
        for session in UserSession.objects.filter(user=held):
            session.end()
        version.bump()


def unblock(person: User, by: User, reason: str) -> None:
    with _deciding(person, by) as (held, judge):
        if not held.is_blocked:
            raise ValidationError(_("They are not blocked."))
        _leave_act(ActVerb.UNBLOCK, held, judge, reason)
        held.is_active = True
        held.save(update_fields=["is_active"])
        version.bump()


def note(person: User, by: User, text: str) -> None:
    """Leave a note about somebody for the other moderators."""
    if not access.may_curate(by) or person.deleted_at:
        raise PermissionDenied
    _leave_act(ActVerb.NOTE, person, by, text)


def _set_trust(person: User, by: User, reason: str, is_trusted: bool) -> None:
    with _deciding(person, by) as (held, judge):
        if held.is_trusted == is_trusted:
            raise ValidationError(_("This is so already."))
        verb = ActVerb.TRUST if is_trusted else ActVerb.DISTRUST
        _leave_act(verb, held, judge, reason)
        held.is_trusted = is_trusted
        held.save(update_fields=["is_trusted"])


@contextmanager
def _deciding(person: User, by: User) -> Iterator[tuple[User, User]]:
    """Both as they are now, held in the order of their ids.

    Two administrators who judge each other come one after the other. Who only names
    them, as each change does, need not wait, perhaps with the version held.
    """
    with transaction.atomic():
        ids = [person.pk, by.pk]
        people = User.objects.select_for_update(no_key=True).order_by("pk")
        held = people.in_bulk(ids)
        if not access.may_moderate(held[by.pk], held[person.pk]):
            raise PermissionDenied
        yield held[person.pk], held[by.pk]


def _leave_act(
    verb: ActVerb, person: User, by: User, reason: str, role: str = ""
) -> None:
    reason = reason.strip()
    act = Act(verb=verb, person=person, by=by, reason=reason, role=role)
    if not shapes.is_storable(reason):
        raise ValidationError({"reason": _("This holds characters that no text has.")})
    act.clean_fields(exclude=["created_at"])
    act.save(force_insert=True)
