"""Divisor months (计发月数): over how many months an account is paid out.

Source: 国发〔2005〕38号, annex: a whole number of months for every whole age at retirement. Between
birthdays, which only the gradual delay since 2025 makes a regular case, local practice goes
straight from one age to the next by month, rounded half up to one decimal; no national number for
it is on file. The table itself is an argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from calc.benefits.exact import MAXIMUM_MONTHS, BenefitError, check, half_up
from calc.money import parse_decimal

if TYPE_CHECKING:
    from calc.benefits.exact import Whole

MAXIMUM_TENTHS = 10 * MAXIMUM_MONTHS


def divisor_months_tenths(age_months: Whole, table: Mapping[int, int]) -> Whole:
    """Divisor of an age at retirement, in tenths of a month.

    Args:
        age_months: Age at retirement in months.
        table: Divisor months by whole age in years; every age from the lowest to the highest.

    Returns:
        Tenths of a month: 1384 is a divisor of 138.4.

    Raises:
        BenefitError: ``benefit.age``, younger or older than the table, with its limits in months;
            ``benefit.divisor_table``, an empty table, one with holes, or a divisor below 1;
            ``benefit.not_whole``.

    >>> divisor_months_tenths(60 * 12 + 1, {60: 139, 61: 132})
    1384
    """
    ages = sorted(table)
    if (
        not ages
        or ages != list(range(ages[0], ages[-1] + 1))
        or any(not 1 <= table[age] <= MAXIMUM_MONTHS for age in ages)
    ):
        raise BenefitError("benefit.divisor_table", dict(table))
    check(age_months, ages[-1] * 12, "benefit.age", ages[0] * 12)
    if isinstance(age_months, int):
        return _tenths(age_months, table)
    import numpy as np

    months = range(ages[0] * 12, ages[-1] * 12 + 1)
    by_month = np.array([_tenths(month, table) for month in months], dtype=np.int64)
    return by_month[age_months - ages[0] * 12]


def parse_divisor(text: str) -> int:
    """A divisor with at most one decimal, in tenths of a month.

    Raises:
        BenefitError: ``benefit.divisor``, 0 or more than a hundred years.
        MoneyError: Not a plain decimal with at most one decimal.

    >>> parse_divisor("139"), parse_divisor("118.3")
    (1390, 1183)
    """
    tenths = int(parse_decimal(text, 1) * 10)
    check(tenths, MAXIMUM_TENTHS, "benefit.divisor", 1)
    return tenths


def _tenths(age_months: int, table: Mapping[int, int]) -> int:
    years, months = divmod(age_months, 12)
    after = table[years + 1] if months else 0
    return int(half_up(10 * (table[years] * (12 - months) + after * months), 12))
