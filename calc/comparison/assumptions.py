"""Assumptions about the future: three named sets drawn from the file's own history by one rule.

cautious, middle and hopeful are the lowest, the median and the highest of the last five yearly
changes on file (of the last five yearly rates for the account's interest), as known on the
comparison's day, at the level whose history reaches furthest (the nearest on a tie) and has at
least two; where none has, of the declared stand-in (the nation's lowest base pension). A change
over several years counts by the year. The base pension has been raised by fixed steps, so its rises
count in yuan. Contribution bases follow wages, as their bounds do by law. Nothing else is assumed:
price growth has no record on file and counts only if entered, and a pension in payment never rises.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Literal

from calc.comparison.question import Question
from calc.errors import CanbaoError, Problem, problem
from calc.money import PPM, MoneyError, parse_percent, parse_yuan
from calc.parameters.model import Record
from calc.records import frozen

SetName = Literal["cautious", "middle", "hopeful"]
SETS: tuple[SetName, ...] = ("cautious", "middle", "hopeful")
LAST = 5
FEWEST = 2
HISTORIES = {
    "wage_growth": "employee_pension.average_wage",
    "account_interest": "employee_pension.account_interest",
    "base_pension_growth": "resident_pension.base_pension",
}
ENTERED_ONLY = ("base_growth", "price_growth", "horizon_age")
RATES = frozenset({"account_interest"})
"""Histories of rates: the values themselves count, not their changes."""
STEPS = frozenset({"base_pension_growth"})
"""Histories of amounts that rise by steps: the rises count in fen, not in proportion."""
NAMES = (*HISTORIES, *ENTERED_ONLY)
DEFAULT_HORIZON = 80
LOWEST_HORIZON, HIGHEST_HORIZON = 60, 110


@frozen
class Assumption:
    """One assumption in the three sets.

    Attributes:
        name: Stable name, as in ``--assume NAME=VALUE``.
        values: By set: a rate a year in parts per million, or a rise a year in fen (``STEPS``).
        entered: Given by the user; then all three are the same.
        parameter: The parameter whose history it is drawn from.
        place: The level of that history.
        first_year: First and last year of the values used.
        last_year: See ``first_year``.
    """

    name: str
    values: Mapping[SetName, int]
    entered: bool
    parameter: str = ""
    place: str = ""
    first_year: int = 0
    last_year: int = 0


@frozen
class Assumptions:
    """All assumptions of a projection.

    Attributes:
        rates: Those that are known, by name; one without history and not entered is left out.
        horizon_age: The age in years up to which pensions received are added up.
        horizon_entered: Whether that was given.
    """

    rates: Mapping[str, Assumption]
    horizon_age: int
    horizon_entered: bool

    def value(self, name: str, chosen: SetName) -> int | None:
        """The rate or rise of a set, or None where it is not known."""
        found = self.rates.get(name)
        return None if found is None else found.values[chosen]


def read_assumptions(entries: Mapping[str, object]) -> dict[str, int]:
    """What was entered as ``NAME=VALUE``: rates in ppm, rises in fen, the horizon in years.

    Raises:
        CanbaoError: An unknown name or a value that cannot be taken; all are listed.
    """
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for name, text in entries.items():
        where = f"--assume {name}"
        if not isinstance(text, str):
            problems.append(problem("value.wrong_type", where, text, ["2%"]))
        elif name not in NAMES:
            problems.append(problem("assumption.unknown", where, name, choices=NAMES))
        elif name == "horizon_age":
            if text.isdecimal() and LOWEST_HORIZON <= int(text) <= HIGHEST_HORIZON:
                found[name] = int(text)
            else:
                allowed = f"{LOWEST_HORIZON} .. {HIGHEST_HORIZON}"
                problems.append(problem("value.out_of_range", where, text, [allowed]))
        else:
            try:
                found[name] = parse_yuan(text) if name in STEPS else _rate(text)
            except MoneyError as error:
                problems.append(problem(error.code, where, text, ["-50% .. 100%"]))
    if problems:
        raise CanbaoError(problems)
    return found


def _rate(text: str) -> int:
    """A yearly rate; unlike a contribution rate it may be negative."""
    negative = text.startswith("-")
    ppm = parse_percent(text.removeprefix("-"))
    if ppm > (PPM // 2 if negative else PPM):
        raise MoneyError("money.rate_out_of_bounds", text)
    return -ppm if negative else ppm


def assumptions_for(
    question: Question, place: str, entered: Mapping[str, int], names: Sequence[str] = NAMES
) -> Assumptions:
    """The assumptions for a place: what was entered, else the history on file.

    Args:
        question: The comparison's fixed facts; histories are those known on its day.
        place: The place whose history counts.
        entered: As ``read_assumptions`` gives it.
        names: Those that matter here.
    """
    rates: dict[str, Assumption] = {}
    for name in names:
        if name == "horizon_age":
            continue
        if name in entered:
            rates[name] = Assumption(name, dict.fromkeys(SETS, entered[name]), entered=True)
        elif name in HISTORIES:
            drawn = _drawn(question, place, name)
            if drawn is not None:
                rates[name] = drawn
    return Assumptions(rates, entered.get("horizon_age", DEFAULT_HORIZON), "horizon_age" in entered)


def _drawn(question: Question, place: str, name: str) -> Assumption | None:
    """An assumption from the history on file, or None where no level has enough of one."""
    parameter = HISTORIES[name]
    definition = question.parameters.definitions.find(parameter)
    stand_in = None if definition is None else definition.stand_in
    for source in (parameter, stand_in):
        found = [] if source is None else _histories(question, place, name, source)
        if source is not None and found:
            level, known, used = max(found, key=lambda history: history[1][-1].first)
            first = len(known) - len(used) - (0 if name in RATES else 1)
            return Assumption(
                name,
                dict(zip(SETS, _low_middle_high(used), strict=True)),
                entered=False,
                parameter=source,
                place=level,
                first_year=known[first].first.year,
                last_year=known[-1].first.year,
            )
    return None


def _histories(
    question: Question, place: str, name: str, parameter: str
) -> list[tuple[str, list[Record], list[int]]]:
    """Levels with enough history, nearest first: records known, and the last values or changes."""
    found = []
    for level in question.parameters.chain(place):
        known = _known(question.parameters.series(level, parameter), question.known_on)
        rates = _rates(known) if name in RATES else _changes(known, by_amount=name in STEPS)
        if len(rates) >= FEWEST:
            found.append((level, known, rates[-LAST:]))
    return found


def _known(series: Sequence[Record], known_on: dt.date) -> list[Record]:
    return [
        record
        for record in series
        if record.known_from <= known_on
        and record.first <= known_on
        and record.not_for_use is None
        and isinstance(record.parsed, int)
    ]


def _rates(records: Sequence[Record]) -> list[int]:
    return [record.parsed for record in records if isinstance(record.parsed, int)]


def _changes(records: Sequence[Record], *, by_amount: bool) -> list[int]:
    """The change a year from each record to the next, half up: in fen, or parts per million."""
    changes = []
    for before, after in itertools.pairwise(records):
        if isinstance(before.parsed, int) and isinstance(after.parsed, int) and before.parsed > 0:
            years = max(after.first.year - before.first.year, 1)
            unit, divisor = (1, years) if by_amount else (PPM, before.parsed * years)
            changes.append((2 * unit * (after.parsed - before.parsed) + divisor) // (2 * divisor))
    return changes


def _low_middle_high(values: Sequence[int]) -> tuple[int, int, int]:
    """Lowest, median (of an even number the lower of the two in the middle), highest."""
    ordered = sorted(values)
    return ordered[0], ordered[(len(ordered) - 1) // 2], ordered[-1]
