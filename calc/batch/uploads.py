"""A file that somebody uploads: what it holds, whether it keeps to the limits, under which keys."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from calc.batch.columns import columns
from calc.batch.csv_rows import decide_encoding
from calc.batch.sources import CSV_ENDINGS, PARQUET_ENDINGS
from calc.errors import CanbaoError, nearest, problem

MAXIMUM_BYTES = 50_000_000
MAXIMUM_ROWS = 1_000_000
MAXIMUM_COLUMNS = 200
MAXIMUM_UNPACKED = 512 << 20
SAMPLE_ROWS = 5
ENDINGS = (*CSV_ENDINGS, *PARQUET_ENDINGS)


@dataclass(frozen=True)
class Preview:
    """What a file holds, before any of it is evaluated.

    Attributes:
        names: Its columns.
        keys: The applicant's key of each column; empty where none is recognised.
        near: The nearest key of each column that is not recognised, if one is near.
        sample: Its first rows, as text.
    """

    names: tuple[str, ...]
    keys: Mapping[str, str]
    near: Mapping[str, str]
    sample: tuple[tuple[str, ...], ...]


def preview_of(path: Path, name: str) -> Preview:
    """What a file holds.

    Raises:
        CanbaoError: It is too large, of another kind, or cannot be read.
    """
    check_limits(path, name)
    names, sample = _head(path, name)
    known = columns()
    keys = {column: column if column in known else "" for column in names}
    near = {column: nearest(column, known) for column in names if column not in known}
    return Preview(tuple(names), keys, near, tuple(sample))


def check_limits(path: Path, name: str) -> None:
    """Refuse what is too large before any of it is unpacked.

    Raises:
        CanbaoError: Too many bytes, rows or columns, or another kind of file.
    """
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


def _head(path: Path, name: str) -> tuple[list[str], list[tuple[str, ...]]]:
    if path.suffix in CSV_ENDINGS:
        with _text(path, name) as text:
            rows = csv.reader(text)
            header = [column.strip() for column in _next(rows, name)]
            if len(header) > MAXIMUM_COLUMNS:
                limit = [f"≤ {MAXIMUM_COLUMNS}"]
                raise CanbaoError([problem("upload.too_many_columns", name, len(header), limit)])
            return header, [tuple(row) for _, row in zip(range(SAMPLE_ROWS), rows, strict=False)]
    with _parquet(path, name) as file:
        try:
            batch = next(file.iter_batches(SAMPLE_ROWS), None)
        except (OSError, pa.ArrowException) as error:
            raise CanbaoError([problem("file.not_parquet", name, error)]) from None
        if batch is None:
            return list(file.schema_arrow.names), []
        listed = batch.to_pylist()
        return list(batch.schema.names), [tuple(shown(v) for v in row.values()) for row in listed]


def shown(value: object) -> str:
    """A value as text, nothing as an empty one."""
    return "" if value is None else str(value)


def _next(rows: Iterator[list[str]], name: str) -> list[str]:
    try:
        return next(row for row in rows if row)
    except (StopIteration, csv.Error):
        raise CanbaoError([problem("file.empty", name)]) from None


@contextmanager
def _text(path: Path, name: str) -> Iterator[io.TextIOBase]:
    with path.open("rb") as binary:
        encoding = decide_encoding(binary.read(1 << 20)) or "utf-8"
        binary.seek(0)
        is_utf_8 = encoding == "utf-8"
        with io.TextIOWrapper(
            binary, "utf-8-sig" if is_utf_8 else encoding, errors="replace", newline=""
        ) as text:
            try:
                yield text
            except csv.Error as error:
                raise CanbaoError([problem("file.unreadable", name, error)]) from None


def renamed(path: Path, names: Mapping[str, str], name: str) -> Path:
    """The same rows under the applicant's keys; columns without one are left out.

    Lines keep their numbers. The file itself where nothing has to be renamed.

    Raises:
        CanbaoError: Two columns have the same key.
    """
    keys = [key for key in names.values() if key]
    twice = [
        problem("column.twice", name, key) for key in dict.fromkeys(keys) if keys.count(key) > 1
    ]
    if twice:
        raise CanbaoError(twice)
    if all(column == key for column, key in names.items()):
        return path
    target = path.with_name(f"renamed{path.suffix}")
    if path.suffix in CSV_ENDINGS:
        _renamed_csv(path, names, target, name)
    else:
        _renamed_parquet(path, names, target)
    return target


def _renamed_csv(path: Path, names: Mapping[str, str], target: Path, name: str) -> None:
    with _text(path, name) as text, target.open("w", encoding="utf-8", newline="") as out:
        rows = csv.reader(text)
        writer = csv.writer(out, lineterminator="\n")
        header = [column.strip() for column in _next(rows, name)]
        kept = [index for index, column in enumerate(header) if names.get(column)]
        writer.writerow([names[header[index]] for index in kept])
        for number, row in enumerate(rows):
            if number >= MAXIMUM_ROWS:
                limit = [f"≤ {MAXIMUM_ROWS}"]
                raise CanbaoError([problem("upload.too_many_rows", name, f"> {number}", limit)])
            # a row of another length stays one, so that it is rejected and not mended
            whole = len(row) == len(header)
            writer.writerow([row[index] for index in kept] if whole else row)


def _renamed_parquet(path: Path, names: Mapping[str, str], target: Path) -> None:
    kept = {column: key for column, key in names.items() if key}
    with pq.ParquetFile(path) as file:
        fields = [file.schema_arrow.field(column).with_name(key) for column, key in kept.items()]
        with pq.ParquetWriter(target, pa.schema(fields)) as writer:
            for batch in file.iter_batches(1 << 15, columns=list(kept)):
                arrays = [batch.column(column) for column in kept]
                writer.write_batch(pa.record_batch(arrays, schema=pa.schema(fields)))


def template_csv() -> bytes:
    """A header with every column and one example row, for people to fill in."""
    example = {"workplace": "weihai", "born": "1988-03", "monthly_income": "5200"}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns()), lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(example)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
