"""Whole columns of plain decimal numbers as exact whole numbers, without a float on the way.

Only what is surely right is read here: rows in any other form are left to the applicant's own
reader, which takes them or says why not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_DIGITS_TOGETHER = 18
"""So many digits always fit in an int64."""
_DIGITS_READ = 12
"""So many digits before the point the applicant's reader takes at most."""
_FEW = 64
"""So many decimals are not cut in halves any more."""
_POINT, _SLASH, _ZERO, _NINE = ord("."), ord("/"), ord("0"), ord("9")


def scaled_text(text: pa.Array, decimals: int, highest: int) -> tuple[Whole, Flags]:
    """Plain decimals of a text column, as whole numbers of the last decimal.

    Args:
        text: Strings. Taken are digits, with or without a point and up to ``decimals`` digits
            behind it; no sign, exponent, separator or space.
        decimals: How many decimals are kept.
        highest: The highest number that is taken.

    Returns:
        The numbers, and which rows they were taken from. Others hold no meaning.

    >>> numbers, taken = scaled_text(pa.array(["1234.5", "1e3", None, "7"]), 2, 10_000)
    >>> numbers[taken].tolist(), taken.tolist()
    ([123450, 700], [True, False, False, True])
    """
    numbers = _cast(text, decimals) if _surely_plain(text) else None
    if numbers is None:
        fraction = rf"(\.[0-9]{{1,{decimals}}})?" if decimals else ""
        most = min(_DIGITS_READ, _DIGITS_TOGETHER - decimals)
        plain = pc.match_substring_regex(text, rf"\A[0-9]{{1,{most}}}{fraction}\z")
        text = pc.if_else(plain.fill_null(False), text, None)
        numbers = _cast(text, decimals)
    values = _low_halves(numbers)
    valid = np.asarray(text.is_valid())
    return values, valid & (values >= 0) & (values <= highest * 10**decimals)


def _surely_plain(text: pa.Array) -> bool:
    """Whether every row holds digits, or digits on both sides of points.

    Two points in a row, or too many decimals, are found by the cast that follows; that a number
    has hundreds of digits is not, and it would be read as another one.
    """
    offsets = np.frombuffer(text.buffers()[1], np.int32)[text.offset :][: len(text) + 1]
    first, last = int(offsets[0]), int(offsets[-1])
    starts, ends = offsets[:-1], offsets[1:]
    if text.null_count:
        filled = np.asarray(text.is_valid())
        starts, ends = starts[filled], ends[filled]
    if not starts.size or bool((starts == ends).any()):
        return not starts.size
    data = np.frombuffer(text.buffers()[2], np.uint8)
    body = data[first:last]
    if int(body.min()) < _POINT or int(body.max()) > _NINE or bool((body == _SLASH).any()):
        return False
    at_start = data[starts]
    length = ends - starts
    if int(length.max()) > _DIGITS_TOGETHER + 1:
        return False
    long = length > _DIGITS_READ
    return not bool(
        ((at_start == _POINT) | (data[ends - 1] == _POINT) | (long & (at_start == _ZERO))).any()
    )


def _cast(found: pa.Array, decimals: int) -> pa.Array | None:
    try:
        return found.cast(pa.decimal128(_DIGITS_TOGETHER, decimals))
    except pa.ArrowInvalid:
        return None


def _low_halves(numbers: pa.Array) -> Whole:
    halves = np.frombuffer(numbers.buffers()[1], np.int64)
    return halves[2 * numbers.offset : 2 * (numbers.offset + len(numbers)) : 2]


def scaled_whole(numbers: pa.Array, decimals: int, highest: int) -> tuple[Whole, Flags]:
    """Whole numbers (any Arrow integer type) as whole numbers of the last decimal.

    Args:
        numbers: Integers.
        decimals: How many decimals are kept.
        highest: The highest number that is taken.

    Returns:
        As ``scaled_text``.
    """
    valid = np.asarray(numbers.is_valid())
    if pa.types.is_uint64(numbers.type):
        valid &= np.asarray(
            pc.less_equal(numbers, pa.scalar(highest, pa.uint64())).fill_null(False)
        )
        numbers = pc.if_else(pa.array(valid), numbers, pa.scalar(0, pa.uint64()))
    values = np.asarray(numbers.cast(pa.int64()).fill_null(0))
    taken = valid & (values >= 0) & (values <= highest)
    return np.where(taken, values, 0) * 10**decimals, taken


def scaled_decimal(numbers: pa.Array, decimals: int, highest: int) -> tuple[Whole, Flags]:
    """Arrow decimals as whole numbers of the last decimal; those with more decimals are left.

    Returns:
        As ``scaled_text``. A few of those beside one that is left may be left, too.
    """
    fitted = _cast(numbers, decimals)
    if fitted is None:  # one of them is too large or has more decimals: look for it by halves
        if len(numbers) <= _FEW:
            return np.zeros(len(numbers), np.int64), np.zeros(len(numbers), bool)
        half = len(numbers) // 2
        first = scaled_decimal(numbers[:half], decimals, highest)
        second = scaled_decimal(numbers[half:], decimals, highest)
        return np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]])
    values = _low_halves(fitted)
    valid = np.asarray(numbers.is_valid())
    return values, valid & (values >= 0) & (values <= highest * 10**decimals)


def scaled_float(numbers: pa.Array, decimals: int, highest: int) -> tuple[Whole, Flags]:
    """Double floats through their shortest text, as ``repr`` would write them.

    A decimal of at most 15 digits is the shortest text of the double nearest to it. So a double
    that is the nearest one to a whole number of the last decimal is written as that number.

    Args:
        numbers: Doubles.
        decimals: How many decimals are kept.
        highest: The highest number that is taken; with its decimals at most 15 digits.

    Returns:
        As ``scaled_text``.
    """
    unit = 10**decimals
    if highest * unit >= 10**15:
        raise ValueError((decimals, highest))
    values = np.asarray(numbers.fill_null(-1.0))
    inside = ~np.signbit(values) & (values <= highest)  # not -0.0 either: that has a sign
    units = np.rint(np.where(inside, values, 0.0) * unit).astype(np.int64)
    taken = inside & (units / unit == values)
    return units, taken
