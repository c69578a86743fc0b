"""Blocks of NDJSON as rows: an applicant on each line, nested or with dots in its keys.

What is wrong with a line's keys stands beside its values: they are read all the same, so that
everything that is wrong with a row is said at once, as the comparison says it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from calc.applicant import read_applicant
from calc.batch.blocks import Refused, Rows
from calc.batch.cells import BadCells
from calc.batch.columns import REQUIRED, Column, Kind, columns
from calc.batch.lines import Block, Lines, shown
from calc.errors import CanbaoError, Problem, problem
from calc.reading import parse_json

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

_ANYWHERE = "-"
"""Stands for a workplace while other keys are looked at."""


class JsonReader:
    """Reads blocks of one file."""

    def read(self, block: Block) -> Rows:
        """The rows of a block."""
        if block.too_long:
            found = shown(block.data)
            refused = Refused(block.at.row, block.at.line, found, problem("csv.line_too_long"))
            return _Collected(refused=[refused]).rows()
        lines = Lines.of(block.data)
        collected = _Collected()
        row = block.at.row
        for number in np.flatnonzero(~lines.empty).tolist():
            collected.add(lines.text(block.data, number), row, block.at.line + number)
            row += 1
        return collected.rows()


@dataclass
class _Collected:
    """Rows on their way into columns."""

    values: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    others: dict[str, dict[int, object]] = field(default_factory=lambda: defaultdict(dict))
    numbers: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    beside: list[BadCells] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def add(self, text: bytes, row: int, line: int) -> None:
        """Add one line."""
        try:
            data, twice = _parsed(text)
        except CanbaoError as error:
            self.refused += [Refused(row, line, shown(text), each) for each in error.problems]
            return
        at = len(self.numbers)
        self.numbers.append(row)
        self.lines.append(line)
        given, again = _named(data)
        problems = [problem("json.duplicate_key", "", key) for key in (*twice, *again)]
        known = columns()
        for name, value in given.items():
            if name in known:
                self._put(known[name], at, value)
            elif not _is_left_out(value):
                problems += _wrong_keys(name, value)
        self.beside += [
            BadCells(each.where, np.array([at]), each.found, (each,)) for each in problems
        ]

    def _put(self, column: Column, at: int, value: object) -> None:
        """Put a value into its column; what no column of text holds beside it."""
        text = _as_text(value, column.kind)
        if text is not None:
            self.values[column.name][at] = text
        elif value is not None:
            self.others[column.name][at] = value

    def rows(self) -> Rows:
        """All rows added."""
        count = range(len(self.numbers))
        given = {REQUIRED, *self.values, *self.others}
        names = [name for name in columns() if name in given]
        batch = pa.RecordBatch.from_arrays(
            [pa.array(map(self.values[name].get, count), pa.string()) for name in names], names
        )
        return Rows(
            batch,
            np.array(self.numbers, np.int64),
            np.array(self.lines, np.int64),
            dict(self.others),
            self.beside,
            self.refused,
        )


def _parsed(text: bytes) -> tuple[Mapping[str, object], Sequence[str]]:
    """The object on a line, and its keys that stand twice.

    Raises:
        CanbaoError: The line is no JSON object.
    """
    try:
        data, twice = parse_json(text.decode("utf-8"))
    except UnicodeDecodeError:
        raise CanbaoError([problem("csv.wrong_encoding")]) from None
    except json.JSONDecodeError as error:
        raise CanbaoError([problem("json.syntax", "", error.msg)]) from None
    except RecursionError:
        raise CanbaoError([problem("yaml.too_deep", "", "[[[…")]) from None
    if not isinstance(data, dict):
        raise CanbaoError([problem("json.not_an_object")])
    return data, twice


def _named(data: Mapping[str, object]) -> tuple[Mapping[str, object], Sequence[str]]:
    """Values by their whole names, and the names that stand within a group and with a dot."""
    if not any(isinstance(value, dict) for value in data.values()):
        return data, ()
    groups = _groups()
    given: dict[str, object] = {}
    twice = []
    for key, value in data.items():
        pairs = {key: value}
        if key in groups and isinstance(value, dict):
            pairs = {f"{key}.{inner}": each for inner, each in value.items()}
        twice += [name for name in pairs if name in given]
        given |= pairs
    return given, twice


@cache
def _groups() -> frozenset[str]:
    """The keys that hold keys."""
    return frozenset(column.path[0] for column in columns().values() if len(column.path) > 1)


def _is_left_out(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _wrong_keys(name: str, value: object) -> Sequence[Problem]:
    """What is wrong with a key that is no column: a group without keys, or one not known."""
    return _wrong(name, value) if name in _groups() else _unknown(name)


@lru_cache(maxsize=10_000)
def _unknown(name: str) -> Sequence[Problem]:
    """What is wrong with a key that is not known; the same one may stand on every line."""
    group, dot, inner = name.partition(".")
    return _wrong(group, {inner: 1}) if dot and group in _groups() else _wrong(name, 1)


def _wrong(key: str, value: object) -> Sequence[Problem]:
    """What the applicant's own reader says of one key."""
    try:
        read_applicant({REQUIRED: _ANYWHERE, key: value}, lambda path: ".".join(map(str, path)))
    except CanbaoError as error:
        return error.problems
    raise AssertionError(f"refused in a batch, read alone: {key!r}")


def _as_text(value: object, kind: Kind) -> str | None:
    """A value as text of the same meaning; None where no text of a column means it."""
    if isinstance(value, str):
        return value if value.isascii() or _is_whole(value) else None
    if isinstance(value, bool):
        return str(value).lower() if kind is Kind.BOOLEAN else None
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        text = str(value)
        return None if "E" in text else text
    return None


def _is_whole(text: str) -> bool:
    """Whether no half of a character stands in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
