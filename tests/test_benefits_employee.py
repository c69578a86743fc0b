"""Employee pension: award sheets, published examples, and an oracle of fractions."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calc.benefits import (
    INDEX_ONE,
    BenefitError,
    BenefitFormula,
    BenefitParts,
    ContributionYears,
    Transitional,
    account_pension,
    basic_pension,
    contribution_years,
    divisor_months_tenths,
    employee_pension,
    index_text,
    parse_divisor,
    parse_index,
    transitional_pension,
)
from calc.benefits.exact import (
    MAXIMUM_BASE_FEN,
    MAXIMUM_INDEX,
    MAXIMUM_MONTHS,
    half_up,
    times_over,
)
from calc.money import MAXIMUM_FEN, MoneyError, parse_yuan
from calc.months import parse_age

CASES: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "cases" / "benefits.yaml").read_text("utf-8"), yaml.BaseLoader
)
PROVINCE, BOTH = BenefitFormula.PROVINCE, BenefitFormula.PROVINCE_AND_CITY
TABLE = {int(age): int(months) for age, months in CASES["divisors"]["by_age"].items()}


def pension(**changed: Any) -> BenefitParts:
    """A pension of the published example, with some inputs changed."""
    given_: dict[str, Any] = {
        "formula": PROVINCE,
        "province_base_fen": 1_204_900,
        "city_base_fen": None,
        "average_index": INDEX_ONE,
        "contribution_months": 240,
        "account_fen": 13_900_000,
        "divisor_tenths": 1390,
    }
    return employee_pension(**{**given_, **changed})


def to_the_fen(yuan: Fraction) -> int:
    """Half up, by asking the two neighbours."""
    below = (yuan * 100).numerator // (yuan * 100).denominator
    return below + (yuan * 100 - below >= Fraction(1, 2))


def oracle(
    province: int,
    city: int | None,
    index: int,
    months: int,
    decimals: int | None,
    balance: int,
    tenths: int,
    before: int,
    coefficient: int,
) -> tuple[int, int, int]:
    """The three parts in fen from fractions of yuan."""

    def years(count: int) -> Fraction:
        exact = Fraction(count, 12)
        if decimals is None:
            return exact
        scale = Fraction(10) ** decimals
        return to_the_fen(exact * scale / 100) / scale

    z = Fraction(index, 10**8)
    own = Fraction(province, 100)
    indexed = z * (own if city is None else Fraction(city, 100))
    mean = (own + indexed) / 2
    return (
        to_the_fen(mean * years(months) / 100),
        to_the_fen(Fraction(balance, 100) / Fraction(tenths, 10)),
        to_the_fen(own * z * years(before) * Fraction(coefficient, 1_000_000)),
    )


@pytest.mark.parametrize("sheet", CASES["award_sheets"], ids=lambda sheet: str(sheet["id"]))
def test_award_sheets(sheet: dict[str, str]) -> None:
    decimals = None if sheet["decimals"] == "none" else int(sheet["decimals"])
    parts = pension(
        province_base_fen=parse_yuan(sheet["base"]),
        average_index=parse_index(sheet["index"]),
        contribution_months=int(sheet["months"]),
        years_decimals=decimals,
        account_fen=parse_yuan(sheet["account"]),
        divisor_tenths=parse_divisor(sheet["divisor"]),
    )
    assert parts.basic_fen - parse_yuan(sheet["basic"]) == int(sheet["off_fen"])
    assert abs(int(sheet["off_fen"])) < 100
    assert parts.account_fen == parse_yuan(sheet["paid"])
    years = Fraction(int(parts.years.numerator), parts.years.denominator)
    assert abs(years - Fraction(sheet["printed_years"])) < Fraction(3, 1000)


@pytest.mark.parametrize("sheet", CASES["award_sheets"], ids=lambda sheet: str(sheet["id"]))
def test_award_sheets_with_the_years_as_printed(sheet: dict[str, str]) -> None:
    printed = Decimal(sheet["printed_years"])
    found = basic_pension(
        formula=PROVINCE,
        province_base_fen=parse_yuan(sheet["base"]),
        city_base_fen=None,
        average_index=parse_index(sheet["index"]),
        years=ContributionYears(int(printed * 10_000), 10_000),
    )
    assert abs(int(found) - parse_yuan(sheet["basic"])) <= 100


@pytest.mark.parametrize("sheet", CASES["province_and_city"], ids=lambda s: str(s["source"]))
def test_province_and_city(sheet: dict[str, str]) -> None:
    both = pension(
        formula=BOTH,
        province_base_fen=parse_yuan(sheet["province"]),
        city_base_fen=parse_yuan(sheet["city"]),
        average_index=parse_index(sheet["index"]),
        contribution_months=int(sheet["months"]),
    )
    province = pension(
        province_base_fen=parse_yuan(sheet["province"]),
        average_index=parse_index(sheet["index"]),
        contribution_months=int(sheet["months"]),
    )
    assert both.basic_fen == parse_yuan(sheet["basic"])
    assert province.basic_fen == parse_yuan(sheet["if_province_only"])


@pytest.mark.parametrize("row", CASES["account_pensions"], ids=lambda row: str(row["balance"]))
def test_account_pensions(row: dict[str, str]) -> None:
    found = account_pension(parse_yuan(row["balance"]), parse_divisor(row["divisor"]))
    assert found == parse_yuan(row["paid"])


@pytest.mark.parametrize("row", CASES["employee_pensions"], ids=lambda row: str(row["base"]))
def test_employee_pensions(row: dict[str, str]) -> None:
    parts = pension(
        province_base_fen=parse_yuan(row["base"]),
        average_index=parse_index(row["index"]),
        contribution_months=int(row["months"]),
        account_fen=parse_yuan(row["account"]),
        divisor_tenths=divisor_months_tenths(parse_age(row["age"]), TABLE),
    )
    assert (parts.basic_fen, parts.account_fen) == (parse_yuan(row["basic"]), 100_000)
    assert parts.transitional_fen == 0
    assert parts.total_fen == 340_980
    assert parts.divisor_tenths == 1390
    assert parts.years == ContributionYears(240, 12)


def test_a_city_base_is_never_guessed() -> None:
    with pytest.raises(BenefitError) as missing:
        pension(formula=BOTH)
    assert missing.value.code == "benefit.city_base_missing"
    with pytest.raises(BenefitError) as unused:
        pension(city_base_fen=626_000)
    assert unused.value.code == "benefit.city_base_unused"
    same = pension(formula=BOTH, city_base_fen=1_204_900)
    assert same == pension()


def test_years_of_every_month() -> None:
    for months in range(MAXIMUM_MONTHS + 1):
        exact = Fraction(months, 12)
        assert contribution_years(months) == ContributionYears(months, 12)
        two = contribution_years(months, 2)
        assert abs(Fraction(int(two.numerator), two.denominator) - exact) <= Fraction(1, 200)
        assert contribution_years(months, 0).numerator == (months + 6) // 12
    array = contribution_years(np.arange(MAXIMUM_MONTHS + 1), 2)
    assert array.numerator.tolist() == [
        contribution_years(months, 2).numerator for months in range(MAXIMUM_MONTHS + 1)
    ]
    assert [contribution_years(m, 2).numerator for m in (400, 368, 287, 1)] == [
        3333, 3067, 2392, 8,
    ]  # fmt: skip


def random_life(source: random.Random) -> tuple[int, int | None, int, int, int, int, int]:
    return (
        source.choice([source.randint(300_000, 2_000_000), source.randint(0, MAXIMUM_BASE_FEN)]),
        source.choice([None, source.randint(300_000, 2_000_000)]),
        source.choice([source.randint(0, MAXIMUM_INDEX), source.randint(6000, 30000) * 10_000]),
        source.choice([0, 180, 240, 600, source.randint(0, MAXIMUM_MONTHS)]),
        source.choice([0, source.randint(0, 10**8), source.randint(0, MAXIMUM_FEN)]),
        source.randint(560, 2330),
        source.choice([0, 10_000, 13_000, 14_000, source.randint(0, 100_000)]),
    )


def test_ten_thousand_lives_agree_with_fractions() -> None:
    source = random.Random(38)
    for decimals in (None, 2, 0, 1, 4):
        for formula in BenefitFormula:
            lives = [random_life(source) for _ in range(1_000)]
            expected = []
            for base, city, index, months, balance, tenths, coefficient in lives:
                town = (city or base) if formula is BOTH else None
                parts = pension(
                    formula=formula,
                    province_base_fen=base,
                    city_base_fen=town,
                    average_index=index,
                    contribution_months=months,
                    account_fen=balance,
                    divisor_tenths=tenths,
                    years_decimals=decimals,
                    transitional=Transitional(months // 3, coefficient),
                )
                found = (parts.basic_fen, parts.account_fen, parts.transitional_fen)
                args = (base, town, index, months, decimals, balance, tenths, months // 3)
                assert found == oracle(*args, coefficient)
                assert parts.total_fen == sum(found)
                expected.append(found)
            filled = [(life[0], life[1] or life[0], *life[2:]) for life in lives]
            columns = list(np.array(filled, dtype=np.int64).T)
            many = pension(
                formula=formula,
                province_base_fen=columns[0],
                city_base_fen=columns[1] if formula is BOTH else None,
                average_index=columns[2],
                contribution_months=columns[3],
                account_fen=columns[4],
                divisor_tenths=columns[5],
                years_decimals=decimals,
                transitional=Transitional(columns[3] // 3, columns[6]),
            )
            assert (
                list(
                    zip(
                        many.basic_fen.tolist(),
                        many.account_fen.tolist(),
                        many.transitional_fen.tolist(),
                        strict=True,
                    )
                )
                == expected
            )
            assert many.total_fen.tolist() == [sum(parts) for parts in expected]


WHOLE = st.integers(0, 2**62)


@given(st.lists(st.tuples(WHOLE, st.integers(0, 10**6)), min_size=1), st.integers(1, 2**60 - 1))
def test_times_over_never_overflows(pairs: list[tuple[int, int]], divisor: int) -> None:
    fits = [(v, f) for v, f in pairs if (2 * v * f + divisor) // (2 * divisor) < 2**62]
    values = np.array([value for value, _ in fits], dtype=np.int64)
    factors = np.array([factor for _, factor in fits], dtype=np.int64)
    expected = [(2 * value * factor + divisor) // (2 * divisor) for value, factor in fits]
    assert times_over(values, factors, divisor).tolist() == expected
    assert [times_over(value, factor, divisor) for value, factor in fits] == expected
    for value, factor in fits[:3]:
        whole = (2 * value * factor + divisor) // (2 * divisor)
        assert times_over(np.array([value]), factor, divisor).tolist() == [whole]
        assert times_over(value, np.array([factor]), divisor).tolist() == [whole]


def test_the_bounds_themselves_fit_in_int64() -> None:
    highest: dict[str, Any] = {
        "formula": BOTH,
        "province_base_fen": MAXIMUM_BASE_FEN,
        "city_base_fen": MAXIMUM_BASE_FEN,
        "average_index": MAXIMUM_INDEX,
        "contribution_months": MAXIMUM_MONTHS,
        "account_fen": MAXIMUM_FEN,
        "divisor_tenths": 1,
    }
    for decimals in (None, 4):
        alone = pension(
            **highest, years_decimals=decimals, transitional=Transitional(MAXIMUM_MONTHS, 100_000)
        )
        assert alone.basic_fen == MAXIMUM_BASE_FEN * 11 // 2
        assert alone.transitional_fen == MAXIMUM_BASE_FEN * 10 * 10
        arrays = {
            key: np.array([value]) if key != "formula" else value for key, value in highest.items()
        }
        many = pension(
            **arrays,
            years_decimals=decimals,
            transitional=Transitional(np.array([MAXIMUM_MONTHS]), np.array([100_000])),
        )
        assert many.total_fen.tolist() == [alone.total_fen]
        assert many.transitional_fen.tolist() == [alone.transitional_fen]


lives = st.fixed_dictionaries(
    {
        "province_base_fen": st.integers(0, 3_000_000),
        "average_index": st.integers(60_000_000, 300_000_000),
        "contribution_months": st.integers(0, 600),
        "account_fen": st.integers(0, 10**9),
        "divisor_tenths": st.integers(560, 2330),
    }
)


@given(
    lives,
    st.sampled_from(["province_base_fen", "average_index", "contribution_months", "account_fen"]),
    st.integers(1, 600),
    st.sampled_from([None, 2]),
)
def test_more_is_never_less(
    life: dict[str, int], key: str, more: int, decimals: int | None
) -> None:
    low = pension(**life, years_decimals=decimals)
    high = pension(**{**life, key: life[key] + more}, years_decimals=decimals)
    assert high.basic_fen >= low.basic_fen
    assert high.account_fen >= low.account_fen
    assert high.total_fen == high.basic_fen + high.account_fen + high.transitional_fen


@given(st.lists(lives, max_size=20), st.sampled_from([None, 2]))
def test_one_person_and_an_array_agree(people: list[dict[str, int]], decimals: int | None) -> None:
    columns = {
        key: np.array([life[key] for life in people], dtype=np.int64)
        for key in ("province_base_fen", "average_index", "contribution_months", "account_fen",
                    "divisor_tenths")
    }  # fmt: skip
    many = pension(**columns, years_decimals=decimals)
    alone = [pension(**life, years_decimals=decimals) for life in people]
    assert many.basic_fen.tolist() == [parts.basic_fen for parts in alone]
    assert many.account_fen.tolist() == [parts.account_fen for parts in alone]
    assert many.total_fen.tolist() == [parts.total_fen for parts in alone]
    assert many.total_fen.dtype == np.int64


def test_half_a_fen_is_a_fen() -> None:
    # 1.00 yuan at index 0, one year: half a fen
    assert pension(province_base_fen=100, average_index=0, contribution_months=12).basic_fen == 1
    assert pension(province_base_fen=98, average_index=0, contribution_months=12).basic_fen == 0
    assert account_pension(695, 13_90) == 5
    assert account_pension(694, 13_90) == 5
    assert account_pension(139 * 7 // 2, 1390) == 3
    assert account_pension(np.array([69, 70]), 1390).tolist() == [0, 1]


def test_limits() -> None:
    assert pension(contribution_months=0).basic_fen == 0
    assert pension(contribution_months=600).basic_fen == 602_450
    assert pension(account_fen=0).account_fen == 0
    assert pension(average_index=60_000_000).basic_fen == 192_784
    assert pension(average_index=300_000_000).basic_fen == 481_960
    nothing = pension(contribution_months=0, account_fen=0)
    assert nothing.total_fen == 0
    nobody = np.array([], dtype=np.int64)
    assert pension(contribution_months=nobody, account_fen=nobody).total_fen.shape == (0,)


def test_transitional_pension() -> None:
    # 7831 × 0.8 × 6.5 years × 1.3 %
    parts = pension(
        province_base_fen=783_100,
        average_index=80_000_000,
        contribution_months=400,
        transitional=Transitional(78, 13_000),
    )
    assert parts.transitional_fen == 52_938
    assert parts.total_fen == parts.basic_fen + parts.account_fen + 52_938
    assert pension(transitional=Transitional(0, 13_000)) == pension()
    assert (
        transitional_pension(
            base_fen=783_100,
            average_index=80_000_000,
            years=contribution_years(78),
            coefficient_ppm=13_000,
        )
        == 52_938
    )


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: pension(province_base_fen=-1), "benefit.base"),
        (lambda: pension(province_base_fen=MAXIMUM_BASE_FEN + 1), "benefit.base"),
        (lambda: pension(formula=BOTH, city_base_fen=-1), "benefit.base"),
        (lambda: pension(average_index=-1), "benefit.index"),
        (lambda: pension(average_index=MAXIMUM_INDEX + 1), "benefit.index"),
        (lambda: pension(average_index=np.array([1, MAXIMUM_INDEX + 1])), "benefit.index"),
        (lambda: pension(contribution_months=-1), "benefit.months"),
        (lambda: pension(contribution_months=MAXIMUM_MONTHS + 1), "benefit.months"),
        (lambda: pension(contribution_months=12.5), "benefit.not_whole"),
        (lambda: pension(account_fen=-1), "benefit.account"),
        (lambda: pension(account_fen=MAXIMUM_FEN + 1), "benefit.account"),
        (lambda: pension(account_fen=np.array([0.5])), "benefit.not_whole"),
        (lambda: pension(account_fen=np.array([1], dtype=np.int32)), "benefit.not_whole"),
        (lambda: pension(divisor_tenths=0), "benefit.divisor"),
        (lambda: pension(divisor_tenths=12_001), "benefit.divisor"),
        (lambda: pension(divisor_tenths=np.array([1390, 0])), "benefit.divisor"),
        (lambda: pension(years_decimals=5), "benefit.decimals"),
        (lambda: pension(years_decimals=-1), "benefit.decimals"),
        (lambda: ContributionYears(1, 7), "benefit.decimals"),
        (lambda: ContributionYears(10_001, 100), "benefit.months"),
        (lambda: pension(transitional=Transitional(241, 13_000)), "benefit.transitional_months"),
        (
            lambda: pension(transitional=Transitional(np.array([0, 241]), 13_000)),
            "benefit.transitional_months",
        ),
        (lambda: pension(transitional=Transitional(-1, 13_000)), "benefit.months"),
        (lambda: pension(transitional=Transitional(1, 100_001)), "benefit.coefficient"),
        (lambda: parse_index("10.1"), "benefit.index"),
        (lambda: parse_index("0.639190041"), "money.too_many_decimals"),
        (lambda: parse_index("-1"), "money.negative"),
    ],
)
def test_what_cannot_be_taken(call: Callable[[], object], code: str) -> None:
    with pytest.raises((BenefitError, MoneyError)) as error:
        call()
    assert error.value.code == code
    assert isinstance(error.value, ValueError)


def test_the_bounds_are_named() -> None:
    with pytest.raises(BenefitError) as error:
        pension(divisor_tenths=np.array([1390, 0, 12_001]))
    assert (error.value.found, error.value.allowed) == (0, (1, 12_000))
    with pytest.raises(BenefitError) as error:
        pension(transitional=Transitional(np.array([0, 241, 300]), 13_000))
    assert (error.value.found, error.value.allowed) == (241, ())


@given(st.integers(0, MAXIMUM_INDEX))
def test_index_as_text_and_back(index: int) -> None:
    assert parse_index(index_text(index)) == index


def test_quotients_half_up() -> None:
    for numerator in range(50):
        for denominator in range(1, 20):
            exact = Fraction(numerator, denominator)
            assert half_up(numerator, denominator) == to_the_fen(exact / 100)


def test_one_person_does_not_load_numpy() -> None:
    program = (
        "import sys; from calc.benefits import *; "
        "employee_pension(formula=BenefitFormula.PROVINCE, province_base_fen=1, "
        "city_base_fen=None, average_index=1, contribution_months=12, account_fen=1, "
        "divisor_tenths=divisor_months_tenths(720, {60: 139}), transitional=Transitional(1, 1)); "
        "resident_pension(base_pension_fen=1, account_fen=1, divisor_months=139); "
        "grow_account(1, [AccountYear(2024, 1, 1)]); "
        "average_contribution_index([ContributionPeriod(1, 1, 1)], lower_bound=0, upper_bound=1); "
        "assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
