"""The contribution base (缴费基数): chosen, held, by tier or by proportion."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from calc.money import MAXIMUM_FEN as _MAXIMUM_FEN
from calc.money import TO_THE_YUAN, apply_rate, check_within, choose, clamp
from calc.records import frozen

if TYPE_CHECKING:
    from calc.money import Fen, Flag


@frozen
class HeldBase:
    """A base held within bounds.

    Attributes:
        base_fen: The base that is used.
        wish_fen: The income or the chosen base.
    """

    base_fen: Fen
    wish_fen: Fen

    @property
    def lifted(self) -> Flag:
        """Whether the wish lay below the floor."""
        return self.wish_fen < self.base_fen

    @property
    def lowered(self) -> Flag:
        """Whether it lay above the ceiling."""
        return self.wish_fen > self.base_fen


def held_within(wish_fen: Fen, floor_fen: Fen, ceiling_fen: Fen) -> HeldBase:
    """Hold an income or a chosen base within the published bounds.

    The bounds are used as published and never computed from 60 % and 300 % of an average.

    Args:
        wish_fen: Income or chosen base in fen a month.
        floor_fen: Lowest base (缴费基数下限).
        ceiling_fen: Highest base (缴费基数上限), not below the floor; not checked here.

    Raises:
        MoneyError: An amount is negative or too large.

    Source:
        国办发〔2019〕13号 (60 % to 300 % of the province's average wage); the bounds by place.

    >>> held = held_within(300_000, 457_300, 2_286_300)
    >>> held.base_fen, held.lifted, held.lowered
    (457300, True, False)
    """
    for amount in (wish_fen, floor_fen, ceiling_fen):
        check_within(amount, _MAXIMUM_FEN, "money.out_of_bounds")
    return HeldBase(clamp(wish_fen, floor_fen, ceiling_fen), wish_fen)


def tier_bases(
    average_wage_fen: int, proportions_ppm: Sequence[int], floor_fen: int, ceiling_fen: int
) -> tuple[int, ...]:
    """The bases of tiers that are proportions of an average wage.

    The lowest and the highest tier are the published floor and ceiling; those between are rounded
    half up to whole yuan. A single tier is neither: it is its proportion, held within the two.

    Args:
        average_wage_fen: Last year's average wage, fen a month.
        proportions_ppm: Proportions in ascending order, parts per million; at least one.
        floor_fen: Published lowest base.
        ceiling_fen: Published highest base.

    Source:
        Yunnan: 云人社发〔2020〕36号 and the notices after it.

    >>> tier_bases(628_400, (600_000, 700_000, 3_000_000), 377_000, 1_885_200)
    (377000, 439900, 1885200)
    >>> tier_bases(628_400, (1_000_000,), 377_000, 1_885_200)
    (628400,)
    """
    bases = [
        int(apply_rate(average_wage_fen, proportion, TO_THE_YUAN)) for proportion in proportions_ppm
    ]
    if len(bases) == 1:
        return (int(clamp(bases[0], floor_fen, ceiling_fen)),)
    return (floor_fen, *bases[1:-1], ceiling_fen)


def nearest_tier(wish_fen: Fen, tiers_fen: Sequence[int]) -> Fen:
    """The tier nearest to an income; exactly between two, the lower.

    Args:
        wish_fen: Income in fen a month.
        tiers_fen: Tiers in ascending order.

    Raises:
        MoneyError: An amount is negative or too large.

    >>> nearest_tier(450_000, (400_000, 500_000)), nearest_tier(450_001, (400_000, 500_000))
    (400000, 500000)
    """
    check_within(wish_fen, _MAXIMUM_FEN, "money.out_of_bounds")
    nearest: Fen = choose(wish_fen >= 0, tiers_fen[0], tiers_fen[0])
    for lower, upper in itertools.pairwise(tiers_fen):
        nearest = choose(2 * wish_fen > lower + upper, upper, nearest)
    return nearest


def neighbouring_tiers(wish_fen: int, tiers_fen: Sequence[int]) -> tuple[int, ...]:
    """The tier below and the tier above an amount that is no tier; one of them at the ends.

    >>> neighbouring_tiers(450_000, (400_000, 500_000)), neighbouring_tiers(1, (400_000, 500_000))
    ((400000, 500000), (400000,))
    """
    below = [tier for tier in tiers_fen if tier < wish_fen][-1:]
    above = [tier for tier in tiers_fen if tier > wish_fen][:1]
    return (*below, *above)


def proportion_of_average_wage(average_wage_fen: Fen, proportion_ppm: Fen) -> Fen:
    """The base as a proportion of last year's average wage, half up to whole yuan.

    Args:
        average_wage_fen: Last year's province-wide full-calibre average wage of urban units
            (全口径城镇单位就业人员平均工资), fen a month.
        proportion_ppm: The proportion that the place sets.

    Raises:
        MoneyError: An argument is negative or too large.

    Source:
        云人社发〔2021〕40号 art. 10; Xuchang's notices for the rounding.

    >>> proportion_of_average_wage(733_900, 600_000)
    440300
    """
    return apply_rate(average_wage_fen, proportion_ppm, TO_THE_YUAN)
