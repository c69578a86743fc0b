"""The Spark engine, on a real Spark: the results, rejects and counts of the local engine."""

from __future__ import annotations

import csv
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from calc.batch import FORMS, BatchOptions, Form
from calc.batch.runs import Run, run_batch
from calc.batch.spark import run_on_spark
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
ROOT = Path(__file__).resolve().parents[1]
PARAMETERS = load_parameters()
DAY = dt.date(2026, 11, 22)
PEOPLE = table_of(people(500))


@pytest.fixture(scope="module")
def spark(system_package: Callable[[str], None]) -> Iterator[SparkSession]:
    system_package("java")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.files.maxPartitionBytes", "8k")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


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


@pytest.mark.parametrize("form", FORMS)
def test_says_what_the_local_engine_says(
    spark: SparkSession, folder: Path, tmp_path: Path, form: Form
) -> None:
    options = BatchOptions(DAY, form=form)
    here, there = tmp_path / "here.parquet", tmp_path / "there"
    local = run_batch(Run(str(folder), str(here), options), PARAMETERS)
    counts = run_on_spark(Run(str(folder), str(there), options), PARAMETERS, spark)
    assert counts == local
    assert counts.read == counts.ok + counts.rejected == 500
    assert counts.rejected > 5
    written = pq.read_table(there)
    assert len(list(there.glob("part-*.parquet"))) > 1
    assert written.schema.names == pq.read_schema(here).names
    assert rows_of(written) == rows_of(pq.read_table(here))
    listed = (tmp_path / "there.rejects").glob("part-*.csv")
    assert rejects_of(*listed) == rejects_of(tmp_path / "here.parquet.rejects.csv")
    assert list((tmp_path / "there.rejects").glob("_part*")) == []


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
        summaries.append(ran.stderr.splitlines()[-1].split("listed")[0])
    assert summaries[0] == summaries[1]


def test_without_spark_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(CanbaoError) as caught:
        run_on_spark(Run("people", str(tmp_path / "out"), BatchOptions(DAY)), PARAMETERS)
    assert [problem.code for problem in caught.value.problems] == ["engine.not_installed"]
