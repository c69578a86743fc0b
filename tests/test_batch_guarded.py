"""Files from screens: what they hold, what is refused, and a process that can only hurt itself."""

from __future__ import annotations

import datetime as dt
import gc
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from calc.batch import uploads
from calc.batch.engine import BatchOptions
from calc.batch.guarded import Job, Law, evaluate_upload, inspect
from calc.batch.runs import Run
from calc.batch.uploads import preview_of, renamed
from calc.errors import CanbaoError

DAY = dt.date(2026, 11, 22)
PEOPLE = (
    "姓名编号,workplace,born,monthly_income\n"
    "a,weihai,1988-03,5200\n"
    '"b,\n",atlantis,1990-01,6000\n'
    "c,jining,1975-13,=1+1\n"
    "d,weihai\n"
    "e,xuchang,1980-05,4000\n"
)


def done(job: Job) -> Job:
    while job.running:
        job.look(30)
    job.process.wait(30)
    return job


def codes(job: Job) -> set[str]:
    return {problem.code for problem in job.problems}


def saved(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def parquet(table: pa.Table, **options: object) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def test_a_preview_says_what_each_column_is_taken_for(tmp_path: Path) -> None:
    content = b"workplace,monthly_incom,note\nweihai,5200,x\n"
    found = preview_of(saved(tmp_path, "input.csv", content), "people.csv")
    assert found.names == ("workplace", "monthly_incom", "note")
    assert found.keys == {"workplace": "workplace", "monthly_incom": "", "note": ""}
    assert found.near["monthly_incom"] == "monthly_income"
    assert found.sample == (("weihai", "5200", "x"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_preview_reads_what_the_office_saves(tmp_path: Path, encoding: str) -> None:
    found = preview_of(saved(tmp_path, "input.csv", PEOPLE.encode(encoding)), "people.csv")
    assert found.names[0] == "姓名编号"


def test_columns_are_renamed_and_left_out_and_lines_stay(tmp_path: Path) -> None:
    path = saved(tmp_path, "input.csv", PEOPLE.encode())
    names = {"姓名编号": "", "workplace": "workplace", "born": "born", "monthly_income": ""}
    text = renamed(path, names, "people.csv").read_text("utf-8")
    assert text.splitlines()[0] == "workplace,born"
    assert "d,weihai" in text  # too short a row is left as it is, to be rejected
    same = {"workplace": "workplace"}
    assert renamed(path, same, "people.csv") == path
    with pytest.raises(CanbaoError, match=r"column\.twice"):
        renamed(path, {"a": "born", "b": "born"}, "people.csv")


def test_rows_in_are_rows_out_and_rows_rejected() -> None:
    names = {"姓名编号": "id", "workplace": "workplace", "born": "born"}
    names["monthly_income"] = "monthly_income"
    run = Run("people.csv", "results.csv", BatchOptions(DAY, form="best"))
    job = done(evaluate_upload("people.csv", PEOPLE.encode(), names, run, Law()))
    assert job.problems == ()
    assert job.report is not None
    counts = job.report.counts
    assert counts.read == counts.ok + counts.rejected == 5
    assert counts.rejected == 3
    assert sum(group.count for group in job.report.groups) == counts.ok
    assert {reject["code"] for reject in job.report.rejects} >= {"place.unknown"}
    assert job.share == 1.0


def test_entered_values_count_in_the_other_process() -> None:
    content = b"workplace,medical_base\nlincang,5000\n"
    names = {"workplace": "workplace", "medical_base": "medical_base"}
    run = Run("people.csv", "results.csv", BatchOptions(DAY, form="long"))
    entry = "lincang.employee_medical.flexible_base_proportion=60%"
    without = done(evaluate_upload("people.csv", content, names, run, Law()))
    entered = done(evaluate_upload("people.csv", content, names, run, Law((entry,))))
    assert without.output is not None
    assert entered.output is not None
    assert without.output.read_bytes() != entered.output.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("people.exe", b"MZ", "file.unknown_kind"),
        ("people.parquet", b"PAR1 but not really", "file.not_parquet"),
        ("people.csv", b"", "file.empty"),
        ("people.csv", b"a," * 300 + b"b\n", "upload.too_many_columns"),
    ],
)
def test_what_cannot_be_taken_is_said(name: str, content: bytes, code: str) -> None:
    assert code in codes(done(inspect(name, content)))


def test_limits_are_on_both_sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAXIMUM_ROWS", 3)
    monkeypatch.setattr(uploads, "MAXIMUM_BYTES", 1000)
    table = pa.table({"workplace": ["weihai"] * 3})
    uploads.check_limits(saved(tmp_path, "a.parquet", parquet(table)), "a")
    uploads.check_limits(saved(tmp_path, "a.csv", b"workplace\n" + b"weihai\n" * 3), "a")
    more = pa.table({"workplace": ["weihai"] * 4})
    with pytest.raises(CanbaoError, match=r"upload\.too_many_rows"):
        uploads.check_limits(saved(tmp_path, "b.parquet", parquet(more)), "b")
    with pytest.raises(CanbaoError, match=r"upload\.too_many_rows"):
        uploads.check_limits(saved(tmp_path, "b.csv", b"workplace\n" + b"weihai\n" * 4), "b")
    with pytest.raises(CanbaoError, match=r"file\.too_large"):
        uploads.check_limits(saved(tmp_path, "c.csv", b"x" * 1001), "c")


def bomb() -> bytes:
    """A few kilobytes that unpack to sixty gigabytes: one long text, said sixty thousand times."""
    one = pa.array(["a" * 1_000_000])
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 60_000, pa.int32()), one)
    places = pa.array(["weihai"] * 60_000)
    return parquet(pa.table({"workplace": places, "platform": texts}), compression="zstd")


def test_a_file_that_unpacks_to_far_more_than_it_weighs_stops_only_itself() -> None:
    content = bomb()
    assert len(content) < 200_000
    found = done(inspect("bomb.parquet", content))
    if found.problems:
        assert codes(found) <= {"upload.too_much", "file.not_parquet"}
        return
    names = {"workplace": "workplace", "platform": "platform"}
    run = Run("bomb.parquet", "results.csv", BatchOptions(DAY, form="best"))
    job = done(evaluate_upload("bomb.parquet", content, names, run, Law()))
    assert job.report is None
    assert codes(job) <= {"upload.too_much", "file.not_parquet"}
    assert job.problems


def test_a_stopped_job_leaves_nothing() -> None:
    rows = b"workplace\n" + b"weihai\n" * 200_000
    run = Run("people.csv", "results.csv", BatchOptions(DAY, form="long"))
    job = evaluate_upload("people.csv", rows, {"workplace": "workplace"}, run, Law())
    job.stop()
    assert not job.running
    assert job.process.poll() is not None
    assert not job.folder.exists()


def test_what_nobody_looks_at_any_more_is_deleted() -> None:
    job = done(inspect("people.csv", PEOPLE.encode()))
    folder = job.folder
    assert folder.exists()
    del job
    gc.collect()
    assert not folder.exists()


def test_the_template_is_a_header_that_is_taken(tmp_path: Path) -> None:
    found = preview_of(saved(tmp_path, "input.csv", uploads.template_csv()), "template.csv")
    assert all(found.keys.values())
