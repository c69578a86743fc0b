"""Parquet files joined without decoding: what any reader finds in them is what was in the parts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.batch import FORMS
from calc.batch.outputs import PARQUET, ParquetJoiner, encoded
from calc.batch.parquet_join import MAGIC, Part, end_of_file
from calc.batch.results import schema_of
from calc.batch.roles import Roles
from calc.batch.thrift import Reader, written
from calc.parameters.loading import load_parameters

WORDS = pa.dictionary(pa.int32(), pa.string())
WRITTEN = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("id", pa.string()),
        pa.field("option", WORDS),
        pa.field("open", pa.bool_()),
        pa.field("fen", pa.int64()),
    ]
)
"""Every type that a batch writes."""
OTHERS = {
    "decimal": (pa.decimal128(20, 2), [Decimal("1.05"), None, Decimal("-3.00")]),
    "day": (pa.date32(), [dt.date(2026, 1, 1), dt.date(1990, 12, 31), None]),
    "float": (pa.float64(), [0.5, None, -1e300]),
    "small": (pa.int8(), [1, None, -1]),
    "list": (pa.list_(pa.int64()), [[1, 2], [], None]),
    "group": (pa.struct([("a", pa.int64())]), [{"a": 1}, {"a": None}, None]),
    "bytes": (pa.binary(), [b"\x00", b"", None]),
    "moment": (pa.timestamp("us", "UTC"), [dt.datetime(2026, 1, 1, tzinfo=dt.UTC), None, None]),
}


def joined(parts: Sequence[bytes], schema: pa.Schema) -> bytes:
    """One file of many, as a run makes it."""
    out, groups, rows = bytearray(MAGIC), [], 0
    for data in parts:
        part = Part.of(data)
        groups += part.groups_at(len(out))
        out += part.body
        rows += part.rows
    empty = io.BytesIO()
    pq.write_table(schema.empty_table(), empty)
    return bytes(out) + end_of_file(empty.getvalue(), groups, rows)


def part_of(table: pa.Table, **options: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def check(data: bytes, tables: Sequence[pa.Table]) -> pq.ParquetFile:
    """The file holds these tables, row group by row group, and says so in its footer."""
    whole = pa.concat_tables(tables).unify_dictionaries()
    file = pq.ParquetFile(io.BytesIO(data))
    assert file.metadata.num_rows == whole.num_rows
    assert file.read().cast(plain(whole.schema)).to_pylist() == whole.to_pylist()
    at = 0
    for number in range(file.num_row_groups):
        group = file.metadata.row_group(number)
        assert file.read_row_group(number).num_rows == group.num_rows
        for column in range(group.num_columns):
            statistics = group.column(column).statistics
            if statistics is not None and statistics.has_min_max:
                part = whole.slice(at, group.num_rows).column(column)
                assert statistics.min == pc.min(part.cast(plain_type(part.type))).as_py()
        at += group.num_rows
    return file


def plain(schema: pa.Schema) -> pa.Schema:
    return pa.schema([each.with_type(plain_type(each.type)) for each in schema])


def plain_type(of: pa.DataType) -> pa.DataType:
    return of.value_type if pa.types.is_dictionary(of) else of


CELLS = {
    "row": st.integers(0, 2**62),
    "id": st.none() | st.text(st.characters(codec="utf-8"), max_size=9),
    "option": st.none() | st.sampled_from(["pension=none;medical=none", "x" * 300, "", "威海"]),
    "open": st.none() | st.booleans(),
    "fen": st.none() | st.integers(-(2**63), 2**63 - 1),
}


@given(st.lists(st.lists(st.fixed_dictionaries(CELLS), max_size=6), max_size=20))
def test_parts_of_a_run(parts: list[list[dict[str, Any]]]) -> None:
    """As a run does it; with more parts than a short list of the footer's format has room for."""
    tables = [pa.Table.from_pylist(rows, WRITTEN) for rows in parts]
    joiner = ParquetJoiner(WRITTEN)
    out, kept, rows = joiner.begin(), b"", 0
    for table in tables:
        body, more = joiner.add(encoded(table.to_batches(), WRITTEN, PARQUET), len(out))
        out, kept, rows = out + body, kept + more, rows + table.num_rows
    check(out + joiner.end(kept, rows), [WRITTEN.empty_table(), *tables])


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_type(name: str) -> None:
    of, values = OTHERS[name]
    tables = [pa.table({name: pa.array(values[:count], of)}) for count in (3, 1, 0, 2)]
    data = joined([part_of(table) for table in tables], tables[0].schema)
    file = pq.ParquetFile(io.BytesIO(data))
    assert file.read().to_pylist() == pa.concat_tables(tables).to_pylist()


@pytest.mark.parametrize(
    "options",
    [
        {"write_page_index": True},
        {"data_page_version": "2.0"},
        {"compression": "zstd"},
        {"compression": "none", "use_dictionary": False},
        {"write_statistics": False},
        {"row_group_size": 7},
        {"version": "1.0"},
        {"write_page_checksum": True},
        {"store_schema": False},
    ],
    ids=str,
)
def test_every_way_to_write(options: dict[str, Any]) -> None:
    """Page indexes and the like hold places too."""
    rows = [
        {"row": n, "id": f"P{n}", "option": "a" if n % 3 else None, "open": n % 2 == 0, "fen": -n}
        for n in range(60)
    ]
    tables = [pa.Table.from_pylist(some, WRITTEN) for some in (rows[:20], rows[20:45], rows[45:])]
    file = check(joined([part_of(table, **options) for table in tables], WRITTEN), tables)
    if options.get("write_page_index"):
        assert file.metadata.row_group(2).column(0).has_offset_index


@pytest.mark.parametrize("form", FORMS)
def test_footers_are_written_as_they_were_read(form: Any) -> None:
    schema = schema_of(form, Roles(load_parameters()))
    data = part_of(schema.empty_table())
    footer = data[-8 - int.from_bytes(data[-8:-4], "little") : -8]
    assert written(Reader(footer).struct()) == footer


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + bytes(20), bytes(8) + b"PAR1"])
def test_what_is_no_parquet_is_no_part(data: bytes) -> None:
    with pytest.raises((ValueError, IndexError)):
        Part.of(data)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pa.Table]:
    rows = [
        {"row": n, "id": f"人{n}", "option": f"o{n % 7}", "open": None, "fen": n * 100}
        for n in range(3_000)
    ]
    tables = [pa.Table.from_pylist(rows[n : n + 100], WRITTEN) for n in range(0, 3_000, 100)]
    path = tmp_path_factory.mktemp("many") / "many.parquet"
    path.write_bytes(joined([part_of(table) for table in tables], WRITTEN))
    return path, pa.concat_tables(tables)


def test_duckdb_reads_it(many: tuple[Path, pa.Table]) -> None:
    path, table = many
    found = duckdb.sql(f"select * from read_parquet('{path}') order by \"row\"").fetchall()
    assert found == [tuple(row.values()) for row in table.to_pylist()]
    (some,) = duckdb.sql(f"select sum(fen) from '{path}' where \"row\" >= 2950").fetchall()
    assert some == (sum(n * 100 for n in range(2_950, 3_000)),)


def test_polars_reads_it(many: tuple[Path, pa.Table]) -> None:
    path, table = many
    assert pl.read_parquet(path).to_dicts() == table.to_pylist()
    some = pl.scan_parquet(path).filter(pl.col("row") >= 2_950).collect()
    assert some.height == 50
