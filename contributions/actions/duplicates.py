"""The list of likely duplicates: computed anew, and what people said of its pairs."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalogue import kinds
from contributions import duplicates, shapes
from contributions.actions.noting import leave_line
from contributions.models import Duplicate


def find_duplicates() -> int:
    """Compute all pairs anew; tells how many wait for somebody to look at them.

    Pairs that somebody dismissed stay dismissed; others that are no longer likely go.
    """
    found = [one for kind in kinds.every() for one in duplicates.of_kind(kind.name)]
    now = timezone.now()
    rows = [
        Duplicate(
            left_id=one.pair[0],
            right_id=one.pair[1],
            score=one.score,
            reasons=one.reasons,
            found_at=now,
        )
        for one in found
    ]
    with transaction.atomic():
        Duplicate.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["left", "right"],
            update_fields=["score", "reasons", "found_at"],
        )
        past = Duplicate.objects.filter(dismissed_at=None)
        past.exclude(found_at=now).delete()
    return Duplicate.objects.open().count()


def dismiss(duplicate: Duplicate, by: User, note: str = "") -> bool:
    """Remember that two entries are two things; False where somebody said so before.

    Raises ValidationError.
    """
    longest = Duplicate._meta.get_field("note").max_length or 0
    if not shapes.is_storable(note):
        raise ValidationError({"note": _("This holds characters that no text has.")})
    if len(note) > longest:
        message = _("At most %(most)s characters.")
        raise ValidationError({"note": message % {"most": longest}})
    with transaction.atomic():
        held = _hold(duplicate)
        if held.dismissed_at:
            return False
        held.dismissed_by, held.dismissed_at, held.note = by, timezone.now(), note
        held.save(update_fields=["dismissed_by", "dismissed_at", "note"])
        leave_line(held, by, " ".join(filter(None, ["Not a duplicate.", note])))
    return True


def reopen(duplicate: Duplicate, by: User) -> bool:
    """Put a pair that was dismissed back into the list; False where it is there.

    What was noted about it goes with the dismissal; the log keeps both.
    """
    with transaction.atomic():
        held = _hold(duplicate)
        if not held.dismissed_at:
            return False
        held.dismissed_by, held.dismissed_at, held.note = None, None, ""
        held.save(update_fields=["dismissed_by", "dismissed_at", "note"])
        leave_line(held, by, "Put back into the list of likely duplicates.")
    return True


def _hold(duplicate: Duplicate) -> Duplicate:
    """The pair as it is now, for us alone, with the names of its entries."""
    rows = Duplicate.objects.select_for_update(of=("self",))
    return rows.select_related("left", "right").get(pk=duplicate.pk)
