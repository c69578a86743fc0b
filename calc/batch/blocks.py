"""A part of an input on its way from reading to evaluating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from calc.batch.cells import BadCells
from calc.errors import Problem
from calc.records import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


@frozen(slots=False)
class Refused:
    """A row that could not even be read.

    Attributes:
        row: Its number.
        line: The line it stands on.
        found: What stands there.
        problem: What is wrong with it.
        column: The column, where it is known.
    """

    row: int
    line: int
    found: str
    problem: Problem
    column: str = ""


@frozen(slots=False)
class Rows:
    """Rows that were read.

    Attributes:
        batch: Their values; every column is one of an applicant's keys.
        numbers: The number of each row.
        lines: The line each stands on; None where rows stand on no lines.
        others: By column and position, values that no Arrow column could hold.
        beside: What is wrong with rows beside the values of their columns, by position.
        refused: Rows that could not be read.
    """

    batch: pa.RecordBatch
    numbers: Whole
    lines: Whole | None = None
    others: Mapping[str, Mapping[int, object]] = field(default_factory=dict)
    beside: Sequence[BadCells] = ()
    refused: Sequence[Refused] = ()

    @property
    def count(self) -> int:
        """All rows: those that could be read and those that could not."""
        return int(self.batch.num_rows) + len({each.row for each in self.refused})
