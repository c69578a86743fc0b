"""Basic medical insurance of urban and rural residents (城乡居民基本医疗保险)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.money import MAXIMUM_FEN, check_within
from calc.records import frozen

if TYPE_CHECKING:
    from calc.money import Fen


@frozen
class ResidentMedicalYear:
    """A coverage year in the resident medical scheme, in fen.

    Attributes:
        premium_fen: What the person pays (个人缴费).
        fiscal_subsidy_fen: What the treasury adds to the fund (财政补助).
        financing_fen: Both.
    """

    premium_fen: Fen
    fiscal_subsidy_fen: Fen
    financing_fen: Fen


def coverage_year(premium_fen: Fen, fiscal_subsidy_fen: Fen) -> ResidentMedicalYear:
    """The financing of one coverage year.

    Raises:
        MoneyError: An amount is negative or too large.

    Source:
        The yearly notices of the National Healthcare Security Administration; amounts by place.

    >>> coverage_year(40_000, 70_000).financing_fen
    110000
    """
    check_within(premium_fen, MAXIMUM_FEN, "money.out_of_bounds")
    check_within(fiscal_subsidy_fen, MAXIMUM_FEN, "money.out_of_bounds")
    return ResidentMedicalYear(premium_fen, fiscal_subsidy_fen, premium_fen + fiscal_subsidy_fen)


def policy_year(coverage: int) -> int:
    """The policy year whose autumn collects the premium of a coverage year.

    >>> policy_year(2026)
    2025
    """
    return coverage - 1
