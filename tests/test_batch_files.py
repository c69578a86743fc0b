"""Files in and files out: kinds, headers, encodings, where rejected rows go, what is refused."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from calc.batch import BatchOptions
from calc.batch.runs import Run, run_batch
from calc.batch.work import Counts, Work
from calc.errors import CanbaoError
from calc.parameters.loading import load_parameters
from tests.batch_rows import csv_of, people, table_of

PARAMETERS = load_parameters()
OPTIONS = BatchOptions(dt.date(2026, 11, 22))
BEST = BatchOptions(dt.date(2026, 11, 22), form="best")
ROWS = people(300)


def run(source: object, output: object, options: BatchOptions = OPTIONS, **more: Any) -> Counts:
    return run_batch(Run(str(source), str(output), options, **more), PARAMETERS)


def rejects_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(caught: pytest.ExceptionInfo[CanbaoError]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same people in every kind of file."""
    folder = tmp_path_factory.mktemp("people")
    text = csv_of(ROWS)
    table = table_of(ROWS)
    (folder / "utf8.csv").write_text(text, encoding="utf-8")
    (folder / "bom.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    (folder / "crlf.csv").write_text(text.replace("\n", "\r\n"), encoding="utf-8")
    (folder / "gb18030.csv").write_bytes(text.encode("gb18030"))
    with (folder / "quoted.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(table.column_names)
        writer.writerows([row.get(name, "") for name in table.column_names] for row in ROWS)
    lines = [json.dumps(nested(row)) for row in ROWS]
    (folder / "nested.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = [json.dumps(row) for row in ROWS]
    (folder / "dotted.jsonl").write_text("\n\n".join(lines), encoding="utf-8")
    pq.write_table(table, folder / "one.parquet", row_group_size=70)
    (folder / "folder" / "inner").mkdir(parents=True)
    pq.write_table(table[:100], folder / "folder" / "a.parquet")
    pq.write_table(table[100:], folder / "folder" / "inner" / "b.parquet", row_group_size=33)
    (folder / "folder" / "_SUCCESS").write_bytes(b"")
    words = table.set_column(1, "workplace", table.column("workplace").dictionary_encode())
    pq.write_table(words, folder / "words.parquet")
    return folder


def nested(row: dict[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, value in row.items():
        group, _, key = name.rpartition(".")
        (data.setdefault(group, {}) if group else data)[key] = value
    return data


@pytest.fixture(scope="module")
def expected(written: Path) -> tuple[pa.Table, list[dict[str, str]]]:
    counts = run(written / "utf8.csv", written / "expected.parquet")
    assert (counts.read, counts.rejected) == (300, 300 - counts.ok)
    assert counts.rejected > 5
    rejects = rejects_of(written / "expected.parquet.rejects.csv")
    return pq.read_table(written / "expected.parquet"), rejects


def plain(table: pa.Table) -> pa.Table:
    """A table without dictionaries, which depend on where its parts end."""
    for number, each in enumerate(table.schema):
        if pa.types.is_dictionary(each.type):
            column = table.column(number).cast(pa.string())
            table = table.set_column(number, each.name, column)
    return table.combine_chunks()


@pytest.mark.parametrize(
    "name",
    [
        "bom.csv",
        "crlf.csv",
        "gb18030.csv",
        "quoted.csv",
        "nested.ndjson",
        "dotted.jsonl",
        "one.parquet",
        "words.parquet",
        "folder",
        "folder/**/*.parquet",
    ],
)
def test_every_kind_of_file_gives_the_same(
    written: Path, tmp_path: Path, name: str, expected: tuple[pa.Table, list[dict[str, str]]]
) -> None:
    counts = run(written / name, tmp_path / "out.parquet", rows=90)
    assert counts.read == counts.ok + counts.rejected == 300
    assert plain(pq.read_table(tmp_path / "out.parquet")).equals(plain(expected[0]))
    found = rejects_of(tmp_path / "out.parquet.rejects.csv")
    for each, want in zip(found, expected[1], strict=True):
        assert {**each, "line": ""} == {**want, "line": ""}


def test_lines_are_counted_where_there_are_lines(
    expected: tuple[pa.Table, list[dict[str, str]]],
) -> None:
    for each in expected[1]:
        assert int(each["line"]) == int(each["row"]) + 1


@pytest.mark.parametrize("form", ["long", "wide", "best"])
def test_csv_says_what_parquet_says(written: Path, tmp_path: Path, form: Any) -> None:
    options = BatchOptions(dt.date(2026, 11, 22), form=form)
    run(written / "utf8.csv", tmp_path / "out.parquet", options)
    run(written / "utf8.csv", tmp_path / "out.csv", options)
    table = pq.read_table(tmp_path / "out.parquet")
    types = {
        each.name: each.type.value_type if pa.types.is_dictionary(each.type) else each.type
        for each in table.schema
    }
    read = pyarrow.csv.read_csv(
        tmp_path / "out.csv",
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=types, strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    )
    assert read.to_pylist() == table.to_pylist()


@pytest.mark.parametrize("form", ["long", "wide", "best"])
def test_output_does_not_depend_on_jobs(written: Path, tmp_path: Path, form: Any) -> None:
    options = BatchOptions(dt.date(2026, 11, 22), form=form)
    for jobs in (1, 2):
        run(written / "utf8.csv", tmp_path / f"{jobs}.parquet", options, jobs=jobs, rows=60)
    first, second = ((tmp_path / f"{jobs}.parquet").read_bytes() for jobs in (1, 2))
    assert first == second
    first, second = ((tmp_path / f"{jobs}.parquet.rejects.csv").read_bytes() for jobs in (1, 2))
    assert first == second


FORMULAS = ("=1+1", "+1", "-1", "@sum", "\t=1", "  =1", "＝1", "＋1", "－1", "＠1", "\u3000=1")


@pytest.mark.parametrize("form", ["long", "wide", "best"])
def test_no_spreadsheet_runs_a_cell(tmp_path: Path, form: Any) -> None:
    """Neither what was passed through nor what was refused; in Parquet it stands as it is."""
    rows = [{"id": text, "workplace": place} for text in FORMULAS for place in ("weihai", text)]
    pq.write_table(table_of(rows), tmp_path / "in.parquet")
    options = BatchOptions(dt.date(2026, 11, 22), form=form)
    counts = run(tmp_path / "in.parquet", tmp_path / "out.csv", options)
    assert counts.ok == counts.rejected == len(FORMULAS)
    results, rejects = (
        rejects_of(path) for path in (tmp_path / "out.csv", tmp_path / "out.csv.rejects.csv")
    )
    for each in [*results, *rejects]:
        for cell in each.values():
            assert not cell.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
            assert not cell.startswith(("\t", "\r", "\n"))
    assert {each["id"] for each in rejects} == {f"'{text}" for text in FORMULAS}
    assert {each["value"] for each in rejects} >= {"'=1+1", "'-1"}
    run(tmp_path / "in.parquet", tmp_path / "out.parquet", options)
    ids = pq.read_table(tmp_path / "out.parquet").column("id").to_pylist()
    assert set(ids) == set(FORMULAS)


def test_rows_in_are_rows_out_and_rows_rejected(written: Path, tmp_path: Path) -> None:
    counts = run(written / "one.parquet", tmp_path / "out.parquet", BEST)
    out = pq.read_table(tmp_path / "out.parquet")
    rejected = {int(each["row"]) for each in rejects_of(tmp_path / "out.parquet.rejects.csv")}
    assert set(out.column("row").to_pylist()) | rejected == set(range(1, 301))
    assert out.num_rows == counts.ok == counts.written
    assert len(rejected) == counts.rejected


# -- numbers of JSON ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"workplace": "weihai", "monthly_income": 5000.10}', ""),
        ('{"workplace": "weihai", "monthly_income": 5e3}', ""),
        ('{"workplace": "weihai", "monthly_income": null}', ""),
        ('{"workplace": "weihai", "history": {"deemed_months": 12}}', ""),
        ('{"workplace": "weihai", "history": null}', ""),
        ('{"workplace": "weihai", "hardship": true}', ""),
        ('{"workplace": "weihai", "monthly_income": 0.10000000000000001}', "too_many_decimals"),
        ('{"workplace": "weihai", "monthly_income": true}', "value.wrong_type"),
        ('{"workplace": "weihai", "monthly_income": [1]}', "value.wrong_type"),
        ('{"workplace": "weihai", "monthly_income": NaN}', "money.not_finite"),
        ('{"workplace": "weihai", "workplace": "jining"}', "json.duplicate_key"),
        ('{"workplace": "weihai", "wrokplace": "jining"}', "key.unknown"),
        ('{"workplace": "weihai", "history": {"deemed": 1}}', "key.unknown"),
        ('{"workplace": "weihai", "history": 3}', "value.wrong_type"),
        ('{"sex": "male"}', "key.missing"),
        ('["weihai"]', "json.not_an_object"),
        ('{"workplace": ', "json.syntax"),
        ("[" * 60_000, "yaml.too_deep"),
        ('{"workplace": "weihai", "id": ' + "[" * 31 + "]" * 31 + "}", "yaml.too_deep"),
        ("[" * 100_000, "csv.line_too_long"),
        ("1" * 5_000, "json.not_an_object"),
        ('"\udcff"', "csv.wrong_encoding"),
    ],
)
def test_a_line_of_json(tmp_path: Path, line: str, code: str) -> None:
    good = '{"workplace": "jining"}'
    (tmp_path / "in.ndjson").write_text(
        f"{good}\n{line}\n{good}\n", encoding="utf-8", errors="surrogateescape"
    )
    counts = run(tmp_path / "in.ndjson", tmp_path / "out.csv", BEST)
    assert counts.read == 3
    rejects = rejects_of(tmp_path / "out.csv.rejects.csv")
    if code:
        assert code in rejects[0]["code"]
        assert (rejects[0]["row"], rejects[0]["line"]) == ("2", "2")
    assert counts.rejected == bool(code)


# -- what is refused before any work --------------------------------------------------------------


def refused(tmp_path: Path, source: object, output: object = "out.csv", **more: Any) -> list[str]:
    with pytest.raises(CanbaoError) as caught:
        run(source, tmp_path / str(output), BEST, **more)
    left = [path.name for path in tmp_path.iterdir() if "out" in path.name]
    assert left == []
    return codes(caught)


def test_what_is_wrong_is_said_before_any_work(tmp_path: Path) -> None:
    def file(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    good = file("good.csv", b"workplace\nweihai\n")
    assert refused(tmp_path, tmp_path / "none.csv") == ["file.unreadable"]
    assert refused(tmp_path, tmp_path / "*.parquet") == ["input.nothing_found"]
    assert refused(tmp_path, file("a.txt", b"workplace\n")) == ["file.unknown_kind"]
    assert refused(tmp_path, file("empty.csv", b"")) == ["header.missing"]
    assert refused(tmp_path, file("b.csv", b"weihai,1990-01\n")) == ["header.missing"]
    assert refused(tmp_path, file("c.csv", b"workplcae,born,born\n")) == [
        "key.unknown",
        "column.twice",
        "key.missing",
    ]
    assert refused(tmp_path, file("d.csv", "workplace\n".encode("utf-16"))) == ["file.utf16"]
    assert refused(tmp_path, file("e.parquet", b"PAR1 no")) == ["file.not_parquet"]
    assert refused(tmp_path, good, "out.xlsx") == ["file.unknown_kind"]
    assert refused(tmp_path, good, "nowhere/out.csv") == ["output.no_folder"]
    assert refused(tmp_path, good, "good.csv") == ["output.is_input"]
    assert good.read_bytes() == b"workplace\nweihai\n"
    same = tmp_path / "out.csv"
    assert refused(tmp_path, good, rejects=same) == ["output.is_rejects"]
    assert refused(tmp_path, good, rejects=good) == ["output.is_input"]


def test_an_output_that_is_one_of_the_files_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    for name in ("a", "b"):
        pq.write_table(table_of(ROWS[:3]), tmp_path / "many" / f"{name}.parquet")
    for source in ("many", "many/*.parquet"):
        with pytest.raises(CanbaoError) as caught:
            run(tmp_path / source, tmp_path / "many" / "b.parquet")
        assert codes(caught) == ["output.is_input"]


def test_an_input_that_cannot_be_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Scratched(io.BytesIO):
        def read(self, count: int | None = -1, /) -> bytes:
            found = super().read(count)
            if not found:
                raise OSError(errno.EIO, "Input/output error")
            return found

    (tmp_path / "in.csv").write_bytes(b"")
    data = b"workplace\n" + b"weihai\n" * 200_000
    for length in (100, len(data)):
        monkeypatch.setattr(
            "calc.batch.sources._opened", lambda path, length=length: Scratched(data[:length])
        )
        with pytest.raises(CanbaoError) as caught:
            run(tmp_path / "in.csv", tmp_path / "out.csv", BEST)
        assert codes(caught) == ["file.unreadable"]
        assert not (tmp_path / "out.csv").exists()


def test_the_nearest_spelling_of_a_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("workplace,pension_bsae\nweihai,5000\n", encoding="utf-8")
    with pytest.raises(CanbaoError) as caught:
        run(tmp_path / "a.csv", tmp_path / "out.csv")
    assert [problem.nearest for problem in caught.value.problems] == ["pension_base"]


def test_a_header_alone_gives_an_empty_output(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("workplace,born\n", encoding="utf-8")
    assert run(tmp_path / "a.csv", tmp_path / "out.parquet") == Counts()
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0
    assert rejects_of(tmp_path / "out.parquet.rejects.csv") == []


def test_nothing_but_rejected_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("workplace\natlantis\n", encoding="utf-8")
    counts = run(tmp_path / "a.csv", tmp_path / "out.parquet")
    assert (counts.read, counts.rejected) == (1, 1)
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0


def test_an_output_that_is_there_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("workplace\nweihai\n", encoding="utf-8")
    (tmp_path / "out.csv").write_text("old\n" * 10_000, encoding="utf-8")
    run(tmp_path / "a.csv", tmp_path / "out.csv", BEST)
    assert "old" not in (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.csv",
        "out.csv",
        "out.csv.rejects.csv",
    ]


# -- the disk and other runs ----------------------------------------------------------------------


class FullDisk(io.RawIOBase):
    """A file on a disk that is full after so many bytes."""

    def __init__(self, file: Any, room: int) -> None:
        self._file, self._room = file, room

    def write(self, data: Any) -> int:
        self._room -= len(data)
        if self._room < 0:
            self._file.write(data[: len(data) // 2])
            self._file.flush()
            raise OSError(errno.ENOSPC, "No space left on device")
        return int(self._file.write(data))

    def flush(self) -> None:
        self._file.flush()

    def fileno(self) -> int:
        return int(self._file.fileno())

    def close(self) -> None:
        self._file.close()


def test_a_full_disk_is_said_and_the_run_can_go_on(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Work._open

    def open_full(self: Any, *arguments: Any, **more: Any) -> None:
        opened(self, *arguments, **more)
        self._files[0] = FullDisk(self._files[0], 40_000)

    with monkeypatch.context() as patch:
        patch.setattr(Work, "_open", open_full)
        with pytest.raises(CanbaoError) as caught:
            run(written / "utf8.csv", tmp_path / "out.parquet", rows=60)
    assert codes(caught) == ["output.disk_full"]
    assert not (tmp_path / "out.parquet").exists()
    run(written / "utf8.csv", tmp_path / "out.parquet", rows=60, resume=True)
    run(written / "utf8.csv", tmp_path / "whole.parquet", rows=60)
    found, whole = ((tmp_path / f"{n}.parquet").read_bytes() for n in ("out", "whole"))
    assert found == whole


def test_too_little_room_is_said_after_the_first_part(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Work, "room", lambda work: 1_000_000)
    with pytest.raises(CanbaoError) as caught:
        run(written / "one.parquet", tmp_path / "out.parquet", rows=60)
    assert codes(caught) == ["output.not_enough_room"]
    assert list(tmp_path.iterdir()) == []


def test_two_runs_on_one_output(written: Path, tmp_path: Path) -> None:
    work = Work(tmp_path / "out.csv", tmp_path / "out.csv.rejects.csv")
    with work.opened({}, resume=False):
        with pytest.raises(CanbaoError) as caught:
            run(written / "utf8.csv", tmp_path / "out.csv")
        assert codes(caught) == ["output.in_use"]
        work.discard()
    run(written / "utf8.csv", tmp_path / "out.csv", BEST)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_same_bytes_in_every_run(written: Path, tmp_path: Path, kind: str) -> None:
    for name in ("a", "b"):
        run(written / "utf8.csv", tmp_path / f"{name}.{kind}", rows=77)
    first, second = ((tmp_path / f"{name}.{kind}").read_bytes() for name in ("a", "b"))
    assert first == second


def test_parts_of_parquet_joined_are_read_by_others(written: Path, tmp_path: Path) -> None:
    """Row groups, statistics and places as the format has them."""
    run(written / "utf8.csv", tmp_path / "out.parquet", rows=60)
    file = pq.ParquetFile(tmp_path / "out.parquet")
    assert file.num_row_groups > 3
    rows = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert sum(rows) == file.metadata.num_rows
    for number in range(file.num_row_groups):
        assert file.read_row_group(number).num_rows == rows[number]
    statistics = file.metadata.row_group(1).column(0).statistics
    assert statistics.min > file.metadata.row_group(0).column(0).statistics.max
