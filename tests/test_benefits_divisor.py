"""Divisor months: the law's table value by value, between birthdays, and the miscopied ones."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calc.benefits import BenefitError, divisor_months_tenths, parse_divisor
from calc.money import MoneyError
from calc.months import parse_age

CASES: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "cases" / "benefits.yaml").read_text("utf-8"), yaml.BaseLoader
)["divisors"]
TABLE = {int(age): int(months) for age, months in CASES["by_age"].items()}
# the annex once more, ten ages a row from 40, so that a slip in one of the two copies shows
LAW_TABLE = dict(
    enumerate(
        (
            *(233, 230, 226, 223, 220, 216, 212, 208, 204, 199),
            *(195, 190, 185, 180, 175, 170, 164, 158, 152, 145),
            *(139, 132, 125, 117, 109, 101, 93, 84, 75, 65),
            56,
        ),
        start=40,
    )
)


def check_table(table: Mapping[int, int]) -> None:
    """A table, through the function, against the law's value of every whole age."""
    for age, months in LAW_TABLE.items():
        assert divisor_months_tenths(age * 12, table) == 10 * months, f"at {age}"


def oracle(age_months: int) -> int:
    """Tenths of a month, from decimals."""
    years, months = divmod(age_months, 12)
    exact = Fraction(TABLE[years])
    if months:
        exact += Fraction(TABLE[years + 1] - TABLE[years]) * Fraction(months, 12)
    sixtieths = Decimal((exact * 60).numerator) / 60
    assert (exact * 60).denominator == 1
    return int(sixtieths.quantize(Decimal("0.1"), ROUND_HALF_UP) * 10)


def test_every_age_of_the_law() -> None:
    assert list(LAW_TABLE) == list(range(40, 71))
    assert TABLE == LAW_TABLE
    check_table(TABLE)


@pytest.mark.parametrize("trap", CASES["traps"], ids=lambda trap: str(trap["name"]))
def test_miscopied_tables(trap: dict[str, str]) -> None:
    age, right, wrong = int(trap["age"]), int(trap["right"]), int(trap["wrong"])
    assert divisor_months_tenths(age * 12, TABLE) == 10 * right != 10 * wrong
    with pytest.raises(AssertionError, match=f"at {age}"):
        check_table({**TABLE, age: wrong})


@pytest.mark.parametrize("row", CASES["between"], ids=lambda row: str(row["age"]))
def test_between_birthdays(row: dict[str, str]) -> None:
    assert divisor_months_tenths(parse_age(row["age"]), TABLE) == Decimal(row["divisor"]) * 10


def test_every_month_against_decimals() -> None:
    months = range(40 * 12, 70 * 12 + 1)
    expected = [oracle(month) for month in months]
    assert [divisor_months_tenths(month, TABLE) for month in months] == expected
    assert divisor_months_tenths(np.array(months), TABLE).tolist() == expected
    assert all(later < earlier for earlier, later in itertools.pairwise(expected))


@given(st.lists(st.integers(480, 840), max_size=40))
def test_one_person_and_an_array_agree(ages: list[int]) -> None:
    array = divisor_months_tenths(np.array(ages, dtype=np.int64), TABLE)
    assert array.dtype == np.int64
    assert array.tolist() == [divisor_months_tenths(age, TABLE) for age in ages]


@pytest.mark.parametrize("age", [0, 479, 841, 1200, -1])
def test_ages_beyond_the_table_are_refused(age: int) -> None:
    for given_ in (age, np.array([600, age])):
        with pytest.raises(BenefitError) as error:
            divisor_months_tenths(given_, TABLE)
        assert error.value.code == "benefit.age"
        assert (error.value.found, error.value.allowed) == (age, (480, 840))
        assert "480" in str(error.value)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: divisor_months_tenths(720, {}), "benefit.divisor_table"),
        (lambda: divisor_months_tenths(720, {60: 139, 62: 125}), "benefit.divisor_table"),
        (lambda: divisor_months_tenths(720, {60: 0}), "benefit.divisor_table"),
        (lambda: divisor_months_tenths(720, {60: 1201}), "benefit.divisor_table"),
        (lambda: divisor_months_tenths(721, {60: 139}), "benefit.age"),
        (lambda: divisor_months_tenths(720.0, TABLE), "benefit.not_whole"),
        (lambda: divisor_months_tenths(np.array([720.0]), TABLE), "benefit.not_whole"),
        (lambda: parse_divisor("0"), "benefit.divisor"),
        (lambda: parse_divisor("1200.1"), "benefit.divisor"),
        (lambda: parse_divisor("118.33"), "money.too_many_decimals"),
        (lambda: parse_divisor("139 months"), "money.not_a_number"),
    ],
)
def test_what_cannot_be_taken(call: Callable[[], object], code: str) -> None:
    with pytest.raises((BenefitError, MoneyError)) as error:
        call()
    assert error.value.code == code


def test_a_table_of_one_age_is_enough_for_a_birthday() -> None:
    assert divisor_months_tenths(720, {60: 139}) == 1390
    assert [parse_divisor(text) for text in ("139", "118.3", "0.1", "1200")] == [
        1390, 1183, 1, 12_000,
    ]  # fmt: skip
