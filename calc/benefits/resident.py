"""Resident pension: base pension, account over its divisor, additions for longer contributions.

Source: 国发〔2014〕8号 item 6. Not checked here: the age of 60 and the fifteen years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.benefits.exact import MAXIMUM_BASE_FEN, MAXIMUM_MONTHS, check, half_up
from calc.money import MAXIMUM_FEN, maximum
from calc.records import frozen

if TYPE_CHECKING:
    from calc.benefits.exact import Whole
    from calc.money import Fen


@frozen
class ResidentBenefitParts:
    """A month's resident pension by parts, each to the fen.

    Attributes:
        base_fen: Base pension, in fen a month.
        account_fen: Account pension, in fen a month.
        addition_fen: More base pension for years beyond the minimum, in fen a month.
        total_fen: Their sum.
    """

    base_fen: Fen
    account_fen: Fen
    addition_fen: Fen
    total_fen: Fen


def extra_years(contribution_months: Whole, minimum_months: int) -> Whole:
    """Whole years beyond the minimum.

    Args:
        contribution_months: Months that count.
        minimum_months: The minimum of the resident scheme.

    Raises:
        BenefitError: ``benefit.months`` or ``benefit.not_whole``.

    >>> extra_years(191, 180), extra_years(192, 180), extra_years(100, 180)
    (0, 1, 0)
    """
    check(contribution_months, MAXIMUM_MONTHS, "benefit.months")
    check(minimum_months, MAXIMUM_MONTHS, "benefit.months")
    return maximum(contribution_months - minimum_months, 0) // 12


def resident_pension(
    *,
    base_pension_fen: Fen,
    account_fen: Fen,
    divisor_months: int,
    years_beyond: Whole = 0,
    addition_per_year_fen: Fen = 0,
) -> ResidentBenefitParts:
    """A month's resident pension, each part rounded half up to the fen and then added.

    国发〔2014〕8号 item 6. Not checked: additions for high age.

    Args:
        base_pension_fen: Base pension (基础养老金) of the place, in fen a month.
        account_fen: Account with contributions, subsidies and interest, in fen.
        divisor_months: The scheme's one divisor, in months.
        years_beyond: Whole years beyond the minimum (``extra_years``).
        addition_per_year_fen: What the place adds for each of them, in fen a month.

    Raises:
        BenefitError: ``benefit.base``, ``benefit.account``, ``benefit.divisor``,
            ``benefit.extra_years``, ``benefit.addition`` or ``benefit.not_whole``.

    >>> parts = resident_pension(
    ...     base_pension_fen=12_300, account_fen=5_000_000, divisor_months=139
    ... )
    >>> parts.account_fen, parts.total_fen
    (35971, 48271)
    """
    check(base_pension_fen, MAXIMUM_BASE_FEN, "benefit.base")
    check(account_fen, MAXIMUM_FEN, "benefit.account")
    check(divisor_months, MAXIMUM_MONTHS, "benefit.divisor", 1)
    check(years_beyond, MAXIMUM_MONTHS // 12, "benefit.extra_years")
    check(addition_per_year_fen, MAXIMUM_BASE_FEN, "benefit.addition")
    account = half_up(account_fen, divisor_months)
    addition = addition_per_year_fen * years_beyond
    return ResidentBenefitParts(
        base_fen=base_pension_fen,
        account_fen=account,
        addition_fen=addition,
        total_fen=base_pension_fen + account + addition,
    )
