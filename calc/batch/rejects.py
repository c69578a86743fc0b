"""Rows that are not taken: one line for each problem, with its words in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from calc.batch.columns import columns
from calc.errors import Problem, shortened
from calc.i18n import render
from calc.messages import N_, Message
from calc.wording import problem_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from calc.i18n import Lang

    Whole = NDArray[np.int64]

REJECTS = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("line", pa.int64()),
        pa.field("id", pa.string()),
        pa.field("column", pa.string()),
        pa.field("value", pa.string()),
        pa.field("code", pa.string(), nullable=False),
        pa.field("message_zh", pa.string(), nullable=False),
        pa.field("message_en", pa.string(), nullable=False),
    ]
)
"""The columns of a list of rejected rows."""
_VALUE_LENGTH = 200
WHOLE_ROW = N_("the whole row")
"""Where a problem lies that is none of a column."""
_FOUND = "\N{INFORMATION SEPARATOR ONE}"
"""Stands for what was found while a message is put into words."""


@dataclass
class Wording:
    """Problems in words, worked out once for all that differ only in what was found."""

    _known: dict[tuple[object, ...], str] = field(default_factory=dict)

    def text(self, problem: Problem, lang: Lang) -> str:
        """One problem in one language."""
        found = _FOUND if problem.found else ""
        key = (lang, problem.code, problem.where, found, problem.nearest, problem.allowed)
        text = self._known.get(key)
        if text is None:
            where = problem.where or render(Message(WHOLE_ROW), lang)
            text = self._known[key] = problem_text(replace(problem, where=where, found=found), lang)
        return text.replace(_FOUND, problem.found)


@dataclass
class Rejects:
    """Collects what is wrong with the rows of one batch, by position in it."""

    wording: Wording
    _at: list[Whole] = field(default_factory=list)
    _said: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def add(self, at: Whole, column: str, value: object, problem: Problem) -> None:
        """The same problem of one value in some rows."""
        named = replace(problem, where=column or problem.where)
        self._at.append(at)
        self._said.append(
            (
                column,
                "" if value is None else shortened(value, _VALUE_LENGTH),
                problem.code,
                self.wording.text(named, "zh"),
                self.wording.text(named, "en"),
            )
        )

    def batch(self, numbers: Whole, lines: Whole | None, ids: pa.Array) -> pa.RecordBatch:
        """All problems in the order of rows and columns.

        Args:
            numbers: The number of each row of the batch.
            lines: The line that each row stands on, where it stands on one.
            ids: The id of each row.
        """
        if not self._at:
            return _empty()
        at = np.concatenate(self._at)
        said = np.repeat(np.arange(len(self._at)), [len(each) for each in self._at])
        rank = {name: number for number, name in enumerate(columns())}
        ranks = np.array([rank.get(each[0], -1) for each in self._said])
        order = np.lexsort((said, ranks[said], at))
        at, said = at[order], said[order]
        columns_ = zip(*self._said, strict=True)
        texts = [pa.array(column, pa.string()).take(said) for column in columns_]
        line = pa.nulls(len(at), pa.int64()) if lines is None else pa.array(lines[at])
        return pa.RecordBatch.from_arrays(
            [pa.array(numbers[at]), line, ids.take(at), *texts], schema=REJECTS
        )


def _empty() -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([], each.type) for each in REJECTS], schema=REJECTS)


def by_column(problems: Iterable[Problem]) -> Mapping[str, list[Problem]]:
    """Problems of one applicant by the column they stand in."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.where.removeprefix("applicant").strip(), []).append(problem)
    return found
