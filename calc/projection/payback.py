"""When an option pays back: break-even, what is received, the internal rate of return."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calc.money import choose, maximum

if TYPE_CHECKING:
    from calc.money import Fen
    from calc.months import Months

MOST_STEPS = 100
NEARLY_NOTHING, NARROW = 1e-7, 1e-13
"""A ten-millionth of a fen, or a bracket this narrow: far finer than an estimate deserves."""
LOWEST_RATE, HIGHEST_RATE = -0.5, 1.0


def break_even_month(
    paid_fen: Fen, pension_fen: Fen, retirement_month: Months, never: int
) -> Months:
    """The month in which the pensions received first add up to what was paid.

    Args:
        paid_fen: What was paid, in fen; nothing paid is paid back in the month of retirement.
        pension_fen: Pension a month, in fen; the same every month.
        retirement_month: The first month with a pension.
        never: The month to return where there is no pension.

    >>> break_even_month(100_000, 30_000, 24_000, -1)
    24003
    """
    pension = maximum(pension_fen, 1)
    months = maximum((paid_fen + pension - 1) // pension, 1)
    return choose(pension_fen > 0, retirement_month + months - 1, never)


def received_until(pension_fen: Fen, retirement_month: Months, end_month: Months) -> Fen:
    """Pensions from the month of retirement to the month before ``end_month``.

    >>> received_until(30_000, 24_000, 24_012)
    360000
    """
    return pension_fen * maximum(end_month - retirement_month, 0)


def internal_rate(flows: Sequence[float]) -> float | None:
    """The yearly rate at which payments and receipts cancel out; an estimate, hence a float.

    Args:
        flows: One amount a year, payments negative.

    Returns:
        The rate (0.03 is 3 %), or None where there is none between -50 % and 100 %.

    >>> round(internal_rate([-100.0, 105.0]) or 0, 6)
    0.05
    """
    low, high = LOWEST_RATE, HIGHEST_RATE
    at_low, at_high = _value(flows, low), _value(flows, high)
    if at_low * at_high >= 0:
        return None
    for _ in range(MOST_STEPS):
        # regula falsi in the form of Illinois: the end that stays counts half
        rate = (low * at_high - high * at_low) / (at_high - at_low) if at_high != at_low else low
        value = _value(flows, rate)
        if abs(value) <= NEARLY_NOTHING or abs(high - low) <= NARROW:
            break
        if value * at_high < 0:
            low, at_low = high, at_high
        else:
            at_low /= 2
        high, at_high = rate, value
    return rate


def _value(flows: Sequence[float], rate: float) -> float:
    factor = 1 / (1 + rate)
    value = 0.0
    for flow in reversed(flows):
        value = value * factor + flow
    return value
