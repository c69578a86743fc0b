"""The Spark engine, on a real Spark: the results, rejects and counts of the local engine."""

from __future__ import annotations

import csv
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from calc.batch import FORMS, BatchOptions, Form
from calc.batch.runs import Run, run_batch
from calc.batch.spark import run_on_spark
from calc.batch.work import Counts
from calc.errors import CanbaoError
from calc.parameters.loading import load_parameters
from tests.batch_rows import people, table_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [
    pytest.mark.xdist_group("spark"),
    # Spark's own: sockets and files of its Java side that are closed late, and its advice
    pytest.mark.filterwarnings("default::ResourceWarning", "default::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
PARAMETERS = load_parameters()
DAY = dt.date(2026, 11, 22)
PEOPLE = table_of(people(500))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The people in three files, of several row groups."""
    path = tmp_path_factory.mktemp("people")
    for number, first in enumerate((0, 90, 300)):
        part = PEOPLE.slice(first, (90, 210, 200)[number])
        pq.write_table(part, path / f"part {number}.parquet", row_group_size=64)
    return path


def rows_of(table: pa.Table) -> list[dict[str, Any]]:
    """Rows in the order of the input, however they were written."""
    rows: list[dict[str, Any]] = table.to_pylist()
    return sorted(rows, key=lambda row: (row["row"], str(row.get("option"))))


def rejects_of(*paths: Path) -> list[dict[str, str]]:
    found = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file))
    return sorted(found, key=lambda row: (int(row["row"]), row["column"], row["code"]))


def same_as_local(spark: SparkSession, source: object, tmp_path: Path, form: Form) -> Counts:
    """Run both engines and compare all that they say, row by row."""
    options = BatchOptions(DAY, form=form)
    here, there = tmp_path / "here.parquet", tmp_path / "there"
    local = run_batch(Run(str(source), str(here), options), PARAMETERS)
    counts = run_on_spark(Run(str(source), str(there), options), PARAMETERS, spark)
    assert counts == local
    written = pq.read_table(there)
    assert written.schema.names == pq.read_schema(here).names
    assert rows_of(written) == rows_of(pq.read_table(here))
    listed = (tmp_path / "there.rejects").glob("part-*.csv")
    assert rejects_of(*listed) == rejects_of(tmp_path / "here.parquet.rejects.csv")
    return counts


@pytest.mark.parametrize("form", FORMS)
def test_says_what_the_local_engine_says(
    spark: SparkSession, folder: Path, tmp_path: Path, form: Form
) -> None:
    counts = same_as_local(spark, folder, tmp_path, form)
    assert counts.read == counts.ok + counts.rejected == 500
    assert counts.rejected > 5
    assert len(list((tmp_path / "there").glob("part-*.parquet"))) > 1
    left = [path.name for path in (tmp_path / "there.rejects").iterdir()]
    assert [name for name in left if name.startswith((".", "_"))] == ["_canbao"]


def with_column(name: str, values: Sequence[object], type_: pa.DataType) -> pa.Table:
    """Some people with other values in a column."""
    some = PEOPLE.slice(0, len(values))
    return some.set_column(some.column_names.index(name), name, pa.array(values, type_))


def test_files_of_other_columns_types_and_folders(spark: SparkSession, tmp_path: Path) -> None:
    """Each file counts with all of its columns, as it is, wherever it lies, in the same order."""
    texts = PEOPLE.slice(0, 90)
    files: Mapping[str, pa.Table] = {
        "b.parquet": PEOPLE.select(["id", "workplace"]).slice(0, 70),
        "a/c d.parquet": texts,
        "a-b/p[1].pq": with_column("monthly_income", [5000, None, -1] * 9, pa.int64()),
        "a-b/{é}%20#.parquet": with_column("monthly_income", [2**63, 7], pa.uint64()),
        "a/born=1/x.parquet": with_column("monthly_income", [0.1, 5e3] * 9, pa.float64()),
        "a/born=1/y.parquet": with_column("monthly_income", [Decimal("5e3")], pa.decimal128(9, 2)),
        "a/born=2/z.parquet": with_column("born", [dt.date(1980, 1, 1)] * 5, pa.date32()),
        "a/none.parquet": texts.slice(0, 0),
        "g.parquet": pa.table(
            {
                "workplace": pa.array(["weihai", "atlantis"]).dictionary_encode(),
                "history": [{"employee_pension_months": 240, "deemed_months": 12}, None],
            }
        ),
        "_tmp/h.parquet": texts.slice(0, 3),
        "_not.parquet": pa.table({"foreign": [1]}),
    }
    for name, table in files.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, path, row_group_size=50)
    counts = same_as_local(spark, tmp_path / "in", tmp_path, "long")
    assert counts.read == sum(map(len, files.values())) - 1
    same_as_local(spark, tmp_path / "in" / "a*" / "*.p*q*", tmp_path, "best")


def test_every_header_is_looked_at(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    good = PEOPLE.select(["id", "workplace"])
    for name, table in {"a": good, "b": good.append_column("pension_bsae", good["id"])}.items():
        pq.write_table(table, tmp_path / "in" / f"{name}.parquet")
    found = []
    for run_one in (run_batch, run_on_spark):
        run = Run(str(tmp_path / "in"), str(tmp_path / "out.parquet"), BatchOptions(DAY))
        with pytest.raises(CanbaoError) as caught:
            run_one(run, PARAMETERS)
        found.append(caught.value.problems)
    assert found[0] == found[1]
    assert [each.nearest for each in found[1]] == ["pension_base"]


def test_a_second_run_replaces_the_first(spark: SparkSession, folder: Path, tmp_path: Path) -> None:
    run = Run(str(folder), str(tmp_path / "out"), BatchOptions(DAY, form="best"))
    first = run_on_spark(run, PARAMETERS, spark)
    assert run_on_spark(run, PARAMETERS, spark) == first
    assert pq.read_table(tmp_path / "out").num_rows == first.ok
    listed = rejects_of(*(tmp_path / "out.rejects").glob("part-*.csv"))
    assert len(listed) == first.problems


def test_a_table_and_groups_of_columns(spark: SparkSession, tmp_path: Path) -> None:
    """A table by its name, with nested groups; its rows have numbers of Spark's."""
    people = [
        ("a", "weihai", (240, 12)),
        ("b", "nowhere", (None, None)),
        ("c", "jining", None),
    ]
    history = "history struct<employee_pension_months: int, deemed_months: int>"
    table = spark.createDataFrame(people, f"id string, workplace string, {history}")
    table.createOrReplaceTempView("applicants")
    counts = run_on_spark(
        Run("applicants", str(tmp_path / "out"), BatchOptions(DAY, form="best")), PARAMETERS, spark
    )
    assert (counts.read, counts.ok, counts.rejected) == (3, 2, 1)
    found = pq.read_table(tmp_path / "out").to_pylist()
    assert sorted(row["id"] for row in found) == ["a", "c"]
    (reject,) = rejects_of(*(tmp_path / "out.rejects").glob("part-*.csv"))
    assert (reject["id"], reject["column"], reject["code"]) == ("b", "workplace", "place.unknown")
    assert reject["row"] not in {str(row["row"]) for row in found}


def test_a_table_of_files(spark: SparkSession, tmp_path: Path) -> None:
    """Its rows are numbered file by file; nothing is written where they lie."""
    for number in range(2):
        (tmp_path / "table").mkdir(exist_ok=True)
        part = PEOPLE.slice(number * 100, 100)
        pq.write_table(part, tmp_path / "table" / f"{number}.parquet", row_group_size=30)
    spark.sql(f"CREATE TABLE people USING parquet LOCATION '{tmp_path / 'table'}'")
    try:
        run = Run("people", str(tmp_path / "out"), BatchOptions(DAY, form="wide"))
        assert run_on_spark(run, PARAMETERS, spark).read == 200
        local = Run(str(tmp_path / "table"), str(tmp_path / "out.parquet"), run.options)
        run_batch(local, PARAMETERS)
        found, expected = (pq.read_table(tmp_path / name) for name in ("out", "out.parquet"))
        assert rows_of(found) == rows_of(expected)
        with pytest.raises(CanbaoError) as caught:
            run_on_spark(replace(run, output=str(tmp_path / "table" / "out")), PARAMETERS, spark)
        assert [each.code for each in caught.value.problems] == ["output.overlaps_input"]
    finally:
        spark.sql("DROP TABLE people")


def test_what_is_wrong_is_said_before_any_work(
    spark: SparkSession, folder: Path, tmp_path: Path
) -> None:
    def codes(source: object) -> list[tuple[str, str]]:
        run = Run(str(source), str(tmp_path / "out"), BatchOptions(DAY))
        with pytest.raises(CanbaoError) as caught:
            run_on_spark(run, PARAMETERS, spark)
        assert not (tmp_path / "out").exists()
        return [(problem.code, problem.nearest) for problem in caught.value.problems]

    assert codes(tmp_path / "none") == [("file.unreadable", "")]
    wrong = PEOPLE.rename_columns(
        ["workplcae" if name == "workplace" else name for name in PEOPLE.column_names]
    )
    pq.write_table(wrong, tmp_path / "wrong.parquet")
    assert codes(tmp_path / "wrong.parquet") == [("key.unknown", "workplace"), ("key.missing", "")]
    pq.write_table(PEOPLE, tmp_path / "_hidden.parquet")
    assert codes(tmp_path / "_hidden.parquet") == [("engine.rows_lost", "")]
    half = pa.table({"workplace": ["weihai"], "monthly_income": pa.array([5e3], pa.float16())})
    pq.write_table(half, tmp_path / "half.parquet")  # pyarrow's, but not Spark's
    assert codes(tmp_path / "half.parquet") == [("engine.failed", "")]


def test_the_command(spark: SparkSession, folder: Path, tmp_path: Path) -> None:
    """``--engine spark`` in a process of its own: exit code 3 and the summary of the local one."""
    command = [sys.executable, "-c", "from calc.cli import main; main()", "batch", str(folder)]
    more = ["--best", "--on", "2026-11-22", "--lang", "en"]
    summaries = []
    for engine in ("local", "spark"):
        output = tmp_path / ("out.parquet" if engine == "local" else "out")
        ran = subprocess.run(
            [*command, str(output), *more, "--engine", engine],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
        )
        assert ran.returncode == 3, ran.stderr
        summary, _, listed = ran.stderr.splitlines()[-1].partition("listed in ")
        summaries.append(summary)
        assert Path(listed.partition(")")[0]).exists()
    assert summaries[0] == summaries[1]


@pytest.mark.parametrize(
    ("source", "output", "more", "codes"),
    [
        ("people.csv", "out", {}, ["engine.parquet_only"]),
        ("people.ndjson", "out.csv", {}, ["engine.parquet_only"] * 2),
        ("-", "-", {}, ["engine.parquet_only"] * 2),
        ("people", "out", {"resume": True}, ["engine.no_resume"]),
    ],
)
def test_what_spark_does_not_do_is_said_before_it_is_started(
    source: str, output: str, more: Mapping[str, bool], codes: Sequence[str]
) -> None:
    with pytest.raises(CanbaoError) as caught:
        run_on_spark(Run(source, output, BatchOptions(DAY), **more), PARAMETERS)
    assert [problem.code for problem in caught.value.problems] == codes


def test_without_spark_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(CanbaoError) as caught:
        run_on_spark(Run("people", str(tmp_path / "out"), BatchOptions(DAY)), PARAMETERS)
    assert [problem.code for problem in caught.value.problems] == ["engine.not_installed"]
