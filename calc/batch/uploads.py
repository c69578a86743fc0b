"""A file that somebody uploads: what it holds, and whether it keeps to the limits."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from calc.batch.columns import columns
from calc.batch.csv_rows import CsvReader
from calc.batch.heads import WINDOW, encoding_of, first_place, raw_header, refuse_workbook
from calc.batch.lines import Splitter
from calc.batch.sources import CSV_ENDINGS, PARQUET_ENDINGS, flat_schema, flattened
from calc.errors import CanbaoError, problem, shortened

MAXIMUM_BYTES = 50_000_000
MAXIMUM_ROWS = 1_000_000
MAXIMUM_COLUMNS = 200
MAXIMUM_UNPACKED = 512 << 20
SAMPLE_ROWS = 5
LONGEST_SHOWN = 60
ENDINGS = (*CSV_ENDINGS, *PARQUET_ENDINGS)
_BLOCK_BYTES = 1 << 16
Row = tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What a file holds, before any of it is evaluated.

    Attributes:
        names: Its columns, shortened.
        sample: Its first rows, as shortened text; rows that cannot be read are left out.
    """

    names: tuple[str, ...]
    sample: tuple[Row, ...]


def preview_of(path: Path, name: str) -> Preview:
    """What a file holds.

    Raises:
        CanbaoError: It is too large, of another kind, or cannot be read.
    """
    check_limits(path, name)
    preview = _lines_preview if path.suffix in CSV_ENDINGS else _parquet_preview
    names, sample = preview(path, name)
    return Preview(tuple(shortened(each, LONGEST_SHOWN) for each in names), tuple(sample))


def check_limits(path: Path, name: str) -> None:
    """Refuse what is too large before any of it is unpacked.

    Raises:
        CanbaoError: Too many bytes, rows or columns, or another kind of file.
    """
    with path.open("rb") as stream:
        refuse_workbook(stream.read(8), name)
    if path.suffix not in ENDINGS:
        raise CanbaoError([problem("file.unknown_kind", name, Path(name).suffix, ENDINGS)])
    size = path.stat().st_size
    if size > MAXIMUM_BYTES:
        raise CanbaoError([problem("file.too_large", name, f"{size} B", [f"≤ {MAXIMUM_BYTES} B"])])
    if path.suffix in CSV_ENDINGS:
        lines = path.read_bytes().count(b"\n")
        if lines > MAXIMUM_ROWS + 1:
            limit = [f"≤ {MAXIMUM_ROWS}"]
            raise CanbaoError([problem("upload.too_many_rows", name, lines, limit)])
        return
    with _parquet(path, name) as file:
        rows, width = file.metadata.num_rows, file.metadata.num_columns
        unpacked = sum(
            file.metadata.row_group(group).total_byte_size for group in range(file.num_row_groups)
        )
    found = []
    if rows > MAXIMUM_ROWS:
        found.append(problem("upload.too_many_rows", name, rows, [f"≤ {MAXIMUM_ROWS}"]))
    if width > MAXIMUM_COLUMNS:
        found.append(problem("upload.too_many_columns", name, width, [f"≤ {MAXIMUM_COLUMNS}"]))
    if unpacked > MAXIMUM_UNPACKED:
        found.append(problem("upload.too_much", name, f"{unpacked} B", [f"≤ {MAXIMUM_UNPACKED} B"]))
    if found:
        raise CanbaoError(found)


def _parquet(path: Path, name: str) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowException):
        raise CanbaoError([problem("file.not_parquet", name)]) from None


def _lines_preview(path: Path, name: str) -> tuple[list[str], list[Row]]:
    """Columns and first rows, read as they will be when they are evaluated."""
    with path.open("rb") as stream:
        head = stream.read(WINDOW)
    if not head.strip():
        raise CanbaoError([problem("file.empty", name)])
    begins = first_place(head, name)
    encoding = encoding_of(head, begins) or "utf-8"
    names, begins = raw_header(head, begins, name, encoding)
    _check_width(len(names), name)
    lines = io.BytesIO(head[begins.offset :])
    blocks = Splitter(lines, _BLOCK_BYTES, begins, fields=len(names))
    reader = CsvReader([str(number) for number, _ in enumerate(names)], encoding)
    rows = (row for block in blocks for row in _rows(reader.read(block).batch))
    return names, list(islice(rows, SAMPLE_ROWS))


def _parquet_preview(path: Path, name: str) -> tuple[list[str], list[Row]]:
    with _parquet(path, name) as file:
        names = flat_schema(file.schema_arrow).names
        _check_width(len(names), name)
        try:
            batch = next(file.iter_batches(SAMPLE_ROWS), None)
        except (OSError, pa.ArrowException) as error:
            raise CanbaoError([problem("file.not_parquet", name, error)]) from None
    return names, [] if batch is None else list(_rows(flattened(batch)))


def _rows(batch: pa.RecordBatch) -> Iterator[Row]:
    """The first rows as text."""
    some = batch.slice(0, SAMPLE_ROWS)
    return zip(*([_text(value) for value in column] for column in some.columns), strict=True)


def _text(value: pa.Scalar) -> str:
    try:
        return shortened(shown(value.as_py()), LONGEST_SHOWN)
    except (ValueError, OverflowError, pa.ArrowException):  # no text, or no day of the calendar
        return "\N{REPLACEMENT CHARACTER}"


def _check_width(width: int, name: str) -> None:
    if width > MAXIMUM_COLUMNS:
        limit = [f"≤ {MAXIMUM_COLUMNS}"]
        raise CanbaoError([problem("upload.too_many_columns", name, width, limit)])


def shown(value: object) -> str:
    """A value as text, nothing as an empty one."""
    return "" if value is None else str(value)


def megabytes(count: int) -> str:
    """A number of bytes for people.

    >>> megabytes(2_549_112_233)
    '2,549 MB'
    """
    return f"{count // 1_000_000:,} MB"


def template_csv() -> bytes:
    """A header with every column and one example row, for people to fill in."""
    example = {"workplace": "weihai", "born": "1988-03", "monthly_income": "5200"}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns()), lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(example)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
