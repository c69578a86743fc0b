"""Protections and conditions of work as pure functions, and the algebra of outcomes."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import verdicts
from calc.comparison.injury_protection import FEES
from calc.comparison.standing import OCCUPATIONS
from calc.comparison.wages import county_on_file
from calc.money import MoneyError
from calc.parameters.loading import load_parameters
from calc.protections import (
    MAXIMUM_ORDERS,
    fee_of_month,
    platform_covered,
    province_covered,
    trade_covered,
)
from calc.verdicts import FAIL, NO, NOT_TOLD, PASS, UNKNOWN, YES
from calc.work_conditions import break_after, holiday_pay, minimum_wage

OUTCOMES = (PASS, FAIL, UNKNOWN)
FACTS = (YES, NO, NOT_TOLD)
small = st.integers(-1, 60)


def for_many(function: Callable[..., Any], *columns: Any) -> list[int]:
    """The function on arrays, each row a person."""
    rows = np.array(list(itertools.product(*columns)))
    result: list[int] = function(*rows.T).tolist()
    assert result == [function(*(int(value) for value in row)) for row in rows]
    return result


@given(small, small)
def test_province(day: int, starts_on: int) -> None:
    day = abs(day)
    expected = UNKNOWN if starts_on < 0 else PASS if day >= starts_on else FAIL
    assert province_covered(day, starts_on) == expected
    assert province_covered(np.array([day]), np.array([starts_on])).tolist() == [expected]


def test_trades_for_every_occupation() -> None:
    trades = {"ride_hailing", "food_delivery", "instant_delivery", "freight_driver"}
    bits = sum(1 << OCCUPATIONS.index(trade) for trade in trades)
    found = trade_covered(bits, np.arange(-1, len(OCCUPATIONS)))
    assert found.tolist() == [UNKNOWN, *(PASS if o in trades else FAIL for o in OCCUPATIONS)]
    assert trade_covered(NOT_TOLD, 0) == UNKNOWN
    assert set(FEES) == trades


def test_platforms() -> None:
    assert for_many(platform_covered, FACTS, (0, 1)) == [
        PASS, PASS, FAIL, UNKNOWN, UNKNOWN, UNKNOWN,
    ]  # fmt: skip


@given(st.integers(0, 10**6), st.integers(0, MAXIMUM_ORDERS))
def test_the_fee_of_a_month_adds_up(fee: int, orders: int) -> None:
    assert fee_of_month(fee, orders) == fee * orders
    assert fee_of_month(np.array([fee]), np.array([orders])).tolist() == [fee * orders]


@pytest.mark.parametrize(("fee", "orders"), [(-1, 1), (1, -1), (1, MAXIMUM_ORDERS + 1)])
def test_what_is_no_fee(fee: int, orders: int) -> None:
    with pytest.raises(MoneyError):
        fee_of_month(fee, orders)


def test_every_fee_on_file_belongs_to_a_trade() -> None:
    parameters = load_parameters()
    variants = set(parameters.variants("national", "occupational_injury.fee_per_order"))
    assert variants == {*FEES.values(), "former_instant_delivery"}


@given(small, small, small)
def test_minimum_wage(pay: int, one: int, other: int) -> None:
    low, high = sorted((one, other))
    if pay < 0 or low < 0:
        expected = UNKNOWN
    elif pay < low:
        expected = FAIL
    else:
        expected = PASS if pay >= high else UNKNOWN
    assert minimum_wage(pay, low, high) == expected
    assert minimum_wage(np.array([pay]), np.array([low]), np.array([high])).tolist() == [expected]


def test_breaks_in_every_mixture() -> None:
    hours, rests = (-1, 0, 400, 401, 2400), (-1, 0, 19, 20, 60)
    rows = list(itertools.product(OUTCOMES, hours, rests))
    for applies, worked, rest in rows:
        long_enough = rest >= 20
        if applies == FAIL or long_enough or 0 <= worked <= 400:
            expected = PASS
        elif applies == PASS and worked > 400 and rest >= 0:
            expected = FAIL
        else:
            expected = UNKNOWN
        assert break_after(applies, worked, 400, rest, 20) == expected
    columns = np.array(rows).T
    many = break_after(columns[0], columns[1], 400, columns[2], 20)
    assert many.tolist() == [break_after(a, h, 400, r, 20) for a, h, r in rows]


def test_holiday_pay() -> None:
    assert for_many(holiday_pay, (-1, 0, 10_000, 10_001), (0, 1)) == [
        UNKNOWN, UNKNOWN, FAIL, UNKNOWN, FAIL, UNKNOWN, PASS, PASS,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("任城", "任城"),
        ("任城区", "任城"),
        ("邹城市", "邹城"),
        ("市中区", "市中"),
        ("云县", "云县"),
        ("双江自治县", "双江"),
        ("任", ""),
        ("区", ""),
        ("", ""),
        ("兖州", ""),
        (None, ""),
    ],
)
def test_counties_as_people_write_them(told: str | None, found: str) -> None:
    assert county_on_file(told, {"任城": 2, "邹城": 2, "市中": 2, "云县": 3, "双江": 3}) == found
    assert county_on_file(told, {"all": 1}) == "all"


# -- the algebra of outcomes --------------------------------------------------------------------

pairs = list(itertools.product(OUTCOMES, repeat=2))


def strong_and(left: int, right: int) -> int:
    """Three-valued logic by what the unknown could turn out to be."""
    return by_completion(left, right, lambda a, b: a and b)


def by_completion(left: int, right: int, holds: Callable[[bool, bool], bool]) -> int:
    can = {PASS: [True], FAIL: [False], UNKNOWN: [True, False]}
    results = {holds(a, b) for a in can[left] for b in can[right]}
    return UNKNOWN if len(results) == 2 else PASS if results.pop() else FAIL


@pytest.mark.parametrize(("left", "right"), pairs)
def test_both_and_either(left: int, right: int) -> None:
    assert verdicts.both(left, right) == strong_and(left, right)
    assert verdicts.either(left, right) == by_completion(left, right, lambda a, b: a or b)
    assert verdicts.verdict((left, right)) == strong_and(left, right)


def test_outcomes_for_many() -> None:
    for_many(verdicts.both, OUTCOMES, OUTCOMES)
    for_many(verdicts.either, OUTCOMES, OUTCOMES)
    assert for_many(verdicts.opposite, OUTCOMES) == [FAIL, PASS, UNKNOWN]
    assert for_many(verdicts.required, FACTS) == [PASS, FAIL, UNKNOWN]
    assert for_many(verdicts.ruled_out, FACTS) == [FAIL, PASS, UNKNOWN]
    assert for_many(verdicts.at_least, (-1, 11, 12), (12,)) == [UNKNOWN, FAIL, PASS]
    assert for_many(verdicts.below, (-1, 11, 12), (12,)) == [UNKNOWN, PASS, FAIL]
    assert for_many(verdicts.where_asked, (0, 1), OUTCOMES) == [0, 0, 0, *OUTCOMES]
    assert for_many(verdicts.one_of, (0b10,), (-1, 0, 1)) == [UNKNOWN, FAIL, PASS]


def test_before_an_end_known_within_bounds() -> None:
    rows = [(9, -1, -1), (9, 10, 12), (10, 10, 12), (11, 10, 12), (12, 10, 12), (10, 10, 10)]
    assert [verdicts.before(*row) for row in rows] == [UNKNOWN, PASS, UNKNOWN, UNKNOWN, FAIL, FAIL]
    many = verdicts.before(*np.array(rows).T)
    assert many.tolist() == [UNKNOWN, PASS, UNKNOWN, UNKNOWN, FAIL, FAIL]


def test_facts_and_numbers_of_one_person() -> None:
    assert [verdicts.fact_of(value) for value in (True, False, None)] == [YES, NO, NOT_TOLD]
    assert [verdicts.number_of(value) for value in (0, 5, None)] == [0, 5, NOT_TOLD]
    assert [verdicts.OUTCOMES[outcome] for outcome in OUTCOMES] == ["pass", "fail", "unknown"]
