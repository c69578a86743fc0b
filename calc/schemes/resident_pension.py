"""Basic pension of urban and rural residents (城乡居民基本养老保险): what is paid in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, cast

from calc.money import MAXIMUM_FEN, check_within
from calc.records import frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from calc.money import Fen


@frozen
class ResidentPensionYear:
    """A year in the resident pension, in fen.

    Attributes:
        contribution_fen: The tier that the person pays.
        government_subsidy_fen: What the government adds (政府缴费补贴).
    """

    contribution_fen: Fen
    government_subsidy_fen: Fen

    @property
    def individual_account_fen(self) -> Fen:
        """Both together: all of it goes to the account."""
        return self.contribution_fen + self.government_subsidy_fen


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
    return ResidentPensionYear(tier_fen, _subsidy(tier_fen, subsidy_by_tier_fen))


def _subsidy(tier_fen: Fen, by_tier_fen: Mapping[int, int]) -> Fen:
    if isinstance(tier_fen, int):
        return by_tier_fen.get(tier_fen, 0)
    import numpy as np

    places, table = _by_places(tuple(by_tier_fen.items()))
    found = (tier_fen.view(np.uint64) >> np.uint64(places)).view(np.int64)
    # looking only where there is something takes half the time of looking at each place first
    above = found.size and int(np.maximum.reduce(found, axis=None)) >= len(table)
    subsidy = table.take(found, mode="clip" if above else "raise")
    below = (1 << places) - 1
    if int(np.bitwise_or.reduce(tier_fen, axis=None)) & below == 0:
        return subsidy
    return cast("NDArray[np.int64]", subsidy * (tier_fen & below == 0))


@lru_cache(maxsize=64)
def _by_places(by_tier_fen: tuple[tuple[int, int], ...]) -> tuple[int, NDArray[np.int64]]:
    """How many binary places all tiers end in noughts, and the subsidy by what stands before them.

    A column finds its amounts in this table; its last place is for everything above.
    """
    import numpy as np

    tiers = [tier for tier, _ in by_tier_fen]
    lowest_bit = reduce(or_, tiers, 0) or 1
    places = (lowest_bit & -lowest_bit).bit_length() - 1
    table = np.zeros((max(tiers, default=0) >> places) + 2, np.int64)
    for tier, amount in by_tier_fen:
        table[tier >> places] = amount
    return places, table


def lowest_tier(tiers_fen: Sequence[int], hardship_tiers_fen: Sequence[int]) -> int | None:
    """The lowest tier that is not reserved for hardship groups, or None.

    >>> lowest_tier((10_000, 35_000, 50_000), (10_000,))
    35000
    """
    return min((tier for tier in tiers_fen if tier not in hardship_tiers_fen), default=None)
