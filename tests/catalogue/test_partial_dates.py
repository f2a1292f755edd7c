from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from catalogue.partial_dates import PARTIAL_DATE, contradicts, validate_partial_date

DIGITS = [f"{number:02}" for number in range(33)]


def is_valid(value: str) -> bool:
    try:
        validate_partial_date(value)
    except ValidationError:
        return False
    return True


def days_of(year: int) -> set[str]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=number) for number in range(366))
    return {day.isoformat() for day in days if day.year == year}


@pytest.mark.parametrize("year", [1900, 2000, 2023, 2024])
def test_every_day_of_a_year_is_valid_and_no_other(year: int) -> None:
    candidates = {f"{year}-{month}-{day}" for month in DIGITS for day in DIGITS}

    valid = {candidate for candidate in candidates if is_valid(candidate)}

    assert valid == days_of(year)


def test_database_takes_the_days_of_a_leap_year_and_no_other(db: None) -> None:
    candidates = [f"2024-{month}-{day}" for month in DIGITS for day in DIGITS]

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT day FROM unnest(%s::text[]) AS day WHERE day ~ %s",
            [candidates, PARTIAL_DATE],
        )
        accepted = {day for (day,) in cursor.fetchall()}

    assert accepted == days_of(2024)


@pytest.mark.parametrize("value", ["2016", "2016-12", "2016-12-07", "1789-07-14"])
def test_year_month_and_day_are_dates(value: str) -> None:
    assert is_valid(value)


@pytest.mark.parametrize(
    "value",
    ["16", "0816", "3016", "2016-1", "2016-13", "2016-00", "2016-", "2016-12-7"]
    + ["2016-02-31", "2023-02-29", "2016-04-31", "2016\n", " 2016", "२०१६", "x"],
)
def test_anything_else_is_no_date(value: str) -> None:
    assert not is_valid(value)


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)), st.data())
def test_date_never_contradicts_a_shorter_form_of_itself(
    day: date, data: st.DataObject
) -> None:
    full = day.isoformat()
    short = full[: data.draw(st.sampled_from([4, 7, 10]))]

    assert not contradicts(full, short)
    assert not contradicts(short, full)


@given(st.dates(min_value=date(1000, 1, 1)), st.dates(min_value=date(1000, 1, 1)))
def test_full_dates_contradict_when_the_end_comes_first(
    since: date, until: date
) -> None:
    assert contradicts(since.isoformat(), until.isoformat()) == (until < since)
