"""The schemes as pure functions: against decimals for every rate on file, arrays as scalars."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import load_parameters
from calc.money import MAXIMUM_FEN, MoneyError, parse_yuan
from calc.schemes.contribution_base import (
    held_within,
    nearest_tier,
    neighbouring_tiers,
    proportion_of_average_wage,
    tier_bases,
)
from calc.schemes.employer import shares
from calc.schemes.flexible_worker import flexible_contribution, monthly_share
from calc.schemes.resident_medical import coverage_year, policy_year
from calc.schemes.resident_pension import contribution_year, lowest_tier

FLOOR, CEILING = 207_200, 2_286_300  # Yunnan 2020 to Shandong 2026: the widest bounds on file
bases = st.integers(FLOOR, CEILING)
amounts = st.integers(0, 5_000_000)
tier_lists = st.lists(st.integers(1, 3_000_000), min_size=1, max_size=27, unique=True).map(sorted)


def array(*values: int) -> Any:
    return np.array(values, dtype=np.int64)


def to_the_fen(fen: int, percent: Decimal) -> int:
    """A percentage of an amount, in yuan and decimals, as a notice would work it out."""
    yuan = Decimal(fen) / 100 * percent / 100
    return int(yuan.quantize(Decimal("0.01"), ROUND_HALF_UP) * 100)


def percents_on_file(*endings: str) -> list[Decimal]:
    records = load_parameters().records
    return sorted(
        {
            Decimal(record.value)
            for record in records
            if record.unit == "percent" and any(ending in record.parameter for ending in endings)
        }
    )


@pytest.fixture(scope="module")
def every_rate() -> list[tuple[Decimal, Decimal]]:
    """Every rate of a contribution with every part of it that could go to an account."""
    rates = percents_on_file("_rate", ".flexible_rate.")
    points = [Decimal(0), *percents_on_file("account_points", "individual_account_rate")]
    return [(rate, point) for rate in rates for point in points if point <= rate]


# -- contributions --------------------------------------------------------------------------------


@given(bases)
def test_contributions_against_decimals_at_every_rate_on_file(
    every_rate: list[tuple[Decimal, Decimal]], base: int
) -> None:
    assert (Decimal(20), Decimal(8)) in every_rate
    for rate, point in every_rate:
        paid = flexible_contribution(base, int(rate * 10_000), int(point * 10_000))
        assert paid.total_fen == to_the_fen(base, rate)
        assert paid.individual_account_fen == to_the_fen(base, point)
        assert paid.pooled_fund_fen == paid.total_fen - paid.individual_account_fen


@given(st.lists(bases, min_size=1, max_size=30))
def test_contributions_of_arrays_are_those_of_each(many: list[int]) -> None:
    paid = flexible_contribution(array(*many), 200_000, 80_000)
    each = [flexible_contribution(base, 200_000, 80_000) for base in many]
    assert [*paid.total_fen] == [one.total_fen for one in each]
    assert [*paid.individual_account_fen] == [one.individual_account_fen for one in each]
    assert [*paid.pooled_fund_fen] == [one.pooled_fund_fen for one in each]


@given(bases, st.integers(0, 400_000), st.integers(0, 400_000))
def test_shares_against_decimals(base: int, worker: int, employer: int) -> None:
    both = shares(base, worker, employer)
    assert both.worker_fen == to_the_fen(base, Decimal(worker) / 10_000)
    assert both.employer_fen == to_the_fen(base, Decimal(employer) / 10_000)
    assert both.total_fen == both.worker_fen + both.employer_fen
    many = shares(array(base, base + 1), worker, employer)
    assert [*many.total_fen] == [both.total_fen, shares(base + 1, worker, employer).total_fen]


@given(st.integers(0, 200_000))
def test_a_month_of_a_yearly_supplement(year: int) -> None:
    exact = (Decimal(year) / 12).quantize(Decimal(1), ROUND_HALF_UP)
    assert monthly_share(year) == exact
    assert [*monthly_share(array(year))] == [exact]


@pytest.mark.parametrize(
    "wrong", [lambda: flexible_contribution(-1, 1, 1), lambda: shares(MAXIMUM_FEN + 1, 1, 1)]
)
def test_amounts_out_of_bounds_are_refused(wrong: Any) -> None:
    with pytest.raises(MoneyError):
        wrong()


# -- bases ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "base", "lifted", "lowered"),
    [
        (0, 457_300, True, False),
        (457_299, 457_300, True, False),
        (457_300, 457_300, False, False),
        (457_301, 457_301, False, False),
        (2_286_299, 2_286_299, False, False),
        (2_286_300, 2_286_300, False, False),
        (2_286_301, 2_286_300, False, True),
    ],
)
def test_held_on_both_sides_of_both_bounds(
    wish: int, base: int, lifted: bool, lowered: bool
) -> None:
    """Shandong 2026: 4573 and 22863, 鲁人社字〔2026〕75号."""
    held = held_within(wish, 457_300, 2_286_300)
    assert (held.base_fen, held.lifted, held.lowered) == (base, lifted, lowered)
    many = held_within(array(wish), 457_300, 2_286_300)
    assert [*many.base_fen] == [base]
    assert [bool(flag) for flag in many.lifted] == [lifted]
    assert [bool(flag) for flag in many.lowered] == [lowered]


def test_a_wage_below_the_floor_is_paid_on_the_floor() -> None:
    """cases/money.csv: wage 5000, floor 7460, 8 %: 596.80 (Shanghai 2025 example)."""
    held = held_within(500_000, 746_000, 3_692_100)
    assert shares(held.base_fen, 80_000, 0).worker_fen == 59_680


@pytest.mark.parametrize("wish", [-1, MAXIMUM_FEN + 1])
def test_no_base_out_of_this_world(wish: int) -> None:
    for amount in (wish, array(wish)):
        with pytest.raises(MoneyError):
            held_within(amount, 1, 2)
        with pytest.raises(MoneyError):
            nearest_tier(amount, [1, 2])
    with pytest.raises(MoneyError):
        held_within(1, -1, 2)


@pytest.mark.parametrize(
    ("average", "percent", "base"),
    [
        ("5681", "80", "4545"),  # Xuchang 2022: 4544.8
        ("5965", "80", "4772"),  # Xuchang 2023: 4772.0
        ("6260", "80", "5008"),  # Xuchang 2024: 5008.0
        ("6385", "80", "5108"),  # Xuchang 2025: 5108.0
        ("7339", "60", "4403"),  # Yunnan 2026: 4403.4
        ("7263", "60", "4358"),  # 4357.8; the pension's published floor is 4357
        ("7225", "60", "4335"),
        ("7001", "50", "3501"),  # 3500.5: half goes up
        ("7000.99", "50", "3500"),  # 3500.495
    ],
)
def test_proportions_go_half_up_to_whole_yuan(average: str, percent: str, base: str) -> None:
    wage, ppm = parse_yuan(average), int(Decimal(percent) * 10_000)
    assert proportion_of_average_wage(wage, ppm) == parse_yuan(base)
    assert [*proportion_of_average_wage(array(wage), ppm)] == [parse_yuan(base)]


@given(st.integers(100_000, 2_000_000), st.integers(300_000, 3_000_000))
def test_proportions_against_decimals(average: int, ppm: int) -> None:
    exact = Decimal(average) / 100 * ppm / 1_000_000
    whole = exact.quantize(Decimal(1), ROUND_HALF_UP)
    assert proportion_of_average_wage(average, ppm) == whole * 100


@pytest.mark.parametrize(
    ("percent", "base"),
    [(100, 628_400), (150, 942_600), (60, 377_000), (61, 383_300), (300, 1_885_200)],
)
def test_a_single_tier_is_its_share_of_the_average_within_the_bounds(
    percent: int, base: int
) -> None:
    """0.61 × 6284 = 3833.24; 0.6 × 6284 = 3770.40, the published floor; 3 × 6284 = 18852."""
    assert tier_bases(628_400, [percent * 10_000], 377_000, 1_885_200) == (base,)


def test_a_single_tier_outside_the_bounds_is_held() -> None:
    assert tier_bases(628_400, [400_000], 377_000, 1_885_200) == (377_000,)
    assert tier_bases(628_500, [3_000_000], 377_000, 1_885_200) == (1_885_200,)


def test_tiers_of_yunnan_2020_and_2021() -> None:
    """云人社发〔2020〕36号: 27 tiers, the next to lowest 2860; 2021: 25 tiers, 3770 and 18852."""
    steps = range(400_000, 3_000_001, 100_000)
    of_2020 = tier_bases(572_000, list(steps), 207_200, 1_716_000)
    assert len(of_2020) == 27
    assert of_2020[:3] == (207_200, 286_000, 343_200)
    assert of_2020[-1] == 1_716_000
    of_2021 = tier_bases(628_400, list(steps)[2:], 377_000, 1_885_200)
    assert len(of_2021) == 25
    expected = [
        (Decimal(6284) * tenth / 10).quantize(Decimal(1), ROUND_HALF_UP) * 100
        for tenth in range(7, 30)
    ]
    assert of_2021 == (377_000, *(int(fen) for fen in expected), 1_885_200)
    assert list(of_2021) == sorted(set(of_2021))


def naive_nearest(wish: int, tiers: Sequence[int]) -> int:
    return min(tiers, key=lambda tier: (abs(tier - wish), tier))


@given(amounts, tier_lists)
def test_the_nearest_tier_and_ties_go_down(wish: int, tiers: list[int]) -> None:
    nearest = naive_nearest(wish, tiers)
    assert nearest_tier(wish, tiers) == nearest
    assert [*nearest_tier(array(wish), tiers)] == [nearest]


@given(tier_lists, st.integers(0, 26))
def test_exactly_between_two_tiers_the_lower(tiers: list[int], place: int) -> None:
    if len(tiers) < 2:
        return
    lower, upper = tiers[place % (len(tiers) - 1)], tiers[place % (len(tiers) - 1) + 1]
    middle = (lower + upper) // 2
    assert nearest_tier(middle, tiers) == lower  # at the middle, or half a fen below it
    assert nearest_tier(middle + 1, tiers) == upper
    assert nearest_tier(lower, tiers) == lower


@given(amounts, amounts, tier_lists)
def test_a_higher_income_never_has_a_lower_tier(one: int, two: int, tiers: list[int]) -> None:
    low, high = sorted((one, two))
    assert nearest_tier(low, tiers) <= nearest_tier(high, tiers)


@given(amounts, tier_lists)
def test_neighbours_of_an_amount_that_is_no_tier(wish: int, tiers: list[int]) -> None:
    below = [tier for tier in tiers if tier < wish]
    above = [tier for tier in tiers if tier > wish]
    assert neighbouring_tiers(wish, tiers) == (*below[-1:], *above[:1])


# -- resident schemes -----------------------------------------------------------------------------

SUBSIDIES = {30_000: 5_000, 50_000: 6_000, 80_000: 8_000}


@pytest.mark.parametrize(
    ("tier", "subsidy"), [(30_000, 5_000), (50_000, 6_000), (80_000, 8_000), (60_000, 0), (0, 0)]
)
def test_all_that_is_paid_and_added_goes_to_the_account(tier: int, subsidy: int) -> None:
    """国发〔2014〕8号: contributions and subsidies enter the account."""
    year = contribution_year(tier, SUBSIDIES)
    assert (year.contribution_fen, year.government_subsidy_fen) == (tier, subsidy)
    assert year.individual_account_fen == tier + subsidy
    many = contribution_year(array(tier, 50_000), SUBSIDIES)
    assert [*many.individual_account_fen] == [tier + subsidy, 56_000]


@pytest.mark.parametrize(
    ("tiers", "hardship", "lowest"),
    [
        ((10_000, 35_000, 50_000), (10_000,), 35_000),  # Shandong since October 2023
        ((30_000, 50_000), (30_000,), 50_000),  # Weihai
        ((20_000, 30_000), (10_000,), 20_000),  # Henan: the hardship tier stands beside
        ((50_000, 20_000), (), 20_000),
        ((10_000,), (10_000,), None),
        ((), (), None),
    ],
)
def test_the_lowest_tier_that_is_not_for_hardship(
    tiers: tuple[int, ...], hardship: tuple[int, ...], lowest: int | None
) -> None:
    assert lowest_tier(tiers, hardship) == lowest


@given(amounts, amounts)
def test_financing_of_a_coverage_year(premium: int, subsidy: int) -> None:
    year = coverage_year(premium, subsidy)
    assert (year.premium_fen, year.fiscal_subsidy_fen) == (premium, subsidy)
    assert year.financing_fen == premium + subsidy
    assert [*coverage_year(array(premium), subsidy).financing_fen] == [premium + subsidy]


def test_amounts_of_resident_schemes_have_bounds() -> None:
    for wrong in (
        lambda: coverage_year(-1, 0),
        lambda: coverage_year(0, MAXIMUM_FEN + 1),
        lambda: contribution_year(-1, {}),
        lambda: contribution_year(array(MAXIMUM_FEN + 1), {}),
    ):
        with pytest.raises(MoneyError):
            wrong()


def test_the_premium_of_a_year_is_collected_the_autumn_before() -> None:
    """rules.md, section 7: the premium of policy year Y covers Y + 1."""
    assert policy_year(2026) == 2025


def test_schemes_of_one_person_need_no_numpy() -> None:
    code = (
        "import sys\n"
        "from calc.schemes.flexible_worker import flexible_contribution\n"
        "from calc.schemes.contribution_base import held_within, nearest_tier\n"
        "from calc.schemes.resident_pension import contribution_year\n"
        "flexible_contribution(held_within(1, 2, 3).base_fen, 200000, 80000)\n"
        "nearest_tier(5, (1, 9)); contribution_year(500, {500: 60})\n"
        "sys.exit('numpy' in sys.modules)"
    )
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
