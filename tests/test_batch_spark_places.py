"""What a run on Spark may replace: a former result of its own, when the new one is whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from calc.batch import BatchOptions
from calc.batch.runs import Run
from calc.batch.spark import run_on_spark
from calc.batch.spark_places import MARK
from calc.batch.work import Counts, held
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
OPTIONS = BatchOptions(dt.date(2026, 11, 22), form="best")
PEOPLE = table_of(people(60))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder a user stands in: an input, and things that are not ours."""
    (tmp_path / "in" / "more").mkdir(parents=True)
    pq.write_table(PEOPLE.slice(0, 30), tmp_path / "in" / "a.parquet")
    pq.write_table(PEOPLE.slice(30), tmp_path / "in" / "more" / "b.parquet")
    (tmp_path / "link").symlink_to(tmp_path / "in")
    (tmp_path / "foreign").mkdir()
    pq.write_table(PEOPLE, tmp_path / "foreign" / "part-0.parquet")
    (tmp_path / "file").write_text("precious", encoding="utf-8")
    (tmp_path / "busy.unfinished").mkdir()
    (tmp_path / "busy.unfinished" / "notes.txt").write_text("precious", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def content(folder: Path) -> dict[str, bytes | None]:
    """All that is in a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def refused(spark: SparkSession, source: str, output: str, rejects: str | None = None) -> list[str]:
    with pytest.raises(CanbaoError) as caught:
        run_on_spark(Run(source, output, OPTIONS, rejects), PARAMETERS, spark)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("in", "in"), "output.is_input"),
        (("in", "link"), "output.is_input"),
        (("link", "in"), "output.is_input"),
        (("in/a.parquet", "in/a.parquet"), "output.is_input"),
        (("in", "."), "output.overlaps_input"),
        (("in", "in/new"), "output.overlaps_input"),
        (("in", "link/new"), "output.overlaps_input"),
        (("in/*.parquet", "in"), "output.overlaps_input"),
        (("in", "out", "in"), "output.is_input"),
        (("in", "out", "in/new"), "output.overlaps_input"),
        (("in", "out", "out"), "output.is_rejects"),
        (("in", "file"), "output.not_ours"),
        (("in", "foreign"), "output.not_ours"),
        (("in", "busy"), "output.not_ours"),
        (("in", "out", "file"), "output.not_ours"),
        (("in", "out", "foreign"), "output.not_ours"),
        (("in", "nowhere/out"), "output.no_folder"),
        (("in", "s3a://bucket/out"), "output.unwritable"),  # without the library for it
        (("nosuch://bucket/in", "out"), "file.unreadable"),
    ],
)
def test_what_is_not_ours_stays(
    spark: SparkSession, folder: Path, names: Sequence[str], code: str
) -> None:
    before = content(folder)
    assert refused(spark, *names) == [code]
    assert content(folder) == before


def run(spark: SparkSession, source: str = "in") -> Counts:
    return run_on_spark(Run(source, "out", OPTIONS), PARAMETERS, spark)


def test_a_former_result_is_replaced_and_nothing_else(spark: SparkSession, folder: Path) -> None:
    (folder / "out").mkdir()  # an empty folder is nobody's
    assert run(spark).read == 60
    before = {path.name for path in folder.iterdir()}
    assert run(spark, "in/*.parquet").read == 30
    assert pq.read_table("out").num_rows + len(rejected(folder)) == 30
    assert {path.name for path in folder.iterdir()} == before
    (folder / "out" / "notes.txt").write_text("precious", encoding="utf-8")
    assert refused(spark, "in", "out") == ["output.not_ours"]
    assert (folder / "out" / "notes.txt").exists()


def rejected(folder: Path) -> set[str]:
    lists = (folder / "out.rejects").glob("part-*.csv")
    return {
        line.partition(",")[0]
        for path in lists
        for line in path.read_text(encoding="utf-8").splitlines()[1:]
    }


def test_a_run_that_fails_leaves_the_former_result(spark: SparkSession, folder: Path) -> None:
    run(spark)
    data = bytearray((folder / "in" / "a.parquet").read_bytes())
    pages = pq.read_metadata("in/a.parquet").row_group(0).column(1).dictionary_page_offset
    data[pages : pages + 40] = b"\xff" * 40
    (folder / "in" / "a.parquet").write_bytes(data)
    before = content(folder)
    with pytest.raises(CanbaoError) as caught:
        run(spark)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("file.not_parquet", str(folder / "in" / "a.parquet"))
    assert content(folder) == before


def test_two_at_once_and_what_a_killed_run_left(spark: SparkSession, folder: Path) -> None:
    unfinished = folder / "out.unfinished"
    with held(unfinished, MARK, "out"):
        (unfinished / "part-00000.parquet").write_bytes(b"half")
        assert refused(spark, "in", "out") == ["output.in_use"]
        assert (unfinished / "part-00000.parquet").exists()
    # its lock ended with it, and so what it left is nobody's
    (unfinished / "_temporary").mkdir()
    run(spark)
    assert not unfinished.exists()
    assert pq.read_table("out").num_rows + len(rejected(folder)) == 60


def test_rows_that_spark_leaves_out_are_missed(spark: SparkSession, folder: Path) -> None:
    pq.write_table(PEOPLE, folder / "more.parquet")
    spark.conf.set("spark.sql.files.ignoreCorruptFiles", "true")
    try:
        data = bytearray((folder / "more.parquet").read_bytes())
        data[4:200] = b"\xff" * 196
        (folder / "more.parquet").write_bytes(data)
        assert refused(spark, "more.parquet", "out") == ["engine.rows_lost"]
    finally:
        spark.conf.unset("spark.sql.files.ignoreCorruptFiles")
    assert not (folder / "out").exists()


def test_at_an_address_the_same_holds(spark: SparkSession, folder: Path) -> None:
    """Hadoop's file systems are looked at through Java; here one that leads to this folder."""
    settings = spark._jsc.hadoopConfiguration()
    settings.set("fs.viewfs.mounttable.default.link./here", folder.as_uri())
    at = "viewfs:///here"
    here, there = Run("in", "here", OPTIONS), Run(f"{at}/in", f"{at}/there", OPTIONS, "rejects")
    counts = run_on_spark(here, PARAMETERS, spark)
    assert run_on_spark(there, PARAMETERS, spark) == counts
    assert run_on_spark(there, PARAMETERS, spark) == counts
    first, second = (pq.read_table(name).sort_by("row") for name in ("here", "there"))
    assert first.equals(second)
    before = content(folder)
    for output, code in {
        "in": "output.is_input",
        "in/new": "output.overlaps_input",
        "foreign": "output.not_ours",
        "file": "output.not_ours",
    }.items():
        assert refused(spark, f"{at}/in", f"{at}/{output}", "rejects") == [code]
    assert refused(spark, f"{at}/none", f"{at}/there", "rejects") == ["input.nothing_found"]
    assert content(folder) == before
    # no lock there ends with its process
    (folder / "there.unfinished").mkdir()
    (folder / "there.unfinished" / MARK).touch()
    assert refused(spark, f"{at}/in", f"{at}/there", "rejects") == ["output.in_use"]
