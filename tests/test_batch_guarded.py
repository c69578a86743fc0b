"""Files from screens: what they hold, what is refused, and a process that can only hurt itself."""

from __future__ import annotations

import datetime as dt
import gc
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from calc.batch import guarded, uploads
from calc.batch.checking import CHECKED_ROWS, KINDS_SHOWN, check_rows
from calc.batch.columns import columns
from calc.batch.engine import BatchOptions
from calc.batch.guarded import Job, Law, check_upload, evaluate_upload, inspect
from calc.batch.results import Form
from calc.batch.runs import Run, run_batch
from calc.batch.uploads import preview_of
from calc.errors import CanbaoError, problem
from calc.parameters.loading import load_parameters

DAY = dt.date(2026, 11, 22)
UNSHOWN = "\N{REPLACEMENT CHARACTER}"
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


def run_of(*keys: str, name: str = "people.csv", output: str = "results.csv") -> Run:
    return Run(name, output, BatchOptions(DAY, form="best"), keys=keys)


def test_a_preview_shows_columns_and_first_rows_as_they_will_be_read(tmp_path: Path) -> None:
    content = b'workplace,monthly_incom,note\n"wei\nhai",5200,x\nshort\njining,,\n'
    found = preview_of(saved(tmp_path, "input.csv", content), "people.csv")
    assert found.names == ("workplace", "monthly_incom", "note")
    assert found.sample == ((f"wei{UNSHOWN}hai", "5200", "x"), ("jining", "", ""))


def test_what_is_shown_of_a_file_is_short(tmp_path: Path) -> None:
    content = b"x" * 9_000 + b",b\n" + b"y" * 9_000 + b",\n"
    found = preview_of(saved(tmp_path, "input.csv", content), "people.csv")
    assert max(len(text) for text in (*found.names, *found.sample[0])) == uploads.LONGEST_SHOWN


def test_a_preview_survives_values_that_are_none(tmp_path: Path) -> None:
    far = pa.array([2**31 - 1], pa.int32()).cast(pa.date32())
    no_text = pa.array([b"\xff"]).view(pa.string())
    table = pa.table({"workplace": ["weihai"], "born": far, "id": no_text, "history": [{"x": 1}]})
    found = preview_of(saved(tmp_path, "input.parquet", parquet(table)), "people.parquet")
    assert found.names == ("workplace", "born", "id", "history.x")
    assert found.sample == (
        ("weihai", "\N{REPLACEMENT CHARACTER}", "\N{REPLACEMENT CHARACTER}", "1"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_preview_reads_what_the_office_saves(tmp_path: Path, encoding: str) -> None:
    found = preview_of(saved(tmp_path, "input.csv", PEOPLE.encode(encoding)), "people.csv")
    assert found.names[0] == "姓名编号"
    assert found.sample[0][0] == "a"


def test_rows_in_are_rows_out_and_rows_rejected() -> None:
    run = run_of("id", "workplace", "born", "monthly_income")
    job = done(evaluate_upload("people.csv", PEOPLE.encode(), run, Law()))
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
    run = Run("people.csv", "results.csv", BatchOptions(DAY, form="long"))
    entry = "lincang.employee_medical.flexible_base_proportion=60%"
    without = done(evaluate_upload("people.csv", content, run, Law()))
    entered = done(evaluate_upload("people.csv", content, run, Law((entry,))))
    assert without.output is not None
    assert entered.output is not None
    assert without.output.read_bytes() != entered.output.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("people.exe", b"MZ", "file.unknown_kind"),
        ("people.parquet", b"PAR1 but not really", "file.not_parquet"),
        ("people.csv", b"", "file.empty"),
        ("people.csv", b"\n\r\n", "file.empty"),
        ("people.csv", "就业地,性别\n".encode("utf-16"), "file.utf16"),
        ("people.csv", "workplace,born\n".encode("utf-16-le"), "file.utf16"),
        ("people.csv", b"workplace;born\n", "header.other_separator"),
        ("people.csv", b"workplace\tborn\n", "header.other_separator"),
        ("people.csv", "就业地，性别\n".encode(), "header.other_separator"),
        ("people.csv", b"workplace,born\rweihai,1988-03\r", "header.line_ends"),
        ("people.csv", b"PK\x03\x04 and so on", "file.spreadsheet"),
        ("people.xlsx", b"PK\x03\x04 and so on", "file.spreadsheet"),
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
    run = run_of("workplace", "platform", name="bomb.parquet")
    job = done(evaluate_upload("bomb.parquet", content, run, Law()))
    assert job.report is None
    assert codes(job) <= {"upload.too_much", "file.not_parquet"}
    assert job.problems


def test_a_stopped_job_leaves_nothing() -> None:
    rows = b"workplace\n" + b"weihai\n" * 200_000
    run = Run("people.csv", "results.csv", BatchOptions(DAY, form="long"))
    job = evaluate_upload("people.csv", rows, run, Law())
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
    assert set(found.names) == set(columns())


# -- before all of it is evaluated -----------------------------------------------------------------


def test_the_first_rows_say_what_is_wrong_with_a_file() -> None:
    run = run_of("id", "workplace", "born", "monthly_income")
    job = done(check_upload("people.csv", PEOPLE.encode(), run, Law()))
    assert job.problems == ()
    found = job.checked
    assert found is not None
    assert found.whole
    assert (found.counts.read, found.counts.ok, found.counts.rejected) == (5, 2, 3)
    wrong = {(each.first["row"], each.first["code"]): each.rows for each in found.wrong}
    assert wrong == {
        ("2", "place.unknown"): 1,
        ("3", "month.not_a_month"): 1,
        ("3", "money.not_a_number"): 1,
        ("4", "csv.wrong_number_of_fields"): 1,
    }


def test_what_is_wrong_with_many_rows_is_said_once_and_first(tmp_path: Path) -> None:
    rows = ["weihai,1988-03"] * 30 + ["weihai,1988-13"] * 40 + ["atlantis,1988-13"]
    path = saved(tmp_path, "input.csv", ("workplace,born\n" + "\n".join(rows)).encode())
    found = check_rows(Run(str(path), "results.csv", BatchOptions(DAY)), load_parameters())
    assert [(each.first["row"], each.first["column"], each.rows) for each in found.wrong] == [
        ("31", "born", 41),
        ("71", "workplace", 1),
    ]
    assert found.more == 0
    assert len(found.wrong) <= KINDS_SHOWN


def test_of_a_long_file_only_the_beginning_is_looked_at(tmp_path: Path) -> None:
    count = 3 * CHECKED_ROWS
    path = saved(tmp_path, "input.csv", b"workplace\n" + b"weihai\n" * count)
    run = Run(str(path), "results.csv", BatchOptions(DAY, form="best"))
    found = check_rows(run, load_parameters())
    assert not found.whole
    assert CHECKED_ROWS <= found.counts.read < count
    assert found.wrong == ()


@pytest.mark.parametrize("form", ["best", "long"])
def test_how_long_the_results_will_be_is_known_before(tmp_path: Path, form: Form) -> None:
    path = saved(tmp_path, "input.csv", b"workplace\n" + b"weihai\n" * 5_000)
    run = Run(str(path), str(tmp_path / "results.csv"), BatchOptions(DAY, form=form))
    expected = check_rows(run, load_parameters(), rows=1_000).expected_bytes
    run_batch(run, load_parameters())
    written = (tmp_path / "results.csv").stat().st_size
    assert 0.8 * written < expected < 1.2 * written


def test_results_that_are_longer_than_a_screen_gives_out_are_not_a_full_disk() -> None:
    full = CanbaoError([problem("output.disk_full", "results.csv")])
    other = CanbaoError([problem("output.unwritable", "results.csv")])
    (said,) = guarded.not_the_disk(full, "people.csv").problems
    assert (said.code, said.allowed) == ("upload.too_much_written", ("≤ 500 MB",))
    assert guarded.not_the_disk(other, "people.csv") is other


def test_a_fault_in_the_other_process_is_no_fault_of_the_file() -> None:
    run = Run("people.csv", "results.csv", None)  # type: ignore[arg-type]
    job = done(check_upload("people.csv", b"workplace\nweihai\n", run, Law()))
    assert codes(job) == {"upload.failed"}


def test_an_id_longer_than_a_field_of_csv_stops_nothing() -> None:
    content = b"id,workplace\n" + b"x" * 150_000 + b",atlantis\n"
    job = done(evaluate_upload("people.csv", content, run_of("id", "workplace"), Law()))
    assert job.report is not None
    assert [reject["code"] for reject in job.report.rejects] != []
