"""Several overlays seen as one: what a later one says hides what earlier ones say for its days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from calc.parameters.checks import ends
from calc.parameters.model import Record

Key = tuple[str, str]
_DAY = dt.timedelta(days=1)


def by_key(records: Iterable[Record]) -> Mapping[Key, list[Record]]:
    """Records by place and parameter, each series by first day."""
    table: dict[Key, list[Record]] = defaultdict(list)
    for record in records:
        table[record.place, record.parameter].append(record)
    for series in table.values():
        series.sort(key=lambda record: record.first)
    return dict(table)


def merged(layers: Sequence[Sequence[Record]]) -> list[Record]:
    """The records of all layers with no two for the same day; the last layer is kept whole.

    An earlier record that a later one hides in part keeps the days that remain to it.
    """
    kept: dict[Key, list[Record]] = {}
    for layer in layers:
        for key, series in by_key(layer).items():
            below = kept.get(key, [])
            for record, end in zip(series, ends(series), strict=True):
                pieces = zip(below, ends(below), strict=True)
                below = [
                    piece for old, last in pieces for piece in _outside(old, last, record, end)
                ]
            kept[key] = sorted([*below, *series], key=lambda record: record.first)
    return [record for series in kept.values() for record in series]


def _outside(
    old: Record, old_end: dt.date | None, new: Record, new_end: dt.date | None
) -> list[Record]:
    """The parts of an old record before and after the days of a new one."""
    if (old_end is not None and old_end < new.first) or (
        new_end is not None and new_end < old.first
    ):
        return [old]
    pieces = []
    if old.first < new.first:
        pieces.append(replace(old, last=new.first - _DAY))
    if new_end is not None and (old_end is None or old_end > new_end):
        pieces.append(replace(old, first=new_end + _DAY, last=old_end))
    return pieces
