"""What a value on file may look like: units, shapes, and the exact number behind the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum

from calc.money import MoneyError, parse_decimal, parse_percent, parse_ratio, parse_yuan
from calc.months import parse_day, parse_month

RawValue = str | list[str] | dict[str, str]
Scalar = int | str | dt.date | tuple[int, int] | tuple[dt.date, dt.date]
Parsed = Scalar | tuple[Scalar, ...] | dict[str, Scalar]


class Kind(StrEnum):
    """What a unit measures, and so what the text is turned into."""

    AMOUNT = "amount"
    """Money, in fen."""
    RATE = "rate"
    """A percentage, in parts per million."""
    NUMBER = "number"
    """A whole number."""
    RATIO = "ratio"
    """Numerator and denominator."""
    WORD = "word"
    """One word or sentence of a list, or free text."""
    WORDS = "words"
    """A set of words."""
    DAY = "day"
    """A calendar day."""
    PERIOD = "period"
    """First and last day."""
    DAY_OF_YEAR = "day_of_year"
    """``MM-DD``."""
    MONTH_OF_YEAR = "month_of_year"
    """``MM``, as a number."""
    MONTH = "month"
    """``YYYY-MM``, as a whole number of months."""
    CLASSES = "classes"
    """County to wage class."""


_KINDS = {
    "percent": Kind.RATE,
    "percent of average_wage": Kind.RATE,
    "percent of base_pension_minimum": Kind.RATE,
    "months": Kind.NUMBER,
    "years": Kind.NUMBER,
    "hours": Kind.NUMBER,
    "minutes": Kind.NUMBER,
    "count": Kind.NUMBER,
    "decimals": Kind.NUMBER,
    "ratio": Kind.RATIO,
    "enum": Kind.WORD,
    "text": Kind.WORD,
    "set": Kind.WORDS,
    "date": Kind.DAY,
    "dates": Kind.PERIOD,
    "MM-DD": Kind.DAY_OF_YEAR,
    "MM": Kind.MONTH_OF_YEAR,
    "YYYY-MM": Kind.MONTH,
    "county:class": Kind.CLASSES,
}
UNITS = ("CNY/month", "CNY/year", *_KINDS)
"""Units to choose from in a message; amounts may be per anything (``CNY/order``)."""
NONE = "none"
"""The value that says: on file that this does not exist here."""


class ValueProblem(ValueError):
    """A value that does not fit its unit; ``code``, ``found`` and ``allowed`` as in a problem."""

    def __init__(self, code: str, found: object, allowed: str) -> None:
        super().__init__(code)
        self.code, self.found, self.allowed = code, found, allowed


def kind_of(unit: str) -> Kind | None:
    """The kind of a unit, or None where the unit is not known."""
    if unit.startswith("CNY/"):
        return Kind.AMOUNT
    return _KINDS.get(unit)


def flattened(value: RawValue) -> str:
    """The value as one text: lists joined by spaces, tables as ``key:value`` pairs."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return " ".join(value)
    return " ".join(f"{key}:{item}" for key, item in value.items())


def parse_value(raw: RawValue, unit: str) -> Parsed:
    """The exact value behind the text.

    Args:
        raw: Text, a list of texts or a table of texts, as written in the file.
        unit: The unit that stands beside it.

    Returns:
        Fen, parts per million, whole numbers, days, words; tuples for lists; dicts for tables.

    Raises:
        ValueProblem: The unit is unknown or the text does not fit it.
    """
    kind = kind_of(unit)
    if kind is None:
        raise ValueProblem("unit.unknown", unit, ", ".join(UNITS))
    if flattened(raw) == NONE:
        return NONE
    if isinstance(raw, dict):
        return {key: _scalar(item, kind, unit) for key, item in raw.items()}
    if isinstance(raw, list):
        return tuple(_scalar(item, kind, unit) for item in raw)
    if kind is Kind.WORDS:
        return (raw,)
    return _scalar(raw, kind, unit)


def _scalar(text: str, kind: Kind, unit: str) -> Scalar:
    try:
        return _PARSERS[kind](text)
    except MoneyError as error:
        raise ValueProblem(error.code, text, unit) from None
    except ValueError:
        raise ValueProblem("value.does_not_fit_unit", text, unit) from None


def _whole(text: str) -> int:
    return int(parse_decimal(text, 0))


def _word(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text


def _period(text: str) -> tuple[dt.date, dt.date]:
    first, separator, last = text.partition("..")
    if not separator:
        raise ValueError(text)
    days = parse_day(first), parse_day(last)
    if days[1] < days[0]:
        raise ValueError(text)
    return days


def _day_of_year(text: str) -> str:
    parse_day(f"2000-{text}")
    return text


def _month_of_year(text: str) -> int:
    if len(text) != 2 or not 1 <= int(text) <= 12:
        raise ValueError(text)
    return int(text)


_PARSERS: dict[Kind, Callable[[str], Scalar]] = {
    Kind.AMOUNT: parse_yuan,
    Kind.RATE: parse_percent,
    Kind.NUMBER: _whole,
    Kind.RATIO: parse_ratio,
    Kind.WORD: _word,
    Kind.WORDS: _word,
    Kind.DAY: parse_day,
    Kind.PERIOD: _period,
    Kind.DAY_OF_YEAR: _day_of_year,
    Kind.MONTH_OF_YEAR: _month_of_year,
    Kind.MONTH: parse_month,
    Kind.CLASSES: _whole,
}
