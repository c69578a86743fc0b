"""`canbao compare --html --pdf --xlsx --ics`: one file, whole or not at all, exit codes."""

from __future__ import annotations

import io
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pypdf
import pytest
from icalendar import Calendar

from calc.cli import main
from calc.errors import CanbaoError
from calc.report.files import write_file

BEGINNINGS = {
    "html": b"<!DOCTYPE html>",
    "pdf": b"%PDF-1.",
    "xlsx": b"PK\x03\x04",
    "ics": b"BEGIN:",
}


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Canbao = Callable[..., Ran]


@pytest.fixture
def canbao(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Canbao:
    """Runs the command in this process, as a terminal would."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["canbao", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return Ran(int(stopped.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def rider(tmp_path: Path) -> Path:
    path = tmp_path / "rider.yaml"
    path.write_text(
        "workplace: weihai\nhousehold_registration: weihai\nrelation: independent\n"
        "born: 1990-01\nsex: male\npension_base: 5000\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", BEGINNINGS)
def test_each_flag_writes_its_file(
    kind: str,
    lang: str,
    canbao: Canbao,
    rider: Path,
    tmp_path: Path,
    system_package: Callable[[str], None],
) -> None:
    if kind == "pdf":
        system_package("cjk-font")
    file = tmp_path / f"out.{kind}"
    ran = canbao("compare", rider, "--on", "2026-11-22", f"--{kind}", file, "--lang", lang)
    assert (ran.code, ran.out) == (0, "")
    assert file.read_bytes().startswith(BEGINNINGS[kind])
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []
    # which option was taken is said where the document unfolds one
    said = {"zh": "未指定方案", "en": "No option was named"}[lang]
    assert (said in ran.err) == (kind != "xlsx")


def test_the_option_named_is_the_one_unfolded(canbao: Canbao, rider: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.ics"
    option = "pension=flexible@weihai;medical=none"
    ran = canbao("compare", rider, "--on", "2026-01-10", "--ics", file, "--explain", option)
    assert (ran.code, ran.err) == (0, "")
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert len(events) == 12, "a payment a month"
    page = tmp_path / "out.html"
    canbao("compare", rider, "--on", "2026-01-10", "--html", page, "--explain", option)
    # 20 % of the base of 5000
    assert "5000.00 × 20 % = 1000.00" in page.read_text("utf-8")


def test_an_option_that_is_not_there(canbao: Canbao, rider: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.html"
    ran = canbao("compare", rider, "--html", file, "--explain", "999", "--lang", "en")
    assert ran.code == 1
    assert "[option.unknown]" in ran.err
    assert not file.exists()


@pytest.mark.parametrize(
    "flags",
    [
        ("--html", "a", "--pdf", "b"),
        ("--xlsx", "a", "--ics", "b"),
        ("--json", "--html", "a"),
        ("--json", "--ics", "a"),
        ("--html", "a", "--pdf", "b", "--xlsx", "c", "--ics", "d", "--json"),
    ],
)
def test_more_than_one_output_is_a_wrong_command_line(
    flags: tuple[str, ...],
    canbao: Canbao,
    rider: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = canbao("compare", rider, *flags)
    assert (ran.code, ran.out) == (2, "")
    assert [path.name for path in tmp_path.iterdir()] == ["rider.yaml"]


@pytest.mark.parametrize("kind", ["html", "xlsx", "ics"])
def test_a_folder_that_is_not_there(kind: str, canbao: Canbao, rider: Path, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / f"out.{kind}"
    ran = canbao("compare", rider, "--on", "2026-11-22", f"--{kind}", file)
    assert (ran.code, ran.out) == (1, "")
    assert "[file.unwritable]" in ran.err
    assert str(file) in ran.err


def test_a_folder_in_place_of_a_file(canbao: Canbao, rider: Path, tmp_path: Path) -> None:
    ran = canbao("compare", rider, "--on", "2026-11-22", "--html", tmp_path)
    assert ran.code == 1
    assert "[file.unwritable]" in ran.err


def test_a_wrong_applicant_leaves_the_old_file(canbao: Canbao, rider: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.html"
    file.write_text("old", encoding="utf-8")
    rider.write_text("workplace: nowhere\n", encoding="utf-8")
    ran = canbao("compare", rider, "--html", file)
    assert ran.code == 1
    assert file.read_text("utf-8") == "old"


def test_what_was_entered_is_in_the_files(canbao: Canbao, tmp_path: Path) -> None:
    person = tmp_path / "person.yaml"
    person.write_text("workplace: lincang\nmonthly_income: 5000\n", encoding="utf-8")
    file = tmp_path / "out.xlsx"
    entry = "lincang.employee_medical.flexible_base_proportion=60"
    canbao("compare", person, "--on", "2026-11-22", "--set", entry, "--xlsx", file, "--lang", "en")
    sheet = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))["values and documents"]
    entered = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[4] != "in force"]
    assert ("employee_medical.flexible_base_proportion", "entered by you") in [
        (row[1], row[4]) for row in entered
    ]


# -- files -------------------------------------------------------------------------------------


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    write_file(tmp_path / "out", b"new")
    (tmp_path / "other").write_bytes(b"")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 1


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_file(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_file(Path("/dev/null"), b"new")
    assert Path("/dev/null").is_char_device()


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "out"
    file.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CanbaoError) as error:
        write_file(file, b"new")
    assert [problem.code for problem in error.value.problems] == ["file.unwritable"]
    assert "No space left" in error.value.problems[0].found
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_long_name_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 240)
    write_file(file, b"new")
    assert file.read_bytes() == b"new"


def test_the_pdf_of_the_command_is_a_pdf(
    canbao: Canbao, rider: Path, tmp_path: Path, system_package: Callable[[str], None]
) -> None:
    system_package("cjk-font")
    file = tmp_path / "out.pdf"
    canbao("compare", rider, "--on", "2026-11-22", "--pdf", file, "--explain", "3")
    assert len(pypdf.PdfReader(file).pages) == 1
