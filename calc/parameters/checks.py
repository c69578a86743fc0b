"""What must hold for records beyond the shape of their file."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from calc.errors import Problem, problem
from calc.money import MoneyError, parse_decimal
from calc.parameters.definitions import Definitions
from calc.parameters.model import Definition, Record
from calc.parameters.values import NONE, Kind, RawValue

ONE_HUNDRED_PERCENT_PPM = 1_000_000


def check_value(record: Record, raw: RawValue, definitions: Definitions) -> list[Problem]:
    """Problems of one value: name, unit, shape, words, range, first day."""
    definition = definitions.find(record.parameter)
    if definition is None:
        names = [name.removesuffix(".*") for name in definitions.names()]
        return [problem("parameter.unknown", record.where, record.parameter, [], choices=names)]
    found: list[Problem] = []
    if record.unit not in definition.units:
        found.append(
            problem("unit.not_allowed", record.where, record.unit, choices=definition.units)
        )
        return found
    if raw == NONE:
        return found
    found += _shape(record, raw, definition)
    found += _words(record, definition)
    found += _range(record, definition)
    if definition.contribution and record.first.day != 1 and not record.entered:
        found.append(problem("period.mid_month", record.where, record.first, ["YYYY-MM-01"]))
    return found


def _shape(record: Record, raw: RawValue, definition: Definition) -> list[Problem]:
    shape = {str: "scalar", list: "list", dict: "table"}[type(raw)]
    if shape == definition.shape or (definition.shape == "list" and isinstance(raw, str)):
        return []
    return [problem("value.wrong_shape", record.where, shape, [definition.shape])]


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
    found = []
    for text, number in _numbers(record):
        if record.unit == "percent" and number > ONE_HUNDRED_PERCENT_PPM:
            found.append(problem("rate.above_100", record.where, text, ["≤ 100 %"]))
            continue
        low, high = (_limit(limit) for limit in (definition.minimum, definition.maximum))
        value = _limit(text)
        if value is None:
            continue
        if (low is not None and value < low) or (high is not None and value > high):
            span = f"{definition.minimum or 0} .. {definition.maximum or '∞'}"
            found.append(problem("value.out_of_range", record.where, text, [span]))
    return found


def _numbers(record: Record) -> list[tuple[str, int]]:
    if record.kind not in (Kind.AMOUNT, Kind.RATE, Kind.NUMBER):
        return []
    texts = record.value.split(" ")
    if isinstance(record.parsed, dict):
        texts = [text.rpartition(":")[2] for text in texts]
        values = list(record.parsed.values())
    else:
        values = list(record.parsed) if isinstance(record.parsed, tuple) else [record.parsed]
    return [(t, v) for t, v in zip(texts, values, strict=True) if isinstance(v, int)]


def _limit(text: str | None) -> Decimal | None:
    try:
        return None if text is None else parse_decimal(text.removesuffix("%"), 6)
    except MoneyError:
        return None


def check_records(records: Iterable[Record], definitions: Definitions) -> list[Problem]:
    """Problems between records: the same period twice, overlaps, a floor above its ceiling."""
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
    return found


def _overlaps(series: Sequence[Record]) -> list[Problem]:
    found = []
    for earlier, later in zip(series, series[1:], strict=False):
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
    following = [*(record.first for record in series[1:]), None]
    return [
        record.last or (after - dt.timedelta(days=1) if after is not None else None)
        for record, after in zip(series, following, strict=True)
    ]


def _crossings(floors: Sequence[Record], ceilings: Sequence[Record]) -> list[Problem]:
    found = []
    for floor, floor_end in zip(floors, ends(floors), strict=True):
        for ceiling, ceiling_end in zip(ceilings, ends(ceilings), strict=True):
            apart = (ceiling_end is not None and ceiling_end < floor.first) or (
                floor_end is not None and floor_end < ceiling.first
            )
            if apart or not (isinstance(floor.parsed, int) and isinstance(ceiling.parsed, int)):
                continue
            if floor.parsed > ceiling.parsed:
                found.append(
                    problem(
                        "bounds.floor_above_ceiling",
                        floor.where,
                        floor.value,
                        [f"≤ {ceiling.value} ({ceiling.where})"],
                    )
                )
    return found
