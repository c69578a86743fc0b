"""Protection against injury at work: who is covered, and the fee that the platform pays.

Rules and facts are whole numbers or arrays alike, in the conventions of ``calc.verdicts``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.money import MAXIMUM_FEN, check_within
from calc.verdicts import FAIL, NOT_TOLD, PASS, UNKNOWN, at_least, one_of, select

if TYPE_CHECKING:
    from calc.money import Fen
    from calc.verdicts import Small

MAXIMUM_ORDERS = 100_000
"""Orders a month; more is a mistake in the input."""


def province_covered(day: Small, starts_on: Small) -> Small:
    """Whether the protection has begun in the province.

    Args:
        day: The day asked about, as a whole number (``date.toordinal``).
        starts_on: Its first day there, -1 where none is on file.

    Source:
        人社部发〔2021〕110号, 人社部发〔2025〕24号: province by province.

    >>> province_covered(100, 100), province_covered(99, 100), province_covered(99, -1)
    (0, 1, 2)
    """
    return select(starts_on < 0, UNKNOWN, at_least(day, starts_on))


def trade_covered(trades: Small, occupation: Small) -> Small:
    """Whether the person's work is in a trade under the protection.

    Args:
        trades: The occupations of those trades, a bit for each; -1 where they are not on file.
        occupation: The bit number of the occupation, -1 where it was not told.

    >>> trade_covered(0b110, 2), trade_covered(0b110, 0), trade_covered(-1, 0)
    (0, 1, 2)
    """
    known = select(trades < 0, 0, trades)
    return select(trades < 0, UNKNOWN, one_of(known, occupation))


def platform_covered(listed: Small, whole_trades: Small) -> Small:
    """Whether the platform takes part.

    Args:
        listed: Whether it stands on a list in force (1 or 0), -1 where it was not told, or where
            what was told only resembles a name on the lists.
        whole_trades: Whether platforms are to be taken in by whole trades (1), so that one
            outside the lists may take part all the same.

    >>> platform_covered(1, 0), platform_covered(0, 0), platform_covered(0, 1)
    (0, 1, 2)
    """
    outside = select(whole_trades == 1, UNKNOWN, FAIL)
    return select(listed == NOT_TOLD, UNKNOWN, select(listed == 1, PASS, outside))


def fee_of_month(fee_per_order_fen: Fen, orders: Fen) -> Fen:
    """What the platform pays in a month: the fee for each order, times the orders.

    Args:
        fee_per_order_fen: Fee for one order, fen.
        orders: Orders a month, 0 to ``MAXIMUM_ORDERS``.

    Raises:
        MoneyError: An argument is outside its bounds.

    Source:
        人社部发〔2025〕24号; the worker pays nothing.

    >>> fee_of_month(7, 900)
    6300
    """
    check_within(fee_per_order_fen, MAXIMUM_FEN // MAXIMUM_ORDERS, "money.out_of_bounds")
    check_within(orders, MAXIMUM_ORDERS, "money.out_of_bounds")
    return fee_per_order_fen * orders
