"""What must hold for records beyond the shape of their file."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from calc.errors import Problem, problem
from calc.parameters.definitions import Definitions
from calc.parameters.model import Definition, Record
from calc.parameters.values import NONE, UNITS, Kind, RawValue, flattened, kind_of

if TYPE_CHECKING:
    from calc.parameters.validation import Where

ONE_HUNDRED = 100
_SCALES = {Kind.AMOUNT: 100, Kind.RATE: 10_000, Kind.NUMBER: 1}


def check_definitions(definitions: Definitions, where: Where) -> list[Problem]:
    """Problems of the register: units and parameters that it names and nobody knows."""
    found = []
    for name, definition in definitions.items():
        found += [
            problem("unit.unknown", where(["definitions", name, "units"]), unit, choices=UNITS)
            for unit in definition.units
            if kind_of(unit) is None
        ]
        for key, other in (("stand_in", definition.stand_in), ("not_above", definition.not_above)):
            if other is not None and definitions.find(other) is None:
                place = where(["definitions", name, key])
                found.append(problem("parameter.unknown", place, other, [], definitions.names()))
    return found


def check_name(parameter: str, unit: str, where: str, definitions: Definitions) -> list[Problem]:
    """Whether the parameter is known and may have this unit."""
    definition = definitions.find(parameter)
    if definition is None:
        names = [name.removesuffix(".*") for name in definitions.names()]
        return [problem("parameter.unknown", where, parameter, [], choices=names)]
    if unit not in definition.units:
        return [problem("unit.not_allowed", where, unit, choices=definition.units)]
    return []


def check_value(record: Record, raw: RawValue, definition: Definition) -> list[Problem]:
    """Problems of one value whose name and unit are right: shape, words, range, first day."""
    if flattened(raw) == NONE:
        if definition.may_be_none:
            return []
        allowed = definition.allowed or definition.units
        return [problem("value.none_not_taken", record.where, NONE, allowed)]
    found = [
        *_shape(record, raw, definition),
        *_list(record, raw),
        *_words(record, definition),
        *_range(record, definition),
    ]
    # where one entry is laid over another, what is left of the lower one may begin on any day
    if definition.contribution and record.first.day != 1 and not record.entered:
        found.append(problem("period.mid_month", record.where, record.first, ["YYYY-MM-01"]))
    return found


def _shape(record: Record, raw: RawValue, definition: Definition) -> list[Problem]:
    shape = {str: "scalar", list: "list", dict: "table"}[type(raw)]
    if shape == definition.shape or (definition.shape == "list" and isinstance(raw, str)):
        return []
    return [problem("value.wrong_shape", record.where, shape, [definition.shape])]


def _list(record: Record, raw: RawValue) -> list[Problem]:
    """A list or table holds something, nothing twice, and shares of a wage go upwards (tiers)."""
    if isinstance(raw, str):
        return []
    if not raw:
        return [problem("value.empty", record.where)]
    parsed = record.parsed
    if not isinstance(raw, list) or not isinstance(parsed, tuple):
        return []
    twice = [text for text, value in zip(raw, parsed, strict=True) if parsed.count(value) > 1]
    if twice:
        return [problem("list.twice", record.where, twice[-1])]
    falls = [
        a for a, b in itertools.pairwise(_numbers(record)) if record.kind is Kind.RATE and b < a
    ]
    return [problem("list.not_ascending", record.where, _text(number)) for number in falls[:1]]


def _words(record: Record, definition: Definition) -> list[Problem]:
    if definition.allowed is None or record.kind not in (Kind.WORD, Kind.WORDS):
        return []
    words = record.parsed if isinstance(record.parsed, tuple) else (record.parsed,)
    return [
        problem("value.not_allowed", record.where, word, choices=definition.allowed)
        for word in words
        if word not in definition.allowed
    ]


def _range(record: Record, definition: Definition) -> list[Problem]:
    low, high = definition.minimum, definition.maximum
    span = f"{_text(low or Decimal(0))} .. {'∞' if high is None else _text(high)}"
    found = []
    for number in _numbers(record):
        text = _text(number)
        if record.unit == "percent" and number > ONE_HUNDRED:
            found.append(problem("rate.above_100", record.where, text, ["≤ 100 %"]))
        elif (low is not None and number < low) or (high is not None and number > high):
            found.append(problem("value.out_of_range", record.where, text, [span]))
    return found


def _text(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _numbers(record: Record) -> list[Decimal]:
    """The numbers of a value as they are written: yuan, percent, counts."""
    scale = _SCALES.get(record.kind)
    if scale is None:
        return []
    parsed = record.parsed
    if isinstance(parsed, dict):
        parsed = tuple(parsed.values())
    values = parsed if isinstance(parsed, tuple) else (parsed,)
    return [Decimal(value) / scale for value in values if isinstance(value, int)]


def check_records(
    records: Iterable[Record],
    definitions: Definitions,
    chains: Iterable[Sequence[str]] = (),
) -> list[Problem]:
    """Problems between records: the same period twice, overlaps, a floor above its ceiling.

    Args:
        records: The records, of all places.
        definitions: What is known of each parameter.
        chains: For each place itself and those it lies within, nearest first: the floor of one
            level may meet the ceiling of another. Left out, only those of one level are held
            against each other.
    """
    by_key: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        by_key[record.place, record.parameter].append(record)
    found: list[Problem] = []
    for series in by_key.values():
        series.sort(key=lambda record: record.first)
        found += _overlaps(series)
    for (place, parameter), series in by_key.items():
        definition = definitions.find(parameter)
        if definition is not None and definition.not_above is not None:
            found += _crossings(series, by_key.get((place, definition.not_above), []))
    for parameter in sorted({parameter for _, parameter in by_key}):
        definition = definitions.find(parameter)
        if definition is not None and definition.not_above is not None:
            for chain in chains:
                floors = [by_key.get((place, parameter), []) for place in chain]
                ceilings = [by_key.get((place, definition.not_above), []) for place in chain]
                found += _crossings_between_levels(floors, ceilings)
    return list(dict.fromkeys(found))


def _crossings_between_levels(
    floors: Sequence[Sequence[Record]], ceilings: Sequence[Sequence[Record]]
) -> Iterator[Problem]:
    """A floor in force above the ceiling in force, where they stand at two levels.

    Args:
        floors: The records of each level, nearest first, sorted by their first day.
        ceilings: Those of the ceiling.
    """
    spans = [[_spans(series) for series in levels] for levels in (floors, ceilings)]
    every = [span for levels in spans for series in levels for span in series]
    days = {first for first, _, _ in every}
    days |= {end + dt.timedelta(days=1) for _, end, _ in every if end is not None}
    for day in sorted(days):
        floor, ceiling = (_in_force(levels, day) for levels in spans)
        if floor and ceiling and floor.place != ceiling.place:
            yield from _crossing(floor, ceiling)


_Span = tuple[dt.date, dt.date | None, Record]


def _spans(series: Sequence[Record]) -> list[_Span]:
    return [(record.first, end, record) for record, end in zip(series, ends(series), strict=True)]


def _in_force(levels: Sequence[Sequence[_Span]], day: dt.date) -> Record | None:
    """The record in force on a day at the nearest level."""
    for series in levels:
        for first, end, record in series:
            if record.not_for_use is None and first <= day and (end is None or day <= end):
                return record
    return None


def _overlaps(series: Sequence[Record]) -> list[Problem]:
    found = []
    for earlier, later in itertools.pairwise(series):
        if earlier.first == later.first:
            found.append(problem("period.twice", later.where, later.first))
        elif earlier.last is not None and earlier.last >= later.first:
            before = later.first - dt.timedelta(days=1)
            found.append(
                problem(
                    "period.overlap", later.where, earlier.last, [f"≤ {before} ({earlier.where})"]
                )
            )
    return found


def ends(series: Sequence[Record]) -> list[dt.date | None]:
    """The last day of each record of a sorted series: its own, or the day before the next."""
    following = [*(record.first for record in series[1:]), None][: len(series)]
    return [
        record.last or (after - dt.timedelta(days=1) if after is not None else None)
        for record, after in zip(series, following, strict=True)
    ]


def _crossings(floors: Sequence[Record], ceilings: Sequence[Record]) -> list[Problem]:
    found: list[Problem] = []
    for floor, floor_end in zip(floors, ends(floors), strict=True):
        for ceiling, ceiling_end in zip(ceilings, ends(ceilings), strict=True):
            apart = (ceiling_end is not None and ceiling_end < floor.first) or (
                floor_end is not None and floor_end < ceiling.first
            )
            if not apart:
                found += _crossing(floor, ceiling)
    return found


def _crossing(floor: Record, ceiling: Record) -> Iterator[Problem]:
    low, high = floor.parsed, ceiling.parsed
    if isinstance(low, int) and isinstance(high, int) and low > high:
        allowed = [f"≤ {ceiling.value} ({ceiling.where})"]
        yield problem("bounds.floor_above_ceiling", floor.where, floor.value, allowed)
