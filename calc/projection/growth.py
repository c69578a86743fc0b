"""Amounts that grow by a yearly rate, and the rate that a history shows."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from calc.money import PPM, apply_ratio, choose

if TYPE_CHECKING:
    from calc.money import Fen
    from calc.months import Months

LOWEST_GROWTH_PPM, HIGHEST_GROWTH_PPM = -PPM // 2, PPM
"""A halving and a doubling in one year: wider than any assumption that means something."""


def grown(amount_fen: Fen, growth_ppm: int, years: Months) -> Fen:
    """An amount after so many years of growth, rounded half up to the fen each year.

    Args:
        amount_fen: Amount in the first year, in fen.
        growth_ppm: Growth a year in parts per million; may be negative.
        years: Whole years, 0 or more; below 0 counts as 0.

    Raises:
        MoneyError: The amount grows out of bounds.

    >>> grown(100_000, 50_000, 2), grown(100_000, -50_000, 1), grown(100_000, 50_000, 0)
    (110250, 95000, 100000)
    """
    return _step_by_step(amount_fen, PPM + growth_ppm, PPM, years)


def deflated(amount_fen: Fen, growth_ppm: int, years: Months) -> Fen:
    """What an amount of a later year is in money of the first, rounded each year.

    Raises:
        MoneyError: The amount is out of bounds.

    >>> deflated(110_250, 50_000, 2)
    100000
    """
    return _step_by_step(amount_fen, PPM, PPM + growth_ppm, years)


def _step_by_step(amount_fen: Fen, numerator: int, denominator: int, years: Months) -> Fen:
    if isinstance(amount_fen, int) and isinstance(years, int):
        for _ in range(years):
            amount_fen = _a_year_later(amount_fen, numerator, denominator)
        return amount_fen
    last = years if isinstance(years, int) else int(years.max(initial=0))
    for year in range(last):
        amount_fen = choose(
            year < years, apply_ratio(amount_fen, numerator, denominator), amount_fen
        )
    return amount_fen


@lru_cache(maxsize=8192)
def _a_year_later(amount_fen: int, numerator: int, denominator: int) -> int:
    """One step. The lives of one person, which differ in their ends, take the same ones."""
    return int(apply_ratio(amount_fen, numerator, denominator))


def span_growth(history_fen: Sequence[int]) -> tuple[int, ...]:
    """The growth from each value of a history to the next, in parts per million, half up.

    A value of 0 has no growth after it and is left out.

    >>> span_growth((100_000, 105_000, 102_900))
    (50000, -20000)
    """
    return tuple(
        (2 * PPM * (after - before) + before) // (2 * before)
        for before, after in itertools.pairwise(history_fen)
        if before > 0
    )
