"""Laws of the pure functions: arrays are scalars side by side, growth and payback by fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.money import MoneyError
from calc.projection import (
    accumulate,
    break_even_month,
    deflated,
    grown,
    index_months,
    internal_rate,
    received_until,
    span_growth,
)

YEAR = 2026 * 12
amounts = st.integers(0, 10_000_000)
growths = st.integers(-50_000, 120_000)
first_months = st.integers(YEAR, YEAR + 30)
lengths = st.integers(0, 600)


def array(values: list[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


lives = st.lists(st.tuples(first_months, lengths, st.integers(0, 40), amounts, amounts, amounts),
                 min_size=1, max_size=6)  # fmt: skip


@given(lives, growths, st.integers(0, 100_000))
def test_accumulate_takes_arrays_as_scalars(
    people: list[tuple[int, int, int, int, int, int]], growth: int, interest: int
) -> None:
    one_by_one = [
        accumulate(
            first_month=first, until_month=first + length, pension_month=first + length + idle,
            month_fen=month, account_month_fen=account, opening_fen=opening,
            growth_ppm=growth, interest_ppm=interest,
        )
        for first, length, idle, month, account, opening in people
    ]  # fmt: skip
    first, length, idle, month, account, opening = (array(list(c)) for c in zip(*people))  # noqa: B905
    together = accumulate(
        first_month=first, until_month=first + length, pension_month=first + length + idle,
        month_fen=month, account_month_fen=account, opening_fen=opening,
        growth_ppm=growth, interest_ppm=interest,
    )  # fmt: skip
    assert [int(x) for x in np.asarray(together.account_fen)] == [x.account_fen for x in one_by_one]
    assert [int(x) for x in np.asarray(together.paid_fen)] == [x.paid_fen for x in one_by_one]
    assert [int(x) for x in np.asarray(together.months)] == [x.months for x in one_by_one]
    by_year = np.sum([np.asarray(year) for year in together.by_year], axis=0)
    for k, alone in enumerate(one_by_one):
        assert not together.by_year or by_year[k] == sum(int(fen) for fen in alone.by_year)


@given(
    st.lists(st.tuples(first_months, lengths, st.integers(0, 300_000_000)), min_size=1, max_size=6),
    growths,
    growths,
)
def test_index_months_takes_arrays_as_scalars(
    people: list[tuple[int, int, int]], base: int, wage: int
) -> None:
    one_by_one = [
        index_months(
            first_month=first, until_month=first + length, index=index,
            base_growth_ppm=base, wage_growth_ppm=wage,
        )
        for first, length, index in people
    ]  # fmt: skip
    first, length, index = (array(list(column)) for column in zip(*people))  # noqa: B905
    together = index_months(
        first_month=first, until_month=first + length, index=index,
        base_growth_ppm=base, wage_growth_ppm=wage,
    )  # fmt: skip
    assert [int(x) for x in np.asarray(together)] == one_by_one


@given(st.lists(st.tuples(amounts, amounts, lengths), min_size=1, max_size=6))
def test_payback_takes_arrays_as_scalars(people: list[tuple[int, int, int]]) -> None:
    paid, pension, shift = (array(list(column)) for column in zip(*people))  # noqa: B905
    together = np.asarray(break_even_month(paid, pension, YEAR + shift, -1))
    sums = np.asarray(received_until(pension, YEAR + shift, YEAR + 300))
    for k, (own, month, later) in enumerate(people):
        found = break_even_month(own, month, YEAR + later, -1)
        assert together[k] == found
        assert sums[k] == received_until(month, YEAR + later, YEAR + 300)


@given(amounts, st.integers(1, 10_000_000))
def test_break_even_is_the_first_month_that_makes_it_up(paid: int, pension: int) -> None:
    month = break_even_month(paid, pension, YEAR, -1)
    assert isinstance(month, int)
    assert int(received_until(pension, YEAR, month + 1)) >= paid
    assert month == YEAR or int(received_until(pension, YEAR, month)) < paid


@given(st.integers(0, 1_000_000), growths, st.integers(0, 60))
def test_growth_stays_near_the_exact_power(amount: int, growth: int, years: int) -> None:
    """Half a fen of rounding a year, itself grown: never more than the years allow."""
    factor = 1 + Fraction(growth, 1_000_000)
    error = sum((Fraction(1, 2) * Fraction(factor**k) for k in range(years)), Fraction(0))
    assert abs(int(grown(amount, growth, years)) - amount * Fraction(factor**years)) <= error
    assert abs(int(deflated(grown(amount, growth, years), growth, years)) - amount) <= 2 * years + 2


def test_growth_by_year_sums_up() -> None:
    found = accumulate(
        first_month=YEAR + 10, until_month=YEAR + 36, month_fen=100_000, account_month_fen=40_000,
        opening_fen=1_000_000, growth_ppm=100_000, interest_ppm=50_000, pension_month=YEAR + 61,
    )  # fmt: skip
    # two months, twelve at 1100 and twelve at 1210 yuan; then nothing until 2031-02
    assert found.by_year == (200_000, 1_320_000, 1_452_000, 0, 0, 0)
    assert found.months == 26
    balance = Fraction(1_000_000)
    for paid in (80_000, 528_000, 580_800, 0, 0, 0):
        balance = balance * Fraction(105, 100) + paid
    assert abs(int(found.account_fen) - balance) <= 3


def test_span_growth_rounds_half_up_and_skips_nothing() -> None:
    assert span_growth((200_000, 200_001, 0, 5)) == (5, -1_000_000)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [([-100.0, 105.0], 0.05), ([-100.0, 0.0, 121.0], 0.1), ([-100.0, 95.0], -0.05)],
)
def test_internal_rate_by_hand(flows: list[float], rate: float) -> None:
    found = internal_rate(flows)
    assert found is not None
    assert abs(found - rate) < 1e-9


@pytest.mark.parametrize("flows", [[], [-1.0], [5.0, 5.0], [-100.0, 1000.0]])
def test_no_rate_where_nothing_cancels_out(flows: list[float]) -> None:
    assert internal_rate(flows) is None


def test_amounts_beyond_all_bounds_are_refused() -> None:
    with pytest.raises(MoneyError):
        grown(10**11, 1_000_000, 10)
