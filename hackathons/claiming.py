"""Tasks that one person at a time is given: taken, given back, done."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Random
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from catalogue.models import Entry
from contributions.models import Change
from hackathons import gaps, work_items
from hackathons.models import Claim, Hackathon, WorkItem

HELD_FOR = timedelta(minutes=15)
STILL_LOOKED_AT = timedelta(hours=1)
OFFERED = 10
MOST_LOOKED_AT = 100

# A task that nobody has, or whose holder's time is over; else nothing is returned.
TAKE = """
INSERT INTO hackathons_claim AS claim
    (hackathon_id, gap, entry_id, work_item_id, person_id, expires_at)
VALUES (%(hackathon)s, %(gap)s, %(entry)s, %(work_item)s, %(person)s, %(until)s)
ON CONFLICT (hackathon_id, gap, entry_id, work_item_id) DO UPDATE
SET person_id = excluded.person_id, expires_at = excluded.expires_at, done_at = NULL
WHERE claim.expires_at <= %(now)s
RETURNING id
"""


def take(hackathon: Hackathon, gap: str, person: User) -> Claim | None:
    """One task of a gap for this person alone; nothing when none is free.

    Who holds one already is given that one again.
    """
    settle(hackathon, person)
    held = held_by(person, hackathon).filter(gap=gap).first()
    if held:
        return held
    column = "work_item" if gap == gaps.WORK_ITEMS else "entry"
    while offered := list(_free(hackathon, gap)[:OFFERED]):
        for pk in offered:
            claim = _try(hackathon, gap, person, **{column: pk})
            if claim:
                return _loaded().get(pk=claim)
    return None


def give_back(claim: Claim) -> None:
    """Somebody else may have it now."""
    Claim.objects.filter(pk=claim.pk, done_at=None).update(expires_at=timezone.now())


def settle(hackathon: Hackathon, person: User | None = None) -> None:
    """Note which tasks were done: the gap is filled, by a change of who took it."""
    waiting = _loaded().filter(hackathon=hackathon, done_at=None)
    if person:
        recent = timezone.now() - STILL_LOOKED_AT
        waiting = waiting.filter(person=person, expires_at__gt=recent)
    for claim in waiting:
        made = changes_for(claim)
        is_done = _find_entry(claim, made) if claim.work_item else _is_filled(claim)
        if is_done and (claim.work_item or made.exists() or _was_reported(claim)):
            now = timezone.now()
            Claim.objects.filter(pk=claim.pk).update(done_at=now, expires_at=now)


def held_by(person: User, hackathon: Hackathon) -> QuerySet[Claim]:
    """What a person has in hand."""
    live = _loaded().filter(hackathon=hackathon, person=person, done_at=None)
    return live.filter(expires_at__gt=timezone.now()).order_by("-expires_at")


def address(claim: Claim) -> str:
    """Where the task is done: the right field of the right form."""
    if claim.entry:
        return gaps.GAPS[claim.gap].address(claim.entry)
    text = str(claim.work_item)
    name = "website" if work_items.is_address(text) else "name"
    form = reverse("contributions:entry_add", args=["tools"])
    return f"{form}?{urlencode({name: text})}"


def changes_for(claim: Claim) -> QuerySet[Change]:
    """What the person changed since they took it: of a work item, in any entry."""
    since = claim.expires_at - HELD_FOR
    made = Change.objects.filter(person=claim.person_id, created_at__gte=since)
    if claim.work_item:
        return made.filter(occasion=claim.hackathon_id)
    # A use case that names the tool is a change to the use case.
    uses = Q(entry__links_from__object=claim.entry_id)
    return made.filter(Q(entry=claim.entry_id) | uses)


def _free(hackathon: Hackathon, gap: str) -> QuerySet[Any, int]:
    """Ids of tasks that nobody holds, in any order, so that few reach for the same."""
    claims = Claim.objects.filter(hackathon=hackathon, gap=gap)
    taken = claims.filter(expires_at__gt=timezone.now())
    found: QuerySet[Any]
    if gap == gaps.WORK_ITEMS:
        found = WorkItem.objects.filter(hackathon=hackathon, entry=None)
        taken = taken.filter(work_item=OuterRef("pk"))
    else:
        found = gaps.entries_of(hackathon).filter(gaps.GAPS[gap].lacking)
        taken = taken.filter(entry=OuterRef("pk"))
    return found.filter(~Exists(taken)).order_by(Random()).values_list("pk", flat=True)


def _try(
    hackathon: Hackathon,
    gap: str,
    person: User,
    entry: int | None = None,
    work_item: int | None = None,
) -> int | None:
    now = timezone.now()
    values = {"hackathon": hackathon.pk, "gap": gap, "person": person.pk, "now": now}
    values |= {"entry": entry, "work_item": work_item, "until": now + HELD_FOR}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        row = cursor.fetchone()
    return row[0] if row else None


def _is_filled(claim: Claim) -> bool:
    lacking = Entry.objects.filter(gaps.GAPS[claim.gap].lacking)
    return not lacking.filter(claims=claim).exists()


def _find_entry(claim: Claim, made: QuerySet[Change]) -> bool:
    """The entry that was added or found for a work item is remembered there."""
    touched = Entry.objects.filter(pk__in=made.values("entry")).order_by("pk")
    tools = touched.select_related("tool")[:MOST_LOOKED_AT]
    text = str(claim.work_item)
    found = next((one for one in tools if work_items.is_for(text, one)), None)
    if found:
        WorkItem.objects.filter(claims=claim).update(entry=found)
    return found is not None


def _was_reported(claim: Claim) -> bool:
    """A likely duplicate is done when who took it told the moderators."""
    since = claim.expires_at - HELD_FOR
    theirs = claim.person.reports.filter(entry=claim.entry_id, created_at__gte=since)
    return claim.gap == gaps.DUPLICATE and theirs.exists()


def _loaded() -> QuerySet[Claim]:
    return Claim.objects.select_related("entry", "work_item", "person")
