"""Blocks of NDJSON as rows: an applicant on each line, nested or with dots in its keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from calc.applicant import read_applicant
from calc.batch.blocks import Refused, Rows
from calc.batch.columns import Kind, columns
from calc.batch.lines import SHOWN, Block, Lines
from calc.errors import CanbaoError, Problem, problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


class JsonReader:
    """Reads blocks of one file."""

    def read(self, block: Block) -> Rows:
        """The rows of a block."""
        if block.too_long:
            found = block.data.decode("utf-8", "replace")
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

    values: dict[str, dict[int, str]] = field(default_factory=dict)
    others: dict[str, dict[int, object]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def add(self, text: bytes, row: int, line: int) -> None:
        """Add one line."""
        try:
            data = _parsed(text)
            cells = list(_cells(data))
        except CanbaoError as error:
            found = text[:SHOWN].decode("utf-8", "replace")
            self.refused += [
                Refused(row, line, each.found or found, each, each.where) for each in error.problems
            ]
            return
        at = len(self.numbers)
        self.numbers.append(row)
        self.lines.append(line)
        for name, value in cells:
            text_of_cell = _as_text(value, columns()[name].kind)
            if text_of_cell is not None:
                self.values.setdefault(name, {})[at] = text_of_cell
            elif value is not None:
                self.values.setdefault(name, {})
                self.others.setdefault(name, {})[at] = value

    def rows(self) -> Rows:
        """All rows added."""
        count = range(len(self.numbers))
        names = [name for name in columns() if name in self.values or name == "workplace"]
        batch = pa.RecordBatch.from_arrays(
            [pa.array(map(self.values.get(name, {}).get, count), pa.string()) for name in names],
            names,
        )
        return Rows(
            batch,
            np.array(self.numbers, np.int64),
            np.array(self.lines, np.int64),
            self.others,
            self.refused,
        )


def _parsed(text: bytes) -> Mapping[str, object]:
    twice: list[Problem] = []

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(items)
        if len(found) != len(items):
            keys = [key for key, _ in items]
            twice.extend(
                problem("json.duplicate_key", "", key) for key in found if keys.count(key) > 1
            )
        return found

    try:
        data: object = json.loads(
            text.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=str,
            object_pairs_hook=pairs,
        )
    except UnicodeDecodeError:
        raise CanbaoError([problem("csv.wrong_encoding")]) from None
    except json.JSONDecodeError as error:
        raise CanbaoError([problem("json.syntax", "", error.msg)]) from None
    except (RecursionError, ValueError) as error:  # nested, or thousands of digits
        raise CanbaoError([problem("json.syntax", "", str(error))]) from None
    if not isinstance(data, dict):
        raise CanbaoError([problem("json.not_an_object")])
    if twice:
        raise CanbaoError(twice)
    return data


def _cells(data: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The values of an applicant by column.

    Raises:
        CanbaoError: A key is not known, or a group is no object; as the applicant's reader says.
    """
    known = columns()
    for key, value in data.items():
        if isinstance(value, dict):
            names = [f"{key}.{inner}" for inner in value]
            if not all(name in known for name in names):
                _refuse(data)
            yield from zip(names, value.values(), strict=True)
        elif key in known:
            yield key, value
        elif value is not None and value != "":
            _refuse(data)


def _refuse(data: Mapping[str, object]) -> None:
    """Say what is wrong with the keys of an applicant."""
    nested = {key: value for key, value in data.items() if "." not in key or key not in columns()}
    try:
        read_applicant({"workplace": "-", **nested}, lambda path: ".".join(map(str, path)))
    except CanbaoError as error:
        raise CanbaoError(error.problems) from None
    raise AssertionError(f"refused in a batch, read alone: {data}")


def _as_text(value: object, kind: Kind) -> str | None:
    """A value as text of the same meaning; None where text would mean something else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower() if kind is Kind.BOOLEAN else None
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        text = str(value)
        return None if "E" in text else text
    return None


def header_of(names: Sequence[str]) -> pa.Schema:
    """A header of text columns."""
    return pa.schema([pa.field(name, pa.string()) for name in names])
