"""Basic pension of urban and rural residents (城乡居民基本养老保险): what is paid in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import gcd
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

    step, table = _by_steps(tuple(by_tier_fen.items()))
    steps = (tier_fen.view(np.uint64) // np.uint64(step)).view(np.int64)
    subsidy = table.take(steps, mode="clip")
    # what is left over by the division is never negative: where it adds up to nothing, each is
    left_over = int(np.add.reduce(tier_fen, axis=None)) - step * int(
        np.add.reduce(steps, axis=None)
    )
    if left_over % _WRAPS == 0:
        return subsidy
    return cast("NDArray[np.int64]", subsidy * (steps * step == tier_fen))


_WRAPS = 2**64
"""Where a sum of int64 begins anew."""


@lru_cache(maxsize=256)
def _by_steps(by_tier_fen: tuple[tuple[int, int], ...]) -> tuple[int, NDArray[np.int64]]:
    """The step that all tiers are multiples of, and the subsidy of each multiple.

    A column finds its amounts in this table; its last place is for everything above.
    """
    import numpy as np

    step = gcd(*(tier for tier, _ in by_tier_fen)) or 1
    highest = max((tier for tier, _ in by_tier_fen), default=0)
    table = np.zeros(highest // step + 2, np.int64)
    for tier, amount in by_tier_fen:
        table[tier // step] = amount
    return step, table


def lowest_tier(tiers_fen: Sequence[int], hardship_tiers_fen: Sequence[int]) -> int | None:
    """The lowest tier that is not reserved for hardship groups, or None.

    >>> lowest_tier((10_000, 35_000, 50_000), (10_000,))
    35000
    """
    return min((tier for tier in tiers_fen if tier not in hardship_tiers_fen), default=None)
