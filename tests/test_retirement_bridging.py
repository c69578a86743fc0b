"""Until when to pay, the first month with a pension, and two relations made one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calc.months import month_of, month_text, parse_month
from calc.retirement import (
    MAXIMUM_MONTH,
    FlexibleRetirement,
    MinimumContributionMonths,
    RetirementDates,
    RetirementError,
    RetirementTrack,
    bridge_to_minimum,
    convert_between_schemes,
    first_month_with_minimum,
    minimum_contribution_months,
    months_short,
    retirement_dates,
)

CASES: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "cases" / "retirement_bridging.yaml").read_text("utf-8"),
    yaml.BaseLoader,
)
TRACKS = [
    RetirementTrack("male60", 60 * 12, 4, 36, month_of(1965, 1)),
    RetirementTrack("female55", 55 * 12, 4, 36, month_of(1970, 1)),
    RetirementTrack("female50", 50 * 12, 2, 60, month_of(1975, 1)),
]
FLEXIBLE = FlexibleRetirement(36, 36, month_of(2025, 1))
SCHEDULE = MinimumContributionMonths(
    ((1997, 180), *((2030 + step, 186 + 6 * step) for step in range(10)))
)
lives = st.tuples(
    st.integers(month_of(1950, 1), month_of(2010, 12)),
    st.integers(0, 600),
    st.integers(month_of(2020, 1), month_of(2060, 12)),
)


def dates_of(birth: Any, track: RetirementTrack = TRACKS[0]) -> RetirementDates:
    return retirement_dates(birth, track, FLEXIBLE, SCHEDULE)


def walked_bridge(paid: int, next_month: int, statutory: int) -> tuple[int, int, int, int]:
    """(to pay, short, reached, pension), paying one month after the other."""
    needed = int(minimum_contribution_months(statutory // 12, SCHEDULE))
    month, short = next_month, None
    if month >= statutory:
        short = max(needed - paid, 0)
    start = paid
    while paid < needed:
        paid, month = paid + 1, month + 1
        if month == statutory:
            short = needed - paid
    return needed - min(start, needed), short or 0, month - 1, max(statutory, month)


def walked_first(paid: int, next_month: int, dates: RetirementDates) -> int:
    """The first month with a pension, asking month by month."""
    month = next_month
    while True:
        year = min(month, int(dates.statutory_month)) // 12
        if month >= dates.earliest_month and paid >= minimum_contribution_months(year, SCHEDULE):
            return month
        paid, month = paid + 1, month + 1


@pytest.mark.parametrize("case", CASES["bridges"], ids=lambda case: str(case["why"]))
def test_bridges_counted_by_hand(case: dict[str, Any]) -> None:
    start, result = case["given"], case["result"]
    bridge = bridge_to_minimum(
        int(start["paid"]), parse_month(start["next"]), parse_month(start["statutory"]), SCHEDULE
    )
    assert bridge.minimum_contribution_months == int(result["minimum"])
    assert bridge.months_to_pay == int(result["to_pay"])
    assert bridge.months_short == int(result["short"])
    assert month_text(int(bridge.reached_month)) == result["reached"]
    assert month_text(int(bridge.pension_month)) == result["pension"]


@pytest.mark.parametrize("case", CASES["first_months"], ids=lambda case: str(case["why"]))
def test_first_month_counted_by_hand(case: dict[str, str]) -> None:
    dates = dates_of(parse_month("1970-05"))
    first = first_month_with_minimum(int(case["paid"]), parse_month(case["next"]), dates, SCHEDULE)
    assert month_text(int(first)) == case["first"]


@given(lives, st.sampled_from(TRACKS))
def test_paying_month_by_month_gives_the_same(
    life: tuple[int, int, int], track: RetirementTrack
) -> None:
    birth, paid, next_month = life
    dates = dates_of(birth, track)
    bridge = bridge_to_minimum(paid, next_month, dates.statutory_month, SCHEDULE)
    assert walked_bridge(paid, next_month, int(dates.statutory_month)) == (
        bridge.months_to_pay,
        bridge.months_short,
        bridge.reached_month,
        bridge.pension_month,
    )
    first = first_month_with_minimum(paid, next_month, dates, SCHEDULE)
    assert first == walked_first(paid, next_month, dates)


@given(st.lists(lives, max_size=30), st.sampled_from(TRACKS))
def test_one_person_and_an_array_agree(
    people: list[tuple[int, int, int]], track: RetirementTrack
) -> None:
    columns = np.array(people, dtype=np.int64).reshape(-1, 3)
    dates = dates_of(columns[:, 0], track)
    bridge = bridge_to_minimum(columns[:, 1], columns[:, 2], dates.statutory_month, SCHEDULE)
    first = first_month_with_minimum(columns[:, 1], columns[:, 2], dates, SCHEDULE)
    alone = [dates_of(birth, track) for birth, _, _ in people]
    for field in bridge.__slots__:
        assert getattr(bridge, field).tolist() == [
            getattr(bridge_to_minimum(paid, month, own.statutory_month, SCHEDULE), field)
            for (_, paid, month), own in zip(people, alone, strict=True)
        ]
    assert first.tolist() == [
        first_month_with_minimum(paid, month, own, SCHEDULE)
        for (_, paid, month), own in zip(people, alone, strict=True)
    ]


@given(lives, st.sampled_from(TRACKS))
def test_one_month_more_paid_is_never_worse(
    life: tuple[int, int, int], track: RetirementTrack
) -> None:
    birth, paid, month = life
    dates = dates_of(birth, track)
    less = bridge_to_minimum(paid, month, dates.statutory_month, SCHEDULE)
    more = bridge_to_minimum(paid + 1, month, dates.statutory_month, SCHEDULE)
    assert less.months_short - 1 <= more.months_short <= less.months_short
    assert more.pension_month <= less.pension_month
    assert first_month_with_minimum(paid + 1, month, dates, SCHEDULE) <= first_month_with_minimum(
        paid, month, dates, SCHEDULE
    )


def test_an_early_month_needs_the_schedule_of_its_year() -> None:
    late_start = MinimumContributionMonths(((2031, 192),))
    with pytest.raises(RetirementError) as error:
        first_month_with_minimum(0, month_of(2026, 1), dates_of(month_of(1970, 5)), late_start)
    assert error.value.code == "retirement.year_before_schedule"


def test_far_away_lives_have_an_answer() -> None:
    dates = dates_of(MAXIMUM_MONTH)
    bridge = bridge_to_minimum(0, MAXIMUM_MONTH, dates.statutory_month, SCHEDULE)
    assert (bridge.months_short, bridge.pension_month) == (0, dates.statutory_month)
    assert first_month_with_minimum(0, MAXIMUM_MONTH, dates, SCHEDULE) == dates.earliest_month


def test_months_short_for_any_requirement() -> None:
    assert months_short(0, 300) == 300
    assert months_short(np.array([0, 299, 300, 600]), 300).tolist() == [300, 1, 0, 0]


@pytest.mark.parametrize("case", CASES["conversions"], ids=lambda case: str(case["why"]))
def test_conversions_by_hand(case: dict[str, Any]) -> None:
    start, result = {key: int(value) for key, value in case["given"].items()}, case["result"]
    made = convert_between_schemes(
        employee_months=start["employee"],
        minimum_months=start["minimum"],
        resident_months=start["resident"],
        overlap_months=start["both"],
        employee_account_fen=start["employee_yuan"] * 100,
        resident_account_fen=start["resident_yuan"] * 100,
        overlap_refund_fen=start["back_yuan"] * 100,
    )
    assert made.into_employee is (result["into_employee"] == "true")
    assert made.counted_months == int(result["counted"])
    assert made.account_fen == int(result["account_yuan"]) * 100
    assert made.refund_fen == start["back_yuan"] * 100


def converted(**changed: Any) -> Any:
    given_: dict[str, Any] = {
        "employee_months": 100,
        "minimum_months": 180,
        "resident_months": 60,
        "overlap_months": 12,
        "employee_account_fen": 5_000_000,
        "resident_account_fen": 800_000,
        "overlap_refund_fen": 50_000,
    }
    return convert_between_schemes(**{**given_, **changed})


def test_conversion_of_many() -> None:
    made = converted(
        employee_months=np.array([180, 100, 100]), overlap_months=np.array([12, 12, 60])
    )
    assert made.into_employee.tolist() == [True, False, False]
    assert made.counted_months.tolist() == [180, 148, 100]
    assert made.account_fen == 5_750_000


@given(st.integers(0, 600), st.integers(0, 600), st.integers(0, 600), st.integers(0, 240))
def test_conversion_loses_no_money_and_counts_no_month_twice(
    employee: int, resident: int, overlap: int, minimum: int
) -> None:
    overlap = min(overlap, employee, resident)
    refund = 50_000 if overlap else 0
    made = converted(
        employee_months=employee,
        resident_months=resident,
        overlap_months=overlap,
        minimum_months=minimum,
        overlap_refund_fen=refund,
    )
    assert made.account_fen + made.refund_fen == 5_800_000
    assert employee <= made.counted_months <= employee + resident - overlap
    assert (made.counted_months == employee) or not made.into_employee


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: months_short(-1, 180), "retirement.contribution_months"),
        (lambda: months_short(180, 1_201), "retirement.contribution_months"),
        (lambda: months_short(180.0, 180), "retirement.not_whole"),
        (
            lambda: bridge_to_minimum(1_201, 24_312, 24_312, SCHEDULE),
            "retirement.contribution_months",
        ),
        (lambda: bridge_to_minimum(0, -1, 24_312, SCHEDULE), "retirement.next_month"),
        (lambda: bridge_to_minimum(0, 24_312, -1, SCHEDULE), "retirement.statutory_month"),
        (
            lambda: bridge_to_minimum(0, 24_312, month_of(1996, 12), SCHEDULE),
            "retirement.year_before_schedule",
        ),
        (lambda: converted(employee_months=-1), "retirement.contribution_months"),
        (lambda: converted(overlap_months=61), "retirement.overlap"),
        (lambda: converted(employee_months=11), "retirement.overlap"),
        (lambda: converted(overlap_months=0), "retirement.refund"),
        (lambda: converted(overlap_months=0, overlap_refund_fen=1), "retirement.refund"),
        (lambda: converted(overlap_refund_fen=800_001), "retirement.refund"),
        (lambda: converted(overlap_refund_fen=np.array([0, 800_001])), "retirement.refund"),
        (lambda: converted(resident_account_fen=-1), "retirement.account"),
        (lambda: converted(employee_account_fen=0.5), "retirement.not_whole"),
    ],
)
def test_what_cannot_be_taken(call: Callable[[], object], code: str) -> None:
    with pytest.raises(RetirementError) as error:
        call()
    assert error.value.code == code
