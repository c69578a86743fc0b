"""Accounts, average indexes and the resident pension."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calc.benefits import (
    INTEREST_FROM_NEXT_YEAR,
    AccountYear,
    AverageIndex,
    BenefitError,
    ContributionPeriod,
    average_contribution_index,
    extra_years,
    grow_account,
    parse_index,
    resident_pension,
)
from calc.money import MAXIMUM_FEN, parse_percent, parse_yuan

CASES: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "cases" / "benefits.yaml").read_text("utf-8"), yaml.BaseLoader
)
CENT = Decimal("0.01")
BOUNDS = {"lower_bound": 60_000_000, "upper_bound": 300_000_000}


def index_of(history: list[tuple[Any, Any, Any]]) -> AverageIndex:
    return average_contribution_index([ContributionPeriod(*row) for row in history], **BOUNDS)


@pytest.mark.parametrize("case", CASES["accounts"], ids=lambda case: str(case["why"]))
def test_accounts_by_hand(case: dict[str, Any]) -> None:
    years = [
        AccountYear(int(row["year"]), parse_yuan(row["paid"]), parse_percent(row["percent"]))
        for row in case["years"]
    ]
    grown = grow_account(parse_yuan(case["opening"]), years)
    assert [balance.year for balance in grown] == [int(row["year"]) for row in case["years"]]
    assert [balance.interest_fen for balance in grown] == [
        parse_yuan(row["interest"]) for row in case["years"]
    ]
    assert [balance.closing_fen for balance in grown] == [
        parse_yuan(row["closing"]) for row in case["years"]
    ]


YEARS = st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 90_000)), max_size=45)


@given(st.integers(0, 10**9), YEARS)
def test_accounts_against_decimals(opening: int, years: list[tuple[int, int]]) -> None:
    """Another way round: every year's payment followed through all later years, then summed."""
    grown = grow_account(opening, [AccountYear(1996 + n, *row) for n, row in enumerate(years)])
    balance = Decimal(opening) / 100
    for found, (paid, ppm) in zip(grown, years, strict=True):
        assert found.opening_fen == balance * 100
        interest = (balance * Decimal(ppm) / 1_000_000).quantize(CENT, ROUND_HALF_UP)
        assert found.interest_fen == interest * 100
        balance += interest + Decimal(paid) / 100
        assert found.closing_fen == balance * 100
        assert found.contribution_fen == paid
    # without the yearly rounding, the whole differs by at most half a fen a year and its interest
    exact = Fraction(opening)
    for paid, ppm in years:
        exact = exact * (1 + Fraction(ppm, 1_000_000)) + paid
    last = grown[-1].closing_fen if grown else opening
    assert abs(last - exact) <= Fraction(1, 2) * len(years) * Fraction(109, 100) ** len(years)


@given(st.integers(0, 10**9), YEARS, st.integers(1, 1000))
def test_more_in_the_account_is_never_less(
    opening: int, years: list[tuple[int, int]], more: int
) -> None:
    rows = [AccountYear(2000 + n, *row) for n, row in enumerate(years)]
    low, high = grow_account(opening, rows), grow_account(opening + more, rows)
    assert all(b.closing_fen >= a.closing_fen + more for a, b in zip(low, high, strict=True))


def test_many_accounts_at_once() -> None:
    openings = np.array([0, 1, 10_000_000, 123_456_789])
    paid = np.array([576_000, 0, 1, 999_999])
    rates = np.array([26_200, 15_000, 0, 83_100])
    rows = [AccountYear(2024, paid, 26_200), AccountYear(2025, paid, rates)]
    many = grow_account(openings, rows)
    for n in range(4):
        alone = grow_account(
            int(openings[n]),
            [
                AccountYear(2024, int(paid[n]), 26_200),
                AccountYear(2025, int(paid[n]), int(rates[n])),
            ],
        )
        assert [int(year.closing_fen[n]) for year in many] == [year.closing_fen for year in alone]
        assert [int(year.interest_fen[n]) for year in many] == [y.interest_fen for y in alone]


def test_this_years_contributions_do_not_earn_this_year() -> None:
    (year,) = grow_account(0, [AccountYear(2024, 576_000, 26_200)])
    assert (year.interest_fen, year.closing_fen) == (0, 576_000)
    assert INTEREST_FROM_NEXT_YEAR == "account.interest_from_next_year"
    assert grow_account(100, []) == ()


@pytest.mark.parametrize("case", CASES["indexes"], ids=lambda case: str(case["why"]))
def test_indexes_by_hand(case: dict[str, Any]) -> None:
    found = index_of([(parse_yuan(b), parse_yuan(w), int(m)) for b, w, m in case["history"]])
    result = case["result"]
    assert found == AverageIndex(
        parse_index(result["index"]),
        int(result["months"]),
        int(result["below"]),
        int(result["above"]),
    )


PERIODS = st.lists(
    st.tuples(st.integers(0, 4_900_000), st.integers(500_001, 2_000_000), st.integers(0, 12)),
    min_size=1,
    max_size=40,
).filter(lambda rows: any(months for _, _, months in rows))


@given(PERIODS)
def test_indexes_against_fractions(rows: list[tuple[int, int, int]]) -> None:
    found = index_of(rows)
    months = sum(count for _, _, count in rows)
    exact = sum(Fraction(base, wage) * count for base, wage, count in rows) / months
    assert found.months == months
    assert abs(Fraction(int(found.index), 10**8) - exact) <= Fraction(1, 10**8)
    assert found.months_below == sum(
        n for b, w, n in rows if Fraction(b, w) * 10**9 < 6 * 10**8 - 5
    )
    assert found.months_above == sum(
        n for b, w, n in rows if Fraction(b, w) * 10**9 >= 3 * 10**9 + 5
    )


@given(PERIODS, st.data())
def test_a_higher_base_never_lowers_the_index(
    rows: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    base, wage, months = rows[place]
    richer = [*rows[:place], (base + 1_000, wage, months), *rows[place + 1 :]]
    assert index_of(richer).index >= index_of(rows).index


def test_indexes_of_many() -> None:
    bases = np.array([360_000, 600_000, 359_999, 1_800_001])
    months = np.array([12, 6, 1, 3])
    many = index_of([(bases, 600_000, months), (600_000, 600_000, 12)])
    for n in range(4):
        alone = index_of([(int(bases[n]), 600_000, int(months[n])), (600_000, 600_000, 12)])
        assert tuple(int(getattr(many, field)[n]) for field in many.__slots__) == tuple(
            getattr(alone, field) for field in alone.__slots__
        )
    assert many.months_below.tolist() == [0, 0, 1, 0]
    assert many.months_above.tolist() == [0, 0, 0, 3]


@pytest.mark.parametrize("row", CASES["resident_pensions"], ids=lambda row: str(row["source"]))
def test_resident_pensions(row: dict[str, str]) -> None:
    parts = resident_pension(
        base_pension_fen=parse_yuan(row["base"]),
        account_fen=parse_yuan(row["account"]),
        divisor_months=int(row["divisor"]),
    )
    assert parts.total_fen == parse_yuan(row["total"])
    assert parts.total_fen == parts.base_fen + parts.account_fen + parts.addition_fen


def test_resident_addition_for_longer_contributions() -> None:
    # two yuan a month for each of five years beyond fifteen
    parts = resident_pension(
        base_pension_fen=16_300,
        account_fen=0,
        divisor_months=139,
        years_beyond=extra_years(251, 180),
        addition_per_year_fen=200,
    )
    assert (parts.base_fen, parts.addition_fen, parts.account_fen) == (16_300, 1_000, 0)
    assert parts.total_fen == 17_300
    assert extra_years(np.array([0, 180, 191, 192, 600]), 180).tolist() == [0, 0, 0, 1, 35]


@given(
    st.integers(0, 100_000),
    st.lists(st.integers(0, 10**9)),
    st.integers(0, 30),
    st.integers(0, 500),
)
def test_resident_pension_against_fractions(
    base: int, accounts: list[int], years: int, addition: int
) -> None:
    rest = {
        "base_pension_fen": base,
        "divisor_months": 139,
        "years_beyond": years,
        "addition_per_year_fen": addition,
    }
    many = resident_pension(account_fen=np.array(accounts, dtype=np.int64), **rest)
    for n, account in enumerate(accounts):
        alone = resident_pension(account_fen=account, **rest)
        twice = 2 * Fraction(account, 139)
        assert 2 * alone.account_fen - 1 <= twice < 2 * alone.account_fen + 1
        assert alone.total_fen == base + alone.account_fen + years * addition
        assert many.total_fen[n] == alone.total_fen


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: index_of([]), "benefit.no_history"),
        (lambda: index_of([(100, 100, 0)]), "benefit.no_history"),
        (lambda: index_of([(100, 100, np.array([1, 0]))]), "benefit.no_history"),
        (lambda: index_of([(-1, 100, 1)]), "benefit.base"),
        (lambda: index_of([(100, 0, 1)]), "benefit.average_wage"),
        (lambda: index_of([(100, 100, -1)]), "benefit.months"),
        (lambda: index_of([(100, 100, 1_200), (100, 100, 1)]), "benefit.months"),
        (lambda: index_of([(1_001, 100, 1)]), "benefit.index"),
        (lambda: index_of([(0.5, 100, 1)]), "benefit.not_whole"),
        (lambda: grow_account(-1, []), "benefit.account"),
        (lambda: grow_account(0, [AccountYear(2024, -1, 0)]), "benefit.account"),
        (lambda: grow_account(0, [AccountYear(2024, 0, 1_000_001)]), "benefit.interest"),
        (lambda: grow_account(0, [AccountYear(2024, 0, -1)]), "benefit.interest"),
        (lambda: grow_account(MAXIMUM_FEN, [AccountYear(2024, 1, 0)]), "benefit.account"),
        (
            lambda: grow_account(0, [AccountYear(2024, 0, 0), AccountYear(2026, 0, 0)]),
            "benefit.account_years",
        ),
        (
            lambda: grow_account(0, [AccountYear(2024, 0, 0), AccountYear(2024, 0, 0)]),
            "benefit.account_years",
        ),
        (lambda: extra_years(-1, 180), "benefit.months"),
        (lambda: extra_years(180, -1), "benefit.months"),
        (
            lambda: resident_pension(base_pension_fen=-1, account_fen=0, divisor_months=139),
            "benefit.base",
        ),
        (
            lambda: resident_pension(base_pension_fen=0, account_fen=-1, divisor_months=139),
            "benefit.account",
        ),
        (
            lambda: resident_pension(base_pension_fen=0, account_fen=0, divisor_months=0),
            "benefit.divisor",
        ),
        (
            lambda: resident_pension(
                base_pension_fen=0, account_fen=0, divisor_months=139, years_beyond=-1
            ),
            "benefit.extra_years",
        ),
        (
            lambda: resident_pension(
                base_pension_fen=0, account_fen=0, divisor_months=139, addition_per_year_fen=-1
            ),
            "benefit.addition",
        ),
    ],
)
def test_what_cannot_be_taken(call: Callable[[], object], code: str) -> None:
    with pytest.raises(BenefitError) as error:
        call()
    assert error.value.code == code
