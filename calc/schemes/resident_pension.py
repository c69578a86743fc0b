"""Basic pension of urban and rural residents (城乡居民基本养老保险): what is paid in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from calc.money import MAXIMUM_FEN, check_within, choose
from calc.records import frozen

if TYPE_CHECKING:
    from calc.money import Fen


@frozen
class ResidentPensionYear:
    """A year in the resident pension, in fen.

    Attributes:
        contribution_fen: The tier that the person pays.
        government_subsidy_fen: What the government adds (政府缴费补贴).
        individual_account_fen: Both together: all of it goes to the account.
    """

    contribution_fen: Fen
    government_subsidy_fen: Fen
    individual_account_fen: Fen


def contribution_year(tier_fen: Fen, subsidy_by_tier_fen: Mapping[int, int]) -> ResidentPensionYear:
    """A year's contribution by tier with the government's subsidy.

    Args:
        tier_fen: The tier, fen a year. An amount that is no tier earns no subsidy; that it is one
            of the place's tiers is not checked here.
        subsidy_by_tier_fen: Subsidy a year for each tier.

    Raises:
        MoneyError: The amount is negative or too large.

    Source:
        国发〔2014〕8号; tiers and subsidies by place.

    >>> contribution_year(50_000, {30_000: 3_000, 50_000: 6_000}).individual_account_fen
    56000
    """
    check_within(tier_fen, MAXIMUM_FEN, "money.out_of_bounds")
    subsidy: Fen = choose(tier_fen >= 0, 0, 0)
    for tier, amount in subsidy_by_tier_fen.items():
        subsidy = choose(tier_fen == tier, amount, subsidy)
    return ResidentPensionYear(tier_fen, subsidy, tier_fen + subsidy)


def lowest_tier(tiers_fen: Sequence[int], hardship_tiers_fen: Sequence[int]) -> int | None:
    """The lowest tier that is not reserved for hardship groups, or None.

    >>> lowest_tier((10_000, 35_000, 50_000), (10_000,))
    35000
    """
    return min((tier for tier in tiers_fen if tier not in hardship_tiers_fen), default=None)
