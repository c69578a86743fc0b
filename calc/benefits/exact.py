"""Exact quotients in int64, bounds, and the error for what cannot be taken.

The bounds keep every product of the benefit formulas inside int64; Python integers are held to
the same ones, so that one person and an array are refused alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.money import MoneyError, check_within, parse_decimal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = int | NDArray[np.int64]
    """A whole number, or an array of them."""

INDEX_ONE = 10**8
"""An average contribution index of 1: indexes are whole numbers of 10^-8, as award sheets print
up to eight decimals."""
MAXIMUM_INDEX = 10 * INDEX_ONE
"""Ten: over three times what the bounds of a contribution base allow."""
MAXIMUM_BASE_FEN = 10**9
"""Ten million yuan a month; with ``MAXIMUM_INDEX`` the product stays below 1.1 × 10^18."""
MAXIMUM_MONTHS = 1_200
"""One hundred years."""


class BenefitError(ValueError):
    """An input of a benefit that cannot be taken.

    Attributes:
        code: Stable code.
        found: What was given; of an array the first or most extreme offending value.
        allowed: Lowest and highest value that would be taken, where there are such.
    """

    def __init__(self, code: str, found: object, allowed: tuple[int, ...] = ()) -> None:
        super().__init__(f"{code}: {found!r}" + (f", allowed {allowed!r}" if allowed else ""))
        self.code = code
        self.found = found
        self.allowed = allowed


def check(value: Whole, highest: int, code: str, lowest: int = 0) -> None:
    """Refuse a value outside its bounds, and an array that is not of int64.

    Raises:
        BenefitError: ``code`` with the bounds, or ``benefit.not_whole``.
    """
    try:
        check_within(value, highest, code)
        if lowest:
            check_within(value - lowest, highest, code)
    except MoneyError as error:
        if error.code == "money.not_whole":
            raise BenefitError("benefit.not_whole", error.found) from None
        raise BenefitError(code, _extreme(value, lowest), (lowest, highest)) from None


def refuse_where(wrong: bool | NDArray[np.bool_], code: str, found: Whole) -> None:
    """Refuse the first element that is wrong.

    Raises:
        BenefitError: With ``code`` and the element.
    """
    if isinstance(wrong, bool):
        if wrong:
            raise BenefitError(code, found)
        return
    import numpy as np

    where = np.flatnonzero(wrong)
    if where.size:
        raise BenefitError(code, int(np.broadcast_to(found, wrong.shape).flat[where[0]]))


def half_up(numerator: Whole, denominator: Whole) -> Whole:
    """A quotient of non-negative whole numbers, rounded half up.

    Twice the numerator plus the denominator must fit in int64.

    >>> half_up(5, 2), half_up(7, 3)
    (3, 2)
    """
    return (2 * numerator + denominator) // (2 * denominator)


def times_over(value: Whole, factor: Whole, divisor: int) -> Whole:
    """``value × factor / divisor`` rounded half up, exact although the product exceeds int64.

    Arrays are divided first and multiplied digit by digit (Horner's scheme on the binary digits
    of the factor, as many at a time as fit), so that nothing larger than 2^63 appears.

    Args:
        value: Non-negative, below 2^63.
        factor: Non-negative; the result must fit in int64.
        divisor: Positive, below 2^60.

    >>> times_over(10**18, 10**12, 10**17)
    10000000000000
    """
    if isinstance(value, int) and isinstance(factor, int):
        return (2 * value * factor + divisor) // (2 * divisor)
    import numpy as np

    quotient = value // divisor
    rest = value - quotient * divisor
    digit_bits = 62 - divisor.bit_length()
    factor_bits = int(np.max(factor, initial=0)).bit_length()
    carried: Whole = 0
    remainder: Whole = 0
    for shift in reversed(range(0, factor_bits, digit_bits)):
        digit = (factor >> shift) & ((1 << digit_bits) - 1)
        current = (remainder << digit_bits) + rest * digit
        whole = current // divisor
        carried = (carried << digit_bits) + whole
        remainder = current - whole * divisor
    return quotient * factor + carried + (2 * remainder + divisor) // (2 * divisor)


def parse_index(text: str) -> int:
    """An average contribution index from text, in units of 10^-8.

    Raises:
        BenefitError: ``benefit.index``, above ``MAXIMUM_INDEX``.
        MoneyError: Not a plain decimal with at most eight decimals.

    >>> parse_index("0.63919004"), parse_index("1")
    (63919004, 100000000)
    """
    index = int(parse_decimal(text, 8) * INDEX_ONE)
    check(index, MAXIMUM_INDEX, "benefit.index")
    return index


def index_text(index: int) -> str:
    """An average contribution index as plain text without trailing zeros.

    >>> index_text(63919004), index_text(100000000), index_text(60000000)
    ('0.63919004', '1', '0.6')
    """
    whole, rest = divmod(index, INDEX_ONE)
    return f"{whole}.{rest:08d}".rstrip("0").rstrip(".")


def _extreme(value: Whole, lowest: int) -> int:
    if isinstance(value, int):
        return value
    return int(value.min()) if int(value.min()) < lowest else int(value.max())
