"""Payment periods: every month once, cut by the calendar year, and the day each is due."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.months import last_day, month_of, parse_month
from calc.payment_periods import PERIOD_MONTHS, day_of_year, due_day, payment_periods

RHYTHMS = st.sampled_from(sorted(PERIOD_MONTHS.values()))
YEARS = st.integers(1997, 2100)


@given(
    year=YEARS,
    first=st.integers(0, 11),
    last=st.integers(-1, 11),
    length=RHYTHMS,
    arrears=st.booleans(),
)
def test_every_month_is_in_one_period_of_its_calendar_period(
    year: int, first: int, last: int, length: int, arrears: bool
) -> None:
    start, end = year * 12 + first, year * 12 + last
    periods = payment_periods(start, end, length, arrears=arrears)
    assert [month for period in periods for month in period.months] == list(range(start, end + 1))
    for period in periods:
        # the number of the quarter or half counted from January, independently of month numbers
        parts = {(month % 12) // length for month in period.months}
        assert len(parts) == 1
        assert period.payment_month == (period.last if arrears else period.first)
    assert len({(p.first % 12) // length for p in periods}) == len(periods)


@pytest.mark.parametrize(
    ("first", "last", "length", "arrears", "expected"),
    [
        ("2026-01", "2026-12", 12, False, ["2026-01 2026-12 2026-01"]),
        ("2026-01", "2026-12", 12, True, ["2026-01 2026-12 2026-12"]),
        ("2026-02", "2026-12", 12, False, ["2026-02 2026-12 2026-02"]),
        ("2026-06", "2026-07", 6, False, ["2026-06 2026-06 2026-06", "2026-07 2026-07 2026-07"]),
        ("2026-06", "2026-07", 6, True, ["2026-06 2026-06 2026-06", "2026-07 2026-07 2026-07"]),
        ("2026-03", "2026-05", 3, False, ["2026-03 2026-03 2026-03", "2026-04 2026-05 2026-04"]),
        ("2026-03", "2026-05", 3, True, ["2026-03 2026-03 2026-03", "2026-04 2026-05 2026-05"]),
        ("2026-11", "2026-12", 1, True, ["2026-11 2026-11 2026-11", "2026-12 2026-12 2026-12"]),
        ("2026-12", "2026-11", 3, False, []),
    ],
)
def test_periods(first: str, last: str, length: int, arrears: bool, expected: list[str]) -> None:
    periods = payment_periods(parse_month(first), parse_month(last), length, arrears=arrears)
    assert [
        " ".join(f"{m // 12}-{m % 12 + 1:02d}" for m in (p.first, p.last, p.payment_month))
        for p in periods
    ] == expected


@given(year=YEARS, month=st.integers(1, 12))
def test_without_a_last_day_it_is_the_end_of_the_month(year: int, month: int) -> None:
    end = dt.date(year, month, calendar.monthrange(year, month)[1])
    assert due_day(month_of(year, month)) == end


@given(
    year=YEARS, month=st.integers(1, 12), day=st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31))
)
def test_never_after_the_last_day_of_the_year(year: int, month: int, day: dt.date) -> None:
    found = due_day(month_of(year, month), f"{day:%m-%d}")
    end = dt.date(year, month, calendar.monthrange(year, month)[1])
    leap_day = (day.month, day.day) == (2, 29) and not calendar.isleap(year)
    last = dt.date(year, 2, 28) if leap_day else day.replace(year=year)
    assert found == min(end, last)


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("02-29", 2024, "2024-02-29"),
        ("02-29", 2025, "2025-02-28"),
        ("12-31", 2025, "2025-12-31"),
        ("01-01", 2025, "2025-01-01"),
        ("04-30", 2025, "2025-04-30"),
    ],
)
def test_days_of_a_year(text: str, year: int, expected: str) -> None:
    assert day_of_year(text, year).isoformat() == expected
    assert last_day(month_of(2024, 2)) == dt.date(2024, 2, 29)
