"""Blocks of CSV as rows: lines that a fast reader could take wrong are looked at one by one."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv

from calc.batch.blocks import Refused, Rows
from calc.batch.fields import FieldError, join_fields, split_fields
from calc.batch.lines import NEWLINE, QUOTE, RETURN, Block, Lines, shown
from calc.errors import problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

Encoding = Literal["utf-8", "gb18030"]
BOM = b"\xef\xbb\xbf"
_COMMA, _NUL = ord(","), 0


def decide_encoding(data: bytes, *, cut: bool = False) -> Encoding | None:
    """The encoding of bytes by the lines that are not plain ASCII; None where all of them are.

    UTF-8 if more such lines are UTF-8 than are not: text in GB18030 is hardly ever valid UTF-8.

    Args:
        data: The bytes.
        cut: Whether they may end within a character.
    """
    if data.isascii():
        return None
    valid = invalid = 0
    lines = data.split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.isascii():
            good = _decodes(line, "utf-8", cut=cut and number == len(lines))
            valid, invalid = valid + good, invalid + (not good)
    return "utf-8" if valid >= invalid else "gb18030"


@dataclass
class CsvReader:
    """Reads blocks of one file.

    Attributes:
        names: The applicant's key of each column; a column without one is left out.
        encoding: The encoding; ASCII is both.
    """

    names: Sequence[str]
    encoding: Encoding = "utf-8"

    def read(self, block: Block) -> Rows:
        """The rows of a block."""
        if block.too_long:
            return self._too_long(block)
        return _Reading(self, block).rows()

    def parsed(self, data: bytes, ragged: list[tuple[int, int]]) -> pa.RecordBatch:
        """Lines that are surely CSV as text columns; empty fields are null.

        Args:
            data: The lines.
            ragged: Here the positions of lines with another number of fields are put, and those
                numbers.
        """

        def skip(row: pa.csv.InvalidRow) -> str:
            ragged.append((row.number - 1, row.actual_columns))
            return "skip"

        schema = pa.schema([pa.field(name, pa.string()) for name in self.names if name])
        if not data.strip(b"\r\n"):
            return pa.RecordBatch.from_pylist([], schema)
        table = pyarrow.csv.read_csv(
            pa.BufferReader(data),
            pyarrow.csv.ReadOptions(
                column_names=[name or f"({n})" for n, name in enumerate(self.names)],
                use_threads=False,
                block_size=len(data) + 1,
            ),
            pyarrow.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip),
            pyarrow.csv.ConvertOptions(
                column_types=schema,
                include_columns=schema.names,
                strings_can_be_null=True,
                null_values=[""],
                check_utf8=False,
            ),
        )
        batches = table.combine_chunks().to_batches()
        return batches[0] if batches else pa.RecordBatch.from_pylist([], schema)

    def _too_long(self, block: Block) -> Rows:
        found = shown(block.data, self.encoding)
        refused = Refused(block.at.row, block.at.line, found, problem("csv.line_too_long"))
        return Rows(
            self.parsed(b"", []), np.empty(0, np.int64), np.empty(0, np.int64), refused=[refused]
        )


class _Reading:
    """One block on its way."""

    def __init__(self, reader: CsvReader, block: Block) -> None:
        self._reader = reader
        self._block = block
        self._refused: list[Refused] = []
        self._data, bad_lines = _as_utf8(block.data, reader.encoding)
        self._lines = lines = Lines.of(self._data)
        begins = ~lines.empty
        last = np.arange(len(lines))
        for first, end in block.joined:
            begins[first + 1 : end + 1] = False
            last[first] = end
        self._first = np.flatnonzero(begins)
        self._last = last[self._first]
        self._starts = lines.starts[self._first]
        self._badly_encoded = set(self._records(lines.starts[bad_lines]).tolist())

    def rows(self) -> Rows:
        """The rows, and those that cannot be read."""
        kept = np.ones(self._first.size, dtype=bool)
        pieces: list[bytes] = []
        done = 0
        for record in self._odd().tolist():
            start = int(self._starts[record])
            end = int(self._lines.ends[self._last[record]]) + 1
            pieces.append(self._data[done:start])
            done = end
            written = self._written_anew(record)
            kept[record] = written is not None
            if written is not None:
                pieces.append(written + b"\n")
        pieces.append(self._data[done:])
        ragged: list[tuple[int, int]] = []
        batch = self._reader.parsed(b"".join(pieces), ragged)
        records = np.flatnonzero(kept)
        for position, found in ragged:
            self._refuse_ragged(int(records[position]), found)
        records = np.delete(records, [position for position, _ in ragged])
        return Rows(
            batch,
            self._block.at.row + records,
            self._block.at.line + self._first[records],
            refused=sorted(self._refused, key=lambda each: each.row),
        )

    def _records(self, positions: Whole) -> Whole:
        """The records that bytes stand in."""
        found = np.searchsorted(self._starts, positions, side="right") - 1
        return np.unique(found[found >= 0])

    def _odd(self) -> Whole:
        """The records that have to be looked at one by one."""
        data = self._data
        byte = np.frombuffer(data, np.uint8)
        odd = np.zeros(self._first.size, dtype=bool)
        odd[self._last > self._first] = True
        odd[list(self._badly_encoded)] = True
        if odd.size and data.startswith(BOM):  # a fast reader takes it for the mark of a file
            odd[0] = True
        if _NUL in data:
            odd[self._records(np.flatnonzero(byte == _NUL))] = True
        if RETURN in data:
            returns = np.flatnonzero(byte == RETURN)
            after = byte[np.minimum(returns + 1, len(data) - 1)]
            odd[self._records(returns[(after != NEWLINE) & (returns + 1 < len(data))])] = True
        if QUOTE in data:
            odd[self._records(_irregular_quotes(byte, self._lines))] = True
        return np.flatnonzero(odd)

    def _written_anew(self, record: int) -> bytes | None:
        """A record in a form that no reader can take wrong, or None after refusing it."""
        text = self._lines.text(self._data, int(self._first[record]), int(self._last[record]))
        try:
            if record in self._badly_encoded:
                raise FieldError("csv.wrong_encoding")
            if _NUL in text:
                raise FieldError("csv.nul")
            fields = split_fields(text)
        except FieldError as error:
            self._refuse(record, error.code)
            return None
        if len(fields) != len(self._reader.names):
            self._refuse_ragged(record, len(fields))
            return None
        return join_fields(fields)

    def _refuse_ragged(self, record: int, fields: int) -> None:
        expected = len(self._reader.names)
        self._refuse(record, "csv.wrong_number_of_fields", str(fields), (str(expected),))

    def _refuse(
        self, record: int, code: str, found: str = "", allowed: tuple[str, ...] = ()
    ) -> None:
        first = int(self._first[record])
        text = shown(self._lines.text(self._data, first))
        self._refused.append(
            Refused(
                self._block.at.row + record,
                self._block.at.line + first,
                text,
                problem(code, "", found, allowed),
            )
        )


def _as_utf8(data: bytes, encoding: Encoding) -> tuple[bytes, Whole]:
    """The same lines in UTF-8, and those that were not in the encoding."""
    if data.isascii():
        return data, np.empty(0, np.int64)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        lines = data.split(b"\n")
        bad = [number for number, line in enumerate(lines) if not _decodes(line, encoding)]
        text = "\n".join(line.decode(encoding, "replace") for line in lines)
        return text.encode(), np.array(bad, np.int64)
    return (data if encoding == "utf-8" else text.encode()), np.empty(0, np.int64)


def _decodes(data: bytes, encoding: Encoding, *, cut: bool = False) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(data, final=not cut)
    except UnicodeDecodeError:
        return False
    return True


def _irregular_quotes(byte: NDArray[np.uint8], lines: Lines) -> Whole:
    """Where quotes stand that do not, in pairs, hold a whole field of one line."""
    quotes = np.flatnonzero(byte == QUOTE)
    line = np.searchsorted(lines.ends, quotes)
    rank = np.arange(quotes.size) - np.searchsorted(quotes, lines.starts[line])
    opening = rank % 2 == 0
    before = byte[np.maximum(quotes - 1, 0)]
    begins = (quotes == lines.starts[line]) | (before == _COMMA) | (before == QUOTE)
    after = byte[np.minimum(quotes + 1, byte.size - 1)]
    ends = (
        (quotes + 1 >= byte.size)
        | (after == _COMMA)
        | (after == QUOTE)
        | (after == NEWLINE)
        | (after == RETURN)
    )
    last_of_line = np.append(line[1:] != line[:-1], True) if quotes.size else opening
    irregular = (opening & (~begins | last_of_line)) | (~opening & ~ends)
    return quotes.compress(irregular)
