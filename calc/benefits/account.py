"""What a history leaves behind: the average contribution index and the individual account.

Sources: 国发〔2005〕38号 (index and account), 人社部发〔2017〕31号 (interest credited by year).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calc.benefits.exact import (
    INDEX_ONE,
    MAXIMUM_BASE_FEN,
    MAXIMUM_INDEX,
    MAXIMUM_MONTHS,
    BenefitError,
    check,
    half_up,
    refuse_where,
)
from calc.money import MAXIMUM_FEN, PPM, apply_rate, choose
from calc.records import frozen

if TYPE_CHECKING:
    from calc.benefits.exact import Whole
    from calc.money import Fen, Ppm

INTEREST_FROM_NEXT_YEAR = "account.interest_from_next_year"
"""The simplification in ``grow_account``: a year's contributions earn from the next year on. In
fact they earn for the months held, by methods that differ from place to place."""


@frozen
class ContributionPeriod:
    """Months paid on one base in one year.

    Attributes:
        base_fen: Contribution base, in fen a month.
        average_wage_fen: The average wage the base is measured by, in fen a month.
        months: Months paid; 0 leaves the period out.
    """

    base_fen: Fen
    average_wage_fen: Fen
    months: Whole


@frozen
class AverageIndex:
    """The average contribution index of a history.

    Attributes:
        index: The index, in units of 10^-8.
        months: The months it is the mean of.
        months_below: Those with an index below the lower bound.
        months_above: Those with an index above the upper bound.
    """

    index: Whole
    months: Whole
    months_below: Whole
    months_above: Whole


@frozen
class AccountYear:
    """A year of an individual account.

    Attributes:
        year: The calendar year.
        contribution_fen: What the year puts in, subsidies included, in fen.
        interest_ppm: Interest credited for the year, in parts per million.
    """

    year: int
    contribution_fen: Fen
    interest_ppm: Ppm


@frozen
class AccountBalance:
    """A year of an individual account, worked out; all in fen.

    Attributes:
        year: The calendar year.
        opening_fen: Balance at its beginning.
        interest_fen: Interest on that, half up.
        contribution_fen: What was put in.
        closing_fen: Balance at its end.
    """

    year: int
    opening_fen: Fen
    interest_fen: Fen
    contribution_fen: Fen
    closing_fen: Fen


def average_contribution_index(
    history: Sequence[ContributionPeriod], *, lower_bound: int, upper_bound: int
) -> AverageIndex:
    """The mean of base over average wage, weighted by months.

    Each period's index is rounded half up to eight decimals, and so is the mean; one step of 10^-8
    moves a pension by far less than a fen. The bounds are not enforced: published floors are
    rounded both ways, so that a payer on the floor can lie just below 0.6. Not checked: which
    year's average a place measures by, and deemed years.

    Args:
        history: Periods; in arrays the same period of every person stands in one element.
        lower_bound: The lowest regular index, in units of 10^-8.
        upper_bound: The highest.

    Raises:
        BenefitError: ``benefit.no_history``, no month paid; ``benefit.base``,
            ``benefit.average_wage``, ``benefit.months``, ``benefit.index``,
            ``benefit.not_whole``.

    >>> mean = average_contribution_index(
    ...     [ContributionPeriod(360_000, 600_000, 12), ContributionPeriod(600_000, 600_000, 36)],
    ...     lower_bound=60_000_000,
    ...     upper_bound=300_000_000,
    ... )
    >>> mean.index, mean.months, mean.months_below
    (90000000, 48, 0)
    """
    months: Whole = 0
    weighted: Whole = 0
    below: Whole = 0
    above: Whole = 0
    for period in history:
        check(period.base_fen, MAXIMUM_BASE_FEN, "benefit.base")
        check(period.average_wage_fen, MAXIMUM_BASE_FEN, "benefit.average_wage", 1)
        check(period.months, MAXIMUM_MONTHS, "benefit.months")
        index = half_up(period.base_fen * INDEX_ONE, period.average_wage_fen)
        check(index, MAXIMUM_INDEX, "benefit.index")
        months = months + period.months
        weighted = weighted + index * period.months
        below = below + choose(index < lower_bound, period.months, 0)
        above = above + choose(index > upper_bound, period.months, 0)
    check(months, MAXIMUM_MONTHS, "benefit.months")
    refuse_where(months == 0, "benefit.no_history", months)
    return AverageIndex(half_up(weighted, months), months, below, above)


def grow_account(opening_fen: Fen, years: Sequence[AccountYear]) -> tuple[AccountBalance, ...]:
    """An individual account year by year.

    人社部发〔2017〕31号: interest by calendar year. Interest goes on the balance at the beginning
    of the year and is rounded half up to the fen; the year's contributions are added after it, and
    so earn from the next year on (``INTEREST_FROM_NEXT_YEAR``, a simplification to be shown). The
    last year's interest is credited whole, whenever in it the person retires.

    Args:
        opening_fen: Balance before the first year, in fen.
        years: One element for each calendar year without a gap.

    Returns:
        The same years worked out; none if none were given.

    Raises:
        BenefitError: ``benefit.account_years``, a year left out or out of order;
            ``benefit.account``, ``benefit.interest``, ``benefit.not_whole``.

    >>> grown = grow_account(
    ...     10_000_000, [AccountYear(2024, 576_000, 26_200), AccountYear(2025, 576_000, 15_000)]
    ... )
    >>> [balance.closing_fen for balance in grown]
    [10838000, 11576570]
    """
    check(opening_fen, MAXIMUM_FEN, "benefit.account")
    balances: list[AccountBalance] = []
    balance = opening_fen
    for place, entry in enumerate(years):
        if entry.year != years[0].year + place:
            raise BenefitError("benefit.account_years", entry.year)
        check(entry.contribution_fen, MAXIMUM_FEN, "benefit.account")
        check(entry.interest_ppm, PPM, "benefit.interest")
        interest = apply_rate(balance, entry.interest_ppm)
        closing = balance + interest + entry.contribution_fen
        check(closing, MAXIMUM_FEN, "benefit.account")
        balances.append(
            AccountBalance(entry.year, balance, interest, entry.contribution_fen, closing)
        )
        balance = closing
    return tuple(balances)
