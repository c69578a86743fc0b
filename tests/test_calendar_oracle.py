"""Make-ups against a month-by-month account in Decimal that shares no code with the calendar.

The bounds below are those of the notices, typed in here once more: period, publication day, floor
and ceiling. The account asks for every month which notice had been out on which day.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import compare, load_parameters
from calc.comparison.calendar import schedule
from calc.comparison.payments import Entry
from calc.comparison.pricing import price as price_part

LAW = load_parameters()
FREQUENCIES = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
TIMINGS = ("advance", "arrears")
DAY = dt.timedelta(days=1)


def d(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass(frozen=True)
class Notice:
    first: dt.date
    last: dt.date
    published: dt.date
    floor: int
    ceiling: int


@dataclass(frozen=True)
class Place:
    slug: str
    item: str
    option: str
    rate: Decimal
    notices: tuple[Notice, ...]
    rhythms: tuple[str, ...] = tuple(FREQUENCIES)


def notice(first: str, last: str, published: str, floor: int, ceiling: int) -> Notice:
    return Notice(d(first), d(last), d(published), floor, ceiling)


SHANDONG_PENSION = (
    notice("2023-01-01", "2023-12-31", "2023-07-04", 4242, 21207),
    notice("2024-01-01", "2024-12-31", "2024-07-31", 4416, 22078),
    notice("2025-01-01", "2025-12-31", "2025-09-30", 4504, 22518),
    notice("2026-01-01", "2026-12-31", "2026-08-14", 4573, 22863),
)
SHANDONG_MEDICAL = (
    notice("2023-08-01", "2024-07-31", "2023-07-04", 4242, 21207),
    notice("2024-08-01", "2025-09-30", "2024-07-31", 4416, 22078),
    notice("2025-10-01", "2026-08-31", "2025-09-30", 4504, 22518),
    notice("2026-09-01", "9999-12-31", "2026-08-14", 4573, 22863),
)
HENAN_PENSION = (
    notice("2023-07-01", "2024-06-30", "2023-07-01", 3579, 17895),
    notice("2024-07-01", "2025-06-30", "2024-01-01", 3756, 18780),
    notice("2025-07-01", "2026-06-30", "2025-09-19", 3831, 19155),
)
PLACES = (
    Place(
        "weihai", "employee_pension", "pension=flexible@weihai;medical=none",
        Decimal("0.20"), SHANDONG_PENSION,
    ),
    Place(
        "jining", "employee_medical", "pension=none;medical=flexible.without_account@jining",
        Decimal("0.07"), SHANDONG_MEDICAL,
    ),
    Place(
        "xuchang", "employee_pension", "pension=flexible@xuchang;medical=none",
        Decimal("0.20"), HENAN_PENSION,
    ),
)  # fmt: skip


def month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def bounds(place: Place, month: dt.date, known_on: dt.date) -> Notice:
    """The notice for a month as known on a day; else the last one before it."""
    known = [n for n in place.notices if n.published <= known_on]
    covering = [n for n in known if n.first <= month <= n.last]
    return (
        covering[0] if covering else max((n for n in known if n.last < month), key=lambda n: n.last)
    )


def price(place: Place, month: dt.date, known_on: dt.date, wish: Decimal | None) -> Decimal:
    """Yuan for a month, half up to the fen."""
    found = bounds(place, month, known_on)
    base = Decimal(found.floor) if wish is None else min(max(wish, found.floor), found.ceiling)
    return (Decimal(base) * place.rate).quantize(Decimal("0.01"), ROUND_HALF_UP)


def account(
    place: Place,
    year: int,
    on: dt.date,
    start: int,
    frequency: str,
    timing: str,
    wish: Decimal | None,
) -> tuple[dict[dt.date, Decimal], dict[dt.date, Decimal]]:
    """Regular payments by due day, and make-ups by notice."""
    length = FREQUENCIES[frequency]
    months = list(range(start, 13))
    regular: dict[dt.date, Decimal] = {}
    make_ups: dict[dt.date, Decimal] = {}
    groups = itertools.groupby(months, key=lambda m: (m - 1) // length)
    for together in (list(group) for _, group in groups):
        due = month_end(year, together[0] if timing == "advance" else together[-1])
        for number in together:
            month = dt.date(year, number, 1)
            paid = price(place, month, min(due, on), wish)
            regular[due] = regular.get(due, Decimal(0)) + paid
            for later in sorted(n.published for n in place.notices):
                if min(due, on) < later <= on:
                    change = price(place, month, later, wish) - price(
                        place, month, later - DAY, wish
                    )
                    if change:
                        make_ups[later] = make_ups.get(later, Decimal(0)) + change
    return regular, make_ups


def schedules(
    place: Place, year: int, start: int, frequency: str, timing: str
) -> Callable[[dt.date], tuple[Entry, ...]]:
    """The calendar of one part by the day asked, all else fixed."""
    person = {
        "workplace": place.slug,
        "payment_frequency": frequency,
        "payment_timing": timing,
        "enrolled_from": f"{year}-{start:02d}",
    }
    result = compare(person, LAW, on=dt.date(year, 1, 1), year=year)
    option = next(option for option in result.options if option.id == place.option)
    role = option.pension if place.item == "employee_pension" else option.medical

    def on_day(day: dt.date) -> tuple[Entry, ...]:
        question = replace(result.question, on=day, known_on=day)
        return schedule(question, price_part(question, role.part)).entries

    return on_day


def check(
    entries: tuple[Entry, ...],
    place: Place,
    year: int,
    on: dt.date,
    start: int,
    frequency: str,
    timing: str,
    wish: Decimal | None,
) -> None:
    entries = tuple(entry for entry in entries if entry.item == place.item)
    found_regular: dict[dt.date, Decimal] = {}
    found_make_ups: dict[dt.date, Decimal] = {}
    for entry in entries:
        amount = Decimal(entry.amount_fen) / 100
        if entry.kind == "regular":
            assert entry.due_on is not None
            found_regular[entry.due_on] = found_regular.get(entry.due_on, Decimal(0)) + amount
        else:
            assert entry.notice_on is not None
            assert (entry.month // 12, entry.month % 12 + 1) == (
                entry.notice_on.year,
                entry.notice_on.month,
            )
            assert entry.notice_on not in found_make_ups, "one entry per item and notice"
            found_make_ups[entry.notice_on] = amount
    regular, make_ups = account(place, year, on, start, frequency, timing, wish)
    assert found_regular == regular
    assert found_make_ups == make_ups
    owed = sum(price(place, dt.date(year, month, 1), on, wish) for month in range(start, 13))
    assert sum(found_regular.values()) + sum(found_make_ups.values()) == owed


def days(place: Place, year: int) -> Iterator[dt.date]:
    """Both sides of every due day and every notice, and the ends of the year."""
    edges = {month_end(year, month) for month in range(1, 13)}
    edges |= {n.published for n in place.notices}
    edges |= {dt.date(year, 1, 1), dt.date(year + 1, 3, 1)}
    for edge in sorted(edges):
        for day in (edge - DAY, edge, edge + DAY):
            if year <= day.year <= year + 1:
                yield day


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.item + "@" + place.slug)
@pytest.mark.parametrize("frequency", FREQUENCIES)
@pytest.mark.parametrize("timing", TIMINGS)
def test_every_day_at_which_something_changes(
    place: Place, frequency: str, timing: str, by_size: Callable[[int, int], int]
) -> None:
    """Years 2025 and 2026 at the floor; more months of joining at full size."""
    starts = (1, 2, 6, 7, 8, 9, 12)[:: by_size(4, 1)]
    for year in (2025, 2026):
        if place.item == "employee_medical" and year == 2025:
            continue  # Jining's own rates of 2025 are another case
        for start in starts:
            calendar_on = schedules(place, year, start, frequency, timing)
            for day in sorted(set(days(place, year))):
                check(calendar_on(day), place, year, day, start, frequency, timing, None)


@given(
    place=st.sampled_from(PLACES),
    frequency=st.sampled_from(sorted(FREQUENCIES)),
    timing=st.sampled_from(TIMINGS),
    day=st.dates(dt.date(2026, 1, 1), dt.date(2027, 6, 30)),
    start=st.integers(1, 12),
    wish=st.none() | st.decimals(3000, 26000, places=2),
)
def test_any_day_and_income(
    place: Place, frequency: str, timing: str, day: dt.date, start: int, wish: Decimal | None
) -> None:
    person = {
        "workplace": place.slug,
        "payment_frequency": frequency,
        "payment_timing": timing,
        "enrolled_from": f"2026-{start:02d}",
        **({} if wish is None else {"monthly_income": wish}),
    }
    result = compare(person, LAW, on=day, year=2026)
    option = next(option for option in result.options if option.id == place.option)
    check(option.calendar, place, 2026, day, start, frequency, timing, wish)
