"""What organizers do: open and change a hackathon, renew its code, attach changes."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import User
from catalogue import version
from catalogue.models import Tag
from catalogue.models.slug import slug_from
from contributions.models import Change, LateChange, Occasion, Team
from hackathons.codes import new_code
from hackathons.models import Hackathon

RESERVED = {"join", "keep", "open"}
ATTEMPTS = 5


def open_hackathon(
    person: User,
    of_occasion: dict[str, Any],
    of_hackathon: dict[str, Any],
    tags: Sequence[Tag],
    teams: Sequence[str],
) -> Hackathon:
    """Open a hackathon under an address and a code of its own; its opener runs it."""
    with transaction.atomic():
        occasion = Occasion.objects.create(**of_occasion)
        hackathon = _with_free_address(occasion, of_hackathon)
        hackathon.organizers.add(person)
        _set(hackathon, tags, teams)
        version.bump()
    return hackathon


def edit_hackathon(
    hackathon: Hackathon,
    of_occasion: dict[str, Any],
    of_hackathon: dict[str, Any],
    tags: Sequence[Tag],
    teams: Sequence[str],
) -> None:
    """Its address and code stay as they are: people have them on paper."""
    with transaction.atomic():
        for thing, values in (
            (hackathon.occasion, of_occasion),
            (hackathon, of_hackathon),
        ):
            for name, value in values.items():
                setattr(thing, name, value)
            thing.save(update_fields=[*values])
        _set(hackathon, tags, teams)
        version.bump()


def renew_code(hackathon: Hackathon) -> None:
    """From now on, the code that was handed out lets nobody in."""
    for attempt in range(ATTEMPTS):
        hackathon.code = new_code()
        try:
            with transaction.atomic():
                hackathon.save(update_fields=["code"])
                version.bump()
            return
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise


def late_changes(hackathon: Hackathon) -> Any:
    """Changes that members made after the close, and that belong to no hackathon."""
    members = User.objects.filter(memberships__hackathon=hackathon)
    theirs = Q(person__in=members) | Q(person__merged_into__in=members)
    after = Change.objects.filter(theirs, created_at__gte=hackathon.occasion.closes_at)
    return after.filter(occasion=None, late=None)


def attach(hackathon: Hackathon, changes: Sequence[int], by: User) -> int:
    """Count late changes as the hackathon's; who attached which stays on record."""
    with transaction.atomic():
        found = late_changes(hackathon).filter(pk__in=changes)
        made = [
            LateChange.objects.get_or_create(
                change=change,
                defaults={"occasion": hackathon.occasion, "person": by},
            )
            for change in found
        ]
        version.bump()
    return sum(is_new for _, is_new in made)


def _with_free_address(occasion: Occasion, values: dict[str, Any]) -> Hackathon:
    base = slug_from(occasion.name)
    taken = set(
        Hackathon.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    slugs = [base, *(f"{base}-{n}" for n in range(2, len(taken) + ATTEMPTS + 3))]
    free = [slug for slug in slugs if slug not in taken | RESERVED]
    for attempt, slug in enumerate(free[:ATTEMPTS], start=1):
        try:
            with transaction.atomic():
                return Hackathon.objects.create(
                    occasion=occasion, slug=slug, code=new_code(), **values
                )
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("There are always free addresses.")


def _set(hackathon: Hackathon, tags: Sequence[Tag], teams: Sequence[str]) -> None:
    """Teams keep their rows, and so their changes, through other ways of writing."""
    hackathon.tags.set(tags)
    left = {team.name.casefold(): team for team in hackathon.occasion.teams.all()}
    for name in teams:
        team = left.pop(name.casefold(), None) or Team(occasion=hackathon.occasion)
        team.name = name
        team.save()
    for team in left.values():
        team.delete()
