"""Reads whole columns of an input into whole numbers, by the applicant's own rules.

What a fast path surely reads right is read by the column; every other distinct value goes once
through the very rule that reads one applicant. So a batch takes and refuses what ``compare`` does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from calc.batch.columns import Column, Kind
from calc.batch.decimals import scaled_decimal, scaled_float, scaled_text, scaled_whole
from calc.batch.plain_columns import plain_column
from calc.money import MAXIMUM_FEN
from calc.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from calc.errors import Problem

    Whole = NDArray[np.int64]

LEFT_OUT = -1
"""Stands for a value that was not given."""
REFUSED = -2
"""Stands for a value that was given and is not taken."""
_MOST_REMEMBERED = 200_000
_LONGEST_REMEMBERED = 1_000
"""Longer texts are no values of an applicant, and many of them would fill the memory."""
_MAXIMUM_YUAN = MAXIMUM_FEN // 100
_HIGHEST = {Kind.YUAN: _MAXIMUM_YUAN, Kind.DECIMAL: 10}
_TEXT_LENGTH = 200
_UNCHANGED = rf"\A[\x21-\x7e\x{{4e00}}-\x{{9fff}}]{{1,{_TEXT_LENGTH}}}\z"
"""Text that the reader leaves as it is: printed ASCII and common Chinese characters."""


@frozen
class BadCells:
    """One wrong value of a column and the rows it stands in."""

    column: str
    rows: Whole
    found: object
    problems: tuple[Problem, ...]


@frozen
class Cells:
    """A column that was read.

    Attributes:
        numbers: One whole number a row: fen, months, the number of a choice or of a word;
            ``LEFT_OUT`` or ``REFUSED``.
        bad: What was not taken.
        text: For a text column, its rows as the reader would give them.
    """

    numbers: Whole
    bad: tuple[BadCells, ...] = ()
    text: pa.Array | None = None


@dataclass
class ColumnReader:
    """Reads one column, batch after batch, and remembers what each odd value meant.

    Attributes:
        words: The distinct words of a word column, by number.
    """

    column: Column
    words: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _known: dict[object, tuple[int, tuple[Problem, ...]]] = field(default_factory=dict)

    def read(self, found: pa.Array, others: Mapping[int, object] | None = None) -> Cells:
        """Read a column.

        Args:
            found: The values.
            others: By row, values that no Arrow column of this kind could hold, such as the
                ``true`` of a JSON line where an amount belongs. They stand instead of ``found``.
        """
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
            self._numbers.clear()
            self.words.clear()
        found, broken = plain_column(found, self.column.kind)
        others = {**broken, **(others or {})}
        numbers = np.full(len(found), LEFT_OUT, dtype=np.int64)
        text = None
        if self.column.kind is Kind.TEXT:
            text, left = self._unchanged(found, numbers)
        else:
            left = self._at_once(found, numbers)
        bad: list[BadCells] = []
        if others:
            rows = np.fromiter(others, np.int64)
            left = np.setdiff1d(left, rows)
            each = np.arange(len(others))
            text = self._fill(numbers, text, bad, rows, list(others.values()), each)
        if left.size:
            part = found if left.size == len(found) else found.take(pa.array(left))
            text = self._fill(numbers, text, bad, left, *_encoded(part))
        return Cells(numbers, tuple(bad), text)

    def _fill(
        self,
        numbers: Whole,
        text: pa.Array | None,
        bad: list[BadCells],
        rows: Whole,
        values: list[object],
        inverse: Whole,
    ) -> pa.Array | None:
        """Fill in rows by what each of their distinct values means; the text with those rows."""
        meanings = [self._meaning(value) for value in values]
        codes = np.array([number for number, _ in meanings], np.int64)[inverse]
        numbers[rows] = codes
        refused = np.flatnonzero(codes == REFUSED)
        if refused.size:
            order = refused[np.argsort(inverse[refused], kind="stable")]
            cuts = np.flatnonzero(np.diff(inverse[order])) + 1
            for same in np.split(order, cuts):
                index = int(inverse[same[0]])
                bad.append(
                    BadCells(self.column.name, rows[same], values[index], meanings[index][1])
                )
        if text is None:
            return None
        kept = codes >= 0
        mask = np.zeros(len(numbers), dtype=bool)
        mask[rows[kept]] = True
        # a word for each row, in the order of the rows, as the mask takes them
        in_order = np.argsort(rows[kept], kind="stable")
        words = [self.words[code] for code in codes[kept][in_order].tolist()]
        return pc.replace_with_mask(text, pa.array(mask), pa.array(words, pa.string()))

    # -- at once ----------------------------------------------------------------------------

    def _at_once(self, found: pa.Array, numbers: Whole) -> Whole:
        """Fill in what can be read at once; the rows that are left."""
        valid = np.asarray(found.is_valid())
        read = self._scaled(found)
        if read is None:
            return np.flatnonzero(valid)
        values, taken = read
        taken &= valid
        np.copyto(numbers, values, where=taken)
        return np.flatnonzero(valid & ~taken)

    def _scaled(self, found: pa.Array) -> tuple[Whole, NDArray[np.bool_]] | None:
        kind, of = self.column.kind, found.type
        if kind is Kind.BOOLEAN and pa.types.is_boolean(of):
            return np.asarray(found.fill_null(False).cast(pa.int64())), np.ones(len(found), bool)
        if kind is Kind.YUAN or (kind is Kind.DECIMAL and self.column.decimals > 4):
            decimals = self.column.decimals if kind is Kind.DECIMAL else 2
            highest = _HIGHEST[kind]
            if pa.types.is_string(of):
                return scaled_text(found, decimals, highest)
            if pa.types.is_integer(of):
                return scaled_whole(found, decimals, highest)
            if pa.types.is_float64(of):
                return scaled_float(found, decimals, highest)
            if pa.types.is_decimal(of):
                return scaled_decimal(found, decimals, highest)
        return None

    def _unchanged(self, found: pa.Array, numbers: Whole) -> tuple[pa.Array, Whole]:
        """Text that stays as it is, and the rows that are left."""
        valid = np.asarray(found.is_valid())
        if pa.types.is_integer(found.type):
            found = found.cast(pa.string())
        if not pa.types.is_string(found.type):
            return pa.nulls(len(found), pa.string()), np.flatnonzero(valid)
        same = np.asarray(pc.match_substring_regex(found, _UNCHANGED).fill_null(False))
        numbers[same] = 0
        text = found if bool(same.all()) else pc.if_else(pa.array(same), found, None)
        return text, np.flatnonzero(valid & ~same)

    # -- one distinct value -----------------------------------------------------------------

    def _meaning(self, value: object) -> tuple[int, tuple[Problem, ...]]:
        if isinstance(value, str) and len(value) > _LONGEST_REMEMBERED:
            return self._read_one(value)
        # as it is written: 0.0 and -0.0 are equal, and so are decimals of any scale
        written = repr(value) if isinstance(value, float | Decimal) else value
        key = (type(value), written)
        try:
            known = self._known.get(key)
        except TypeError:  # a list or an object of a JSON line
            return self._read_one(value)
        if known is None:
            known = self._known[key] = self._read_one(value)
        return known

    def _read_one(self, value: object) -> tuple[int, tuple[Problem, ...]]:
        if value is None or (isinstance(value, str) and not value.strip()):
            return LEFT_OUT, ()
        meaning, problems = self.column.value_of(value)
        if problems:
            return REFUSED, problems
        if isinstance(meaning, str) and self.column.kind in (Kind.WORD, Kind.TEXT):
            return self._number_of_word(meaning), ()
        return self.column.number_of(meaning), ()

    def _number_of_word(self, word: str) -> int:
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number


def _encoded(part: pa.Array) -> tuple[list[object], Whole]:
    """Distinct values as Python objects, and for each row which of them it holds."""
    if pa.types.is_floating(part.type):
        # by their bits: 0.0 and -0.0 are two values; single floats are read as they print
        as_is = np.asarray(part)
        bits, inverse = np.unique(as_is.view(f"i{as_is.itemsize}"), return_inverse=True)
        return [float(str(value)) for value in bits.view(as_is.dtype)], inverse
    if not pa.types.is_dictionary(part.type):
        part = part.dictionary_encode()
    return part.dictionary.to_pylist(), np.asarray(part.indices).astype(np.int64)
