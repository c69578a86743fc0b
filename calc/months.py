"""Months and days as whole numbers and ISO text.

A month is the number of months since year 0: ``year * 12 + (month - 1)``. So 2026-11 is 24 322,
the next month is one more, and arrays of months are plain ``int64``.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Months = int | NDArray[np.int64]

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def month_of(year: int, month: int) -> int:
    """The whole number of a month.

    >>> month_of(2026, 11)
    24322
    """
    return year * 12 + month - 1


def parse_month(text: str) -> int:
    """The month of ``YYYY-MM`` text.

    Raises:
        ValueError: Not a month written that way.

    >>> parse_month("2026-11")
    24322
    """
    match = _MONTH.fullmatch(text)
    if match is None:
        raise ValueError(f"not a month (YYYY-MM): {text!r}")
    return month_of(int(match.group(1)), int(match.group(2)))


def parse_day(text: str) -> dt.date:
    """The day of ``YYYY-MM-DD`` text, and of no other ISO form.

    Raises:
        ValueError: Not a day written that way, or no such day.
    """
    if _DAY.fullmatch(text) is None:
        raise ValueError(f"not a day (YYYY-MM-DD): {text!r}")
    return dt.date.fromisoformat(text)


def month_text(month: int) -> str:
    """``YYYY-MM`` of a month.

    >>> month_text(24322)
    '2026-11'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_of_day(day: dt.date) -> int:
    """The month a day lies in."""
    return month_of(day.year, day.month)


def first_day(month: int) -> dt.date:
    """The first day of a month.

    >>> first_day(24322).isoformat()
    '2026-11-01'
    """
    return dt.date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> dt.date:
    """The last day of a month.

    >>> last_day(month_of(2024, 2)).isoformat()
    '2024-02-29'
    """
    return first_day(month + 1) - dt.timedelta(days=1)


def year_of(month: int) -> int:
    """The calendar year of a month."""
    return month // 12


def months_of_year(year: int) -> range:
    """The twelve months of a calendar year."""
    return range(year * 12, year * 12 + 12)


def age_text(months: int) -> str:
    """An age in months as ``60y1m``.

    >>> age_text(721)
    '60y1m'
    """
    return f"{months // 12}y{months % 12}m"


def parse_age(text: str) -> int:
    """Months of an age such as ``60y3m`` or ``60y``.

    Raises:
        ValueError: Not an age written that way.

    >>> parse_age("60y3m")
    723
    """
    match = re.fullmatch(r"([0-9]{1,3})y(?:([0-9]|1[01])m)?", text)
    if match is None:
        raise ValueError(f"not an age (60y3m): {text!r}")
    return int(match.group(1)) * 12 + int(match.group(2) or 0)
