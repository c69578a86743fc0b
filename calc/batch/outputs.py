"""Results as bytes, part by part, and what stands before, between and behind the parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from calc.batch.parquet_join import MAGIC, Part, end_of_file
from calc.batch.rejects import REJECTS
from calc.formulas import APOSTROPHE, STARTS

CSV, PARQUET = "csv", "parquet"
Encoded = bytes | Part
"""A part of CSV, or of Parquet."""
KINDS = {".csv": CSV, ".parquet": PARQUET, ".pq": PARQUET}


def encoded(batches: Sequence[pa.RecordBatch], schema: pa.Schema, kind: str) -> Encoded:
    """Record batches as one part of an output."""
    if kind == CSV:
        sink = pa.BufferOutputStream()
        _write_csv(pa.Table.from_batches(batches, schema), sink)
        return bytes(sink.getvalue())
    return Part.of(_parquet(batches, schema))


def _parquet(batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> bytes:
    """Record batches as a Parquet file of one row group."""
    table = pa.Table.from_batches(batches, schema).unify_dictionaries()
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, row_group_size=table.num_rows or None)
    return bytes(sink.getvalue())


def _write_csv(table: pa.Table, sink: pa.BufferOutputStream) -> None:
    for number, each in enumerate(table.schema):
        if pa.types.is_dictionary(each.type) or pa.types.is_string(each.type):
            words = [_harmless(chunk) for chunk in table.column(number).chunks]
            table = table.set_column(number, each.name, pa.chunked_array(words, pa.string()))
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    pyarrow.csv.write_csv(table, sink, options)


_FORMULA = rf"\A[\pZ\pC]*[{re.escape(''.join(STARTS))}]"


def _harmless(words: pa.Array) -> pa.Array:
    """Text that no spreadsheet runs, without a dictionary."""
    if pa.types.is_dictionary(words.type):
        return _harmless(words.dictionary).take(words.indices)
    runs = pc.match_substring_regex(words, _FORMULA)
    if not pc.any(runs).as_py():
        return words
    return pc.if_else(runs, pc.binary_join_element_wise(APOSTROPHE, words, ""), words)


def header(schema: pa.Schema) -> bytes:
    """The header line of a CSV output."""
    return ",".join(f'"{n}"' if ";" in n else n for n in schema.names).encode() + b"\n"


def encoded_rejects(batch: pa.RecordBatch) -> bytes:
    """Rejected rows as lines of CSV."""
    sink = pa.BufferOutputStream()
    _write_csv(pa.Table.from_batches([batch], REJECTS), sink)
    return bytes(sink.getvalue())


class Joiner(Protocol):
    """Joins parts to one output."""

    def begin(self) -> bytes:
        """What stands before the first part."""

    def add(self, part: Encoded, at: int) -> tuple[bytes, bytes]:
        """Take one part.

        Args:
            part: The part.
            at: How long the output is so far.

        Returns:
            What is to be appended, and what has to be kept to be able to end the output.
        """

    def end(self, kept: bytes, rows: int) -> bytes:
        """What stands behind the last part.

        Args:
            kept: What was kept of all parts, in order.
            rows: Rows of all parts.
        """


class CsvJoiner:
    """Parts of CSV follow each other behind one header."""

    def __init__(self, schema: pa.Schema) -> None:
        self._header = header(schema)

    def begin(self) -> bytes:
        """The header."""
        return self._header

    def add(self, part: Encoded, at: int) -> tuple[bytes, bytes]:
        """The part as it is."""
        return cast("bytes", part), b""

    def end(self, kept: bytes, rows: int) -> bytes:
        """Nothing."""
        return b""


class ParquetJoiner:
    """Parts of Parquet follow each other without their ends; a new end is written for all."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema

    def begin(self) -> bytes:
        """The magic bytes."""
        return MAGIC

    def add(self, part: Encoded, at: int) -> tuple[bytes, bytes]:
        """The column chunks; what the footer says of them is kept, moved to where they go."""
        taken = cast("Part", part)
        return taken.body, b"".join(_framed(group) for group in taken.groups_at(at))

    def end(self, kept: bytes, rows: int) -> bytes:
        """The footer of all parts."""
        return end_of_file(_parquet([], self._schema), _unframed(kept), rows)


_LENGTH = 4


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(_LENGTH, "little") + data


def _unframed(kept: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(kept):
        length = int.from_bytes(kept[at : at + _LENGTH], "little")
        found.append(kept[at + _LENGTH : at + _LENGTH + length])
        at += _LENGTH + length
    return found
