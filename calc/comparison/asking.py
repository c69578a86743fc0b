"""What is asked beside the applicant: the day, what was known when, the year, the mode."""

from __future__ import annotations

import datetime as dt

from calc.errors import Problem, problem
from calc.money import plain
from calc.months import parse_day
from calc.parameters.lookup import MODES, Mode
from calc.records import frozen

FIRST_YEAR, LAST_YEAR = 1997, 2100
Day = dt.date | str
"""A day; text is read as ``YYYY-MM-DD``, of a time its date counts."""


@frozen
class Asking:
    """What is asked, as far as it could be read.

    Attributes:
        on: The day asked about; None where it cannot be taken.
        known_on: What was known on this day is used; None where it cannot be taken.
        year: The year added up; None where it cannot be taken.
        mode: strict or provisional; None where it is neither.
        problems: What is wrong.
    """

    on: dt.date | None
    known_on: dt.date | None
    year: int | None
    mode: Mode | None
    problems: tuple[Problem, ...]


def read_asking(
    on: object, known_on: object = None, year: object = None, mode: object = "provisional"
) -> Asking:
    """Read what is asked; nothing is raised, whatever was given.

    Args:
        on: A day.
        known_on: A day; ``on`` if None.
        year: A whole number, also as text; that of ``on`` if None.
        mode: One of ``MODES``.
    """
    problems: list[Problem] = []
    day = _day(on, "on", problems)
    known = day if known_on is None else _day(known_on, "known_on", problems)
    asked = (day.year if day else None) if year is None else _year(year, problems)
    given_year = None if year is None else asked
    for where, number in (("year", given_year), ("on", day.year if day else None)):
        if number is not None and not FIRST_YEAR <= number <= LAST_YEAR:
            problems.append(_out_of_range(where, number))
    given = next((each for each in MODES if each == mode), None)
    if given is None:
        problems.append(problem("value.not_allowed", "mode", mode, choices=MODES))
    return Asking(day, known, asked, given, tuple(problems))


def _day(value: object, where: str, problems: list[Problem]) -> dt.date | None:
    value = plain(value)
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return parse_day(value.strip() if isinstance(value, str) else "")
    except ValueError:
        problems.append(problem("date.not_a_day", where, value, ["YYYY-MM-DD"]))
        return None


def _year(value: object, problems: list[Problem]) -> int | None:
    value = plain(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if len(text) == 4 and text.isascii() and text.isdigit():
        return int(text)
    problems.append(_out_of_range("year", value))
    return None


def _out_of_range(where: str, found: object) -> Problem:
    return problem("year.out_of_range", where, found, [f"{FIRST_YEAR} .. {LAST_YEAR}"])
