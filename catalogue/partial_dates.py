"""Dates as precise as the source knows them: ISO 8601 text YYYY, YYYY-MM, YYYY-MM-DD.

Two partial dates are compared on the prefix both have: 2016 and 2016-12 do not
contradict each other, whichever comes first.
"""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, F, Q
from django.db.models.functions import Least, Left, Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

PARTIAL_DATE = (
    r"^[12][0-9]{3}(-(0[1-9]|1[0-2])|"
    r"-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|"
    r"-(0[469]|11)-(0[1-9]|[12][0-9]|30)|"
    r"-02-(0[1-9]|[12][0-9]))?$"
)


def validate_partial_date(value: str) -> None:
    message = _("Write a year, a month or a day: 2016, 2016-12 or 2016-12-07.")
    if not re.fullmatch(PARTIAL_DATE, value):
        raise ValidationError(message, code="partial_date")
    if len(value) == 10:
        try:
            date.fromisoformat(value)
        except ValueError:
            raise ValidationError(message, code="partial_date") from None


def contradicts(since: str, until: str) -> bool:
    """Whether the end lies before the start on the prefix that both dates have."""
    shared = min(len(since), len(until))
    return until[:shared] < since[:shared]


class PartialDateField(CharField):
    """A column for a partial date, empty when unknown."""

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


def well_formed(field: str) -> Q:
    """Condition of a check constraint: the column holds a partial date or nothing."""
    return Q(**{field: ""}) | Q(**{f"{field}__regex": PARTIAL_DATE})


def in_order(since: str, until: str) -> Q:
    """Condition of a check constraint: the second column is not before the first."""
    shared = Least(Length(since), Length(until))
    return (
        Q(**{since: ""})
        | Q(**{until: ""})
        | Q(LessThanOrEqual(Left(F(since), shared), Left(F(until), shared)))
    )
