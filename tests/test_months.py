"""Months and days as whole numbers and ISO text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.months import (
    age_text,
    first_day,
    last_day,
    month_of,
    month_of_day,
    month_text,
    months_of_year,
    parse_age,
    parse_day,
    parse_month,
    year_of,
)

months = st.integers(month_of(1, 1), month_of(9998, 12))


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("0001-01", 12),
        ("1965-01", 1965 * 12),
        ("2026-01", 24_312),
        ("2026-11", 24_322),
        ("2026-12", 24_323),
        ("2027-01", 24_324),
        ("9999-12", 119_999),
    ],
)
def test_months_as_numbers(text: str, month: int) -> None:
    assert parse_month(text) == month
    assert month_text(month) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-0",
        "2026-00",
        "2026-13",
        "2026-1",
        "26-01",
        "12026-01",
        "2026-01-01",
        "2026/01",
        "2026.01",
        "202601",
        " 2026-01",
        "2026-01\n",
        "2026-01 ",
        "-026-01",
        "２０２６-01",
        "2026年1月",
    ],
)
def test_no_months(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        parse_month(text)


@pytest.mark.parametrize("text", ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
def test_days(text: str) -> None:
    assert parse_day(text).isoformat() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-29",
        "1900-02-29",
        "2026-04-31",
        "2026-00-01",
        "2026-13-01",
        "2026-01-00",
        "0000-01-01",
        "20260101",  # ISO too, but two ways to write a day are one too many
        "2026-W01-1",
        "2026-1-1",
        "2026-01-01T00:00",
        "2026-01-01 ",
        "2026-01-01\n",
        "２０２６-01-01",
    ],
)
def test_no_days(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a day|day|month|year"):
        parse_day(text)


@given(months)
def test_a_month_from_its_first_to_its_last_day(month: int) -> None:
    first, last = first_day(month), last_day(month)
    assert first.day == 1
    assert month_of_day(first) == month_of_day(last) == month
    assert last + dt.timedelta(days=1) == first_day(month + 1)
    assert parse_month(month_text(month)) == month
    assert year_of(month) == first.year
    assert month in months_of_year(first.year)


@given(st.dates())
def test_a_day_lies_in_its_month(day: dt.date) -> None:
    month = month_of_day(day)
    assert month_text(month) == day.isoformat()[:7]
    assert first_day(month) <= day
    assert parse_day(day.isoformat()) == day


def test_twelve_months_a_year() -> None:
    assert [month_text(month) for month in months_of_year(2026)] == [
        f"2026-{number:02d}" for number in range(1, 13)
    ]


@pytest.mark.parametrize(
    ("text", "months"),
    [("60y0m", 720), ("60y1m", 721), ("60y11m", 731), ("0y0m", 0), ("120y5m", 1445)],
)
def test_ages(text: str, months: int) -> None:
    assert parse_age(text) == months
    assert age_text(months) == text


def test_whole_years() -> None:
    assert parse_age("60y") == 720


@pytest.mark.parametrize(
    "text", ["", "60", "60m", "y3m", "60y12m", "60y-1m", "60 y", "60y3", "6.5y", "1000y"]
)
def test_no_ages(text: str) -> None:
    with pytest.raises(ValueError, match="not an age"):
        parse_age(text)
