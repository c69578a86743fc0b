"""Inputs: CSV, NDJSON and Parquet, one block after the other, from any place in them."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar, cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from calc.batch.blocks import Rows
from calc.batch.columns import Kind, columns
from calc.batch.csv_rows import CsvReader, Encoding
from calc.batch.heads import (
    WINDOW,
    Keys,
    Windows,
    encoding_of,
    first_place,
    keys_of_lines,
    keys_of_schema,
    raw_header,
    read_fully,
)
from calc.batch.json_rows import JsonReader
from calc.batch.lines import Block, Place, Splitter
from calc.errors import CanbaoError, problem
from calc.records import frozen

STDIN = "-"
CSV_ENDINGS, JSON_ENDINGS, PARQUET_ENDINGS = (".csv",), (".ndjson", ".jsonl"), (".parquet", ".pq")
ENDINGS = (*CSV_ENDINGS, *JSON_ENDINGS, *PARQUET_ENDINGS)
_Found = TypeVar("_Found")
Position = Mapping[str, int | str | None]
"""How far an input has been read, as JSON can hold it."""


class Reader(Protocol):
    """Turns what a source yields into rows; goes to another process."""

    def read(self, block: Block) -> Rows:
        """The rows of a block."""


@frozen(slots=False)
class Piece:
    """A part of the input on its way to a process.

    Attributes:
        reader: Turns a block into rows; None where the rows are there already.
        block: Lines, or rows.
        first_row: The number of its first row.
        after: Where the next piece begins.
        done: How much of ``Source.size`` lies before that.
    """

    reader: Reader | None
    block: Block | pa.RecordBatch
    first_row: int
    after: Position
    done: int

    def rows(self) -> Rows:
        """Its rows."""
        if self.reader is not None:
            return self.reader.read(cast("Block", self.block))
        batch = cast("pa.RecordBatch", self.block)
        return Rows(batch, np.arange(self.first_row, self.first_row + batch.num_rows))


class Source(Protocol):
    """An input.

    Attributes:
        size: Its size in bytes or rows; None where that is not known.
        identity: What tells one input from another: names, sizes, times of change.
    """

    size: int | None
    identity: Sequence[Sequence[object]]

    def pieces(self, after: Position | None = None) -> Iterator[Piece]:
        """The pieces of the input, from a position on."""

    def close(self) -> None:
        """Let go of the input."""


def open_source(name: str, rows: int, keys: Keys | None = None) -> Source:
    """An input by its name.

    Args:
        name: A file, ``-`` for CSV from standard input, a folder or a pattern of Parquet files.
        rows: About how many rows a piece has.
        keys: The applicant's key of each column; None where the columns are called by their keys.

    Raises:
        CanbaoError: Nothing is there, it cannot be read, its kind is not known or its header is
            wrong.
    """
    if name == STDIN:
        return LineSource.of_stream(sys.stdin.buffer, rows)
    paths = _paths(name)
    endings = {path.suffix.lower() for path in paths}
    if endings <= set(PARQUET_ENDINGS):
        return ParquetSource.of(paths, rows, keys)
    if len(paths) == 1 and endings <= {*CSV_ENDINGS, *JSON_ENDINGS}:
        return LineSource.of_file(paths[0], rows, keys)
    raise CanbaoError([problem("file.unknown_kind", name, ", ".join(sorted(endings)), ENDINGS)])


def _paths(name: str) -> list[Path]:
    path = Path(name)
    if path.is_dir():
        found = [
            each
            for each in sorted(path.rglob("*"))
            if each.suffix.lower() in PARQUET_ENDINGS and not each.name.startswith(("_", "."))
        ]
    elif path.exists() or not glob.has_magic(name):
        found = [path]
    else:
        found = [Path(each) for each in sorted(glob.glob(name, recursive=True))]
    if not found:
        raise CanbaoError([problem("input.nothing_found", name)])
    for each in found:
        if not each.is_file():
            raise CanbaoError([problem("file.unreadable", str(each))])
    return found


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise CanbaoError([problem("file.unreadable", str(path), error.strerror or "")]) from None


def _identity(path: Path) -> tuple[object, ...]:
    status = path.stat()
    return str(path.resolve()), status.st_size, status.st_mtime_ns


# -- lines ----------------------------------------------------------------------------------------

_BYTES_A_ROW = 64
"""A usual row; what a block holds in rows does not change what comes out."""


@dataclass
class LineSource:
    """CSV or NDJSON, from a file or a stream."""

    name: str
    stream: BinaryIO
    block_bytes: int
    names: Sequence[str] | None
    encoding: Encoding | None
    begins: Place
    read_ahead: bytes
    size: int | None
    identity: Sequence[Sequence[object]]

    @classmethod
    def of_file(cls, path: Path, rows: int, keys: Keys | None = None) -> LineSource:
        """A file."""
        stream = _opened(path)
        identity = _identity(path)
        try:
            is_csv = path.suffix.lower() in CSV_ENDINGS
            source = cls._of(path.name, stream, rows, keys, is_csv=is_csv)
        except CanbaoError:
            stream.close()
            raise
        return replace(source, size=path.stat().st_size, identity=(identity,))

    @classmethod
    def of_stream(cls, stream: BinaryIO, rows: int) -> LineSource:
        """CSV from a stream that cannot be wound back."""
        return cls._of(STDIN, stream, rows, None, is_csv=True)

    @classmethod
    def _of(
        cls, name: str, stream: BinaryIO, rows: int, keys: Keys | None, *, is_csv: bool
    ) -> LineSource:
        head = b"".join(_reading(name, read_fully(stream, WINDOW)))
        begins = first_place(head, name)
        names: Keys | None = None
        encoding: Encoding | None = "utf-8"  # that of JSON
        if is_csv:
            encoding = encoding_of(head, begins)
            found, begins = raw_header(head, begins, name, encoding or "utf-8")
            names = keys_of_lines(found, keys, name)
        ahead = head[begins.offset :]
        return cls(name, stream, rows * _BYTES_A_ROW, names, encoding, begins, ahead, None, ())

    def close(self) -> None:
        """Close the file; standard input stays open."""
        if self.name != STDIN:
            self.stream.close()

    def pieces(self, after: Position | None = None) -> Iterator[Piece]:
        """The pieces of the input, from a position on."""
        place, encoding, ahead = self.begins, self.encoding, self.read_ahead
        if after is not None:
            place = Place(*(int(after[key] or 0) for key in ("offset", "row", "line")))
            encoding, ahead = cast("Encoding | None", after["encoding"]), b""
            self.stream.seek(place.offset)
        stream = Windows(self.stream, ahead, place.offset + len(ahead), encoding)
        fields = None if self.names is None else len(self.names)
        blocks = Splitter(cast("BinaryIO", stream), self.block_bytes, place, fields=fields)
        for block in _reading(self.name, blocks):
            reader: Reader = JsonReader()
            if self.names is not None:
                reader = CsvReader(self.names, stream.encoding or "utf-8")
            position = {
                "offset": block.after.offset,
                "row": block.after.row,
                "line": block.after.line,
                "encoding": stream.encoding,
            }
            yield Piece(reader, block, block.at.row, position, block.after.offset)


def _reading(name: str, found: Iterable[_Found]) -> Iterator[_Found]:
    """What is read, one after the other.

    Raises:
        CanbaoError: It cannot be read any further.
    """
    try:
        yield from found
    except OSError as error:
        raise CanbaoError([problem("file.unreadable", name, error.strerror or "")]) from None


# -- Parquet --------------------------------------------------------------------------------------

_MANY_WORDS = (Kind.TEXT, Kind.YUAN, Kind.DECIMAL)
"""Columns that hold about as many words as rows: a dictionary of them is no help."""


@dataclass
class ParquetSource:
    """Parquet files, one after the other."""

    paths: Sequence[Path]
    rows: int
    size: int | None
    identity: Sequence[Sequence[object]]
    keys: Keys | None = None

    @classmethod
    def of(cls, paths: Sequence[Path], rows: int, keys: Keys | None = None) -> ParquetSource:
        """Files; every header is checked, and every row counted, before any work."""
        size = 0
        for path in paths:
            with _parquet(path) as file:
                keys_of_schema(flat_schema(file.schema_arrow), keys)
                size += file.metadata.num_rows
        return cls(paths, rows, size, [_identity(path) for path in paths], keys)

    def close(self) -> None:
        """Nothing: each file is closed when it is read."""

    def pieces(self, after: Position | None = None) -> Iterator[Piece]:
        """The pieces of the input, from a position on."""
        number, offset = (int(after[key] or 0) for key in ("file", "offset")) if after else (0, 0)
        done = int(after["row"] or 0) - 1 if after else 0
        while number < len(self.paths):
            for batch in _batches(self.paths[number], self.rows, offset, self.keys):
                offset += batch.num_rows
                first = done + 1
                done += batch.num_rows
                position = {"file": number, "offset": offset, "row": done + 1}
                yield Piece(None, batch, first, position, done)
            number, offset = number + 1, 0


def _parquet(path: Path, words: Sequence[str] = ()) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, read_dictionary=list(words))
    except OSError as error:
        raise CanbaoError([problem("file.unreadable", str(path), error.strerror or "")]) from None
    except pa.ArrowInvalid:
        raise CanbaoError([problem("file.not_parquet", str(path))]) from None


def _batches(path: Path, rows: int, skipped: int, keys: Keys | None) -> Iterator[pa.RecordBatch]:
    """The rows of a file from one on, row group by row group; columns that are taken, as keys."""
    with _parquet(path) as file:
        taken = keys_of_schema(flat_schema(file.schema_arrow), keys)
        words = [each.name for each in file.schema_arrow if _is_word(each, taken)]
    wanted = None if keys is None else list(taken)
    with _parquet(path, words) as file:
        for group in range(file.num_row_groups):
            count = file.metadata.row_group(group).num_rows
            if skipped >= count:
                skipped -= count
                continue
            try:
                for batch in file.iter_batches(rows, row_groups=[group], columns=wanted):
                    if skipped >= batch.num_rows:
                        skipped -= batch.num_rows
                        continue
                    yield _taken(flattened(batch.slice(skipped)), taken)
                    skipped = 0
            except (OSError, pa.ArrowException) as error:
                raise CanbaoError([problem("file.not_parquet", str(path), error)]) from None


def _taken(batch: pa.RecordBatch, taken: Mapping[str, str]) -> pa.RecordBatch:
    arrays = [batch.column(name) for name in taken]
    return pa.RecordBatch.from_arrays(arrays, names=list(taken.values()))


def _is_word(column: pa.Field, taken: Mapping[str, str]) -> bool:
    """Whether a text column holds few different words."""
    known = columns().get(taken.get(column.name, ""))
    return (
        bool(pa.types.is_string(column.type))
        and known is not None
        and (known.kind not in _MANY_WORDS)
    )


def flat_schema(schema: pa.Schema) -> pa.Schema:
    """Columns of groups as columns with a dot."""
    fields = []
    for each in schema:
        if pa.types.is_struct(each.type):
            fields += [inner.with_name(f"{each.name}.{inner.name}") for inner in each.type]
        else:
            fields.append(each)
    return pa.schema(fields)


def flattened(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same rows with groups of columns as columns with a dot."""
    if not any(pa.types.is_struct(each.type) for each in batch.schema):
        return batch
    table = pa.Table.from_batches([batch]).flatten().combine_chunks()
    return table.to_batches()[0]
