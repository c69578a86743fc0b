"""What is paid in until a month, and what the individual account then holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.benefits import AccountYear, grow_account
from calc.money import choose, maximum, minimum
from calc.projection.growth import deflated, grown
from calc.records import frozen

if TYPE_CHECKING:
    from calc.benefits.exact import Whole
    from calc.money import Fen, Ppm
    from calc.months import Months

MONTHS_A_YEAR = 12


@frozen
class Accumulated:
    """Contributions and account up to a month.

    Attributes:
        months: Months paid.
        paid_fen: The payer's contributions, in fen.
        account_fen: The account with interest, in fen.
        by_year: What was paid in each calendar year, from that of the first month on.
    """

    months: Months
    paid_fen: Fen
    account_fen: Fen
    by_year: tuple[Fen, ...]


def accumulate(
    *,
    first_month: Months,
    until_month: Months,
    month_fen: Fen,
    account_month_fen: Fen,
    opening_fen: Fen,
    growth_ppm: int,
    interest_ppm: Ppm,
    pension_month: Months | None = None,
) -> Accumulated:
    """Pay every month from the first until the month before ``until_month``.

    The monthly amounts hold in the calendar year of the first month and grow each January. The
    account earns as in ``grow_account``, with its simplifications: interest on the balance at the
    beginning of the year, credited whole in each year that is begun, so that contributions earn
    from the next year on and the year of retirement counts whole.

    Args:
        first_month: The first month paid.
        until_month: Nothing is paid from this month on.
        month_fen: Paid a month in the first year, in fen.
        account_month_fen: The part of it (or of others' payments) that goes to the account.
        opening_fen: The account before the first month.
        growth_ppm: Growth of the monthly amounts a year, in parts per million.
        interest_ppm: Interest a year, in parts per million.
        pension_month: The month the account is drawn from; ``until_month`` if left out. Between
            the two it earns interest and nothing is paid.

    Raises:
        MoneyError, BenefitError: An amount is or grows out of bounds.

    >>> accumulate(
    ...     first_month=2026 * 12, until_month=2028 * 12, month_fen=100_000,
    ...     account_month_fen=40_000, opening_fen=0, growth_ppm=0, interest_ppm=50_000,
    ... )
    Accumulated(months=24, paid_fen=2400000, account_fen=984000, by_year=(1200000, 1200000))
    """
    drawn = until_month if pension_month is None else maximum(pension_month, until_month)
    start = _lowest(first_month) // MONTHS_A_YEAR
    end = (_highest(drawn) - 1) // MONTHS_A_YEAR
    paid: Fen = choose(until_month >= 0, 0, 0)
    by_year = []
    years = []
    own, account = month_fen, account_month_fen
    for year in range(start, end + 1):
        january = year * MONTHS_A_YEAR
        months = _overlap(first_month, until_month, january)
        by_year.append(own * months)
        paid = paid + by_year[-1]
        begun = (january < drawn) & (first_month < january + MONTHS_A_YEAR)
        years.append(AccountYear(year, account * months, choose(begun, interest_ppm, 0)))
        after = choose(first_month < january + MONTHS_A_YEAR, 1, 0)
        own, account = grown(own, growth_ppm, after), grown(account, growth_ppm, after)
    balances = grow_account(opening_fen, years)
    return Accumulated(
        months=maximum(until_month - first_month, 0),
        paid_fen=paid,
        account_fen=balances[-1].closing_fen if balances else opening_fen,
        by_year=tuple(by_year),
    )


def index_months(
    *,
    first_month: Months,
    until_month: Months,
    index: Whole,
    base_growth_ppm: int,
    wage_growth_ppm: int,
) -> Whole:
    """The sum over the months paid of each month's contribution index.

    The index is base over average wage: it stays while both grow alike, and drifts otherwise.

    Args:
        first_month: The first month paid.
        until_month: Nothing is paid from this month on.
        index: The index in the year of the first month, in units of 10^-8.
        base_growth_ppm: Growth of the base a year.
        wage_growth_ppm: Growth of the average wage a year.

    >>> index_months(
    ...     first_month=2026 * 12, until_month=2028 * 12, index=60_000_000,
    ...     base_growth_ppm=0, wage_growth_ppm=200_000,
    ... )
    1320000000
    """
    if base_growth_ppm == wage_growth_ppm:
        return index * maximum(until_month - first_month, 0)
    total: Whole = index * 0
    start = _lowest(first_month) // MONTHS_A_YEAR
    for year in range(start, (_highest(until_month) - 1) // MONTHS_A_YEAR + 1):
        january = year * MONTHS_A_YEAR
        total = total + index * _overlap(first_month, until_month, january)
        after = choose(first_month < january + MONTHS_A_YEAR, 1, 0)
        index = deflated(grown(index, base_growth_ppm, after), wage_growth_ppm, after)
    return total


def _overlap(first_month: Months, until_month: Months, january: int) -> Months:
    """Months of a calendar year that are paid."""
    from_month = maximum(first_month, january)
    to_month = minimum(until_month, january + MONTHS_A_YEAR)
    return maximum(to_month - from_month, 0)


def _lowest(months: Months) -> int:
    return months if isinstance(months, int) else int(months.min())


def _highest(months: Months) -> int:
    return months if isinstance(months, int) else int(months.max())
