"""Local dates and times that people type, where clocks are put forward and back."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")
WRITTEN = FORMATS[0]


def read(text: str) -> datetime:
    """A date and time without a zone, as browsers send them and people write them."""
    for shape in FORMATS:
        try:
            found = datetime.strptime(text.strip(), shape)
        except ValueError:
            continue
        if 2000 <= found.year <= 2100:
            return found.replace(second=0)
    raise ValidationError(_("Write a date and a time like 2026-11-12 09:00."))


def moment(local: datetime, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """The moment of a local time.

    A time that comes twice, when clocks are put back, is its first moment, or its last.
    One that clocks leave out, when they are put forward, is refused.
    """
    there = local.replace(tzinfo=zone, fold=int(last))
    after = there.astimezone(UTC).astimezone(zone)
    if after.replace(tzinfo=None, fold=0) != local:
        later = local.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)
        raise ValidationError(
            _("In %(zone)s clocks are put forward over this time. Write %(time)s.")
            % {"zone": zone.key, "time": later.strftime("%H:%M")}
        )
    return there.astimezone(UTC)
