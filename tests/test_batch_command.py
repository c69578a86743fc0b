"""``canbao batch`` as processes: exit codes, pipes, full disks, kills, and two runs at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from calc.batch import BatchOptions
from calc.batch.runs import Run, run_batch
from calc.parameters.loading import load_parameters
from tests.batch_rows import csv_of, people, table_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
COMMAND = (sys.executable, "-c", "from calc.cli import main; main()", "batch")
DAY = ("--on", "2026-11-22")


def command(*arguments: object, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments), *DAY], capture_output=True, check=False, **more
    )


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("in") / "people.csv"
    path.write_text(csv_of(people(60)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("in") / "good.parquet"
    pq.write_table(table_of(people(60, bad=False)), path)
    return path


# -- exit codes and texts -------------------------------------------------------------------------


def test_0_done(good: Path, tmp_path: Path) -> None:
    ran = command(good, tmp_path / "out.csv", "--best", "--lang", "en")
    assert ran.returncode == 0
    assert ran.stdout == b""
    assert ran.stderr == b"60 rows read: 60 evaluated, 0 rejected; 60 rows written.\n"


def test_3_some_rows_rejected(source: Path, tmp_path: Path) -> None:
    listed = tmp_path / "listed.csv"
    ran = command(source, tmp_path / "out.csv", "--best", "--rejects", listed)
    assert ran.returncode == 3
    (line,) = ran.stderr.decode().splitlines()
    assert line.startswith("读入 60 行：")
    assert str(listed) in line
    assert listed.read_text(encoding="utf-8").startswith("row,line,id,column,value,code,")


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("none.csv", "out.csv"), "file.unreadable"),
        (("folder.csv", "out.csv"), "input.nothing_found"),
        (("*.parquet", "out.csv"), "input.nothing_found"),
        (("wrong.csv", "out.csv"), "key.unknown"),
        (("good.csv", "none/out.csv"), "output.no_folder"),
        (("good.csv", "folder.csv"), "output.unwritable"),
        (("good.csv", "good.csv"), "output.is_input"),
        (("good.csv", "out.xlsx"), "file.unknown_kind"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_1_what_cannot_be_done_is_said_in_both_languages(
    tmp_path: Path, names: Sequence[str], code: str, lang: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "good.csv").write_text("workplace\nweihai\n", encoding="utf-8")
    (tmp_path / "wrong.csv").write_text("workplcae,workplace\nweihai,\n", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    ran = command(*(tmp_path / name for name in names), "--lang", lang)
    said = ran.stderr.decode()
    assert ran.returncode == 1
    assert f"[{code}]" in said
    assert "Traceback" not in said
    assert any("一" <= character <= "鿿" for character in said) is (lang == "zh")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("wrong", [("--long", "--wide"), ("--jobs", "0"), ("--mode", "lax")])
def test_2_the_command_line_is_wrong(good: Path, tmp_path: Path, wrong: Sequence[str]) -> None:
    assert command(good, tmp_path / "out.csv", *wrong).returncode == 2
    assert list(tmp_path.iterdir()) == []


# -- pipes ----------------------------------------------------------------------------------------


def test_from_standard_input_to_standard_output(source: Path, tmp_path: Path) -> None:
    named = command(source, tmp_path / "out.csv")
    piped = command("-", "-", input=source.read_bytes())
    assert piped.returncode == named.returncode == 3
    assert piped.stdout == (tmp_path / "out.csv").read_bytes()
    rejects = (tmp_path / "out.csv.rejects.csv").read_bytes()
    assert piped.stderr.startswith(rejects)


def test_nothing_is_written_over_what_is_read(source: Path, tmp_path: Path) -> None:
    """Neither by a name, nor by a link, nor by a stream that was redirected to it."""
    (tmp_path / "in.csv").write_bytes(source.read_bytes())
    (tmp_path / "link.csv").symlink_to(tmp_path / "in.csv")
    with (tmp_path / "in.csv").open("ab") as end, (tmp_path / "in.csv").open("rb") as start:
        ran = [
            command(tmp_path / "in.csv", "-", "--rejects", tmp_path / "in.csv"),
            command(tmp_path / "in.csv", "-", "--rejects", tmp_path / "link.csv"),
            command("-", "-", "--rejects", tmp_path / "in.csv", stdin=start),
            subprocess.run(
                [*COMMAND, str(tmp_path / "in.csv"), "-", *DAY],
                stdout=end,
                stderr=subprocess.PIPE,
                check=False,
            ),
        ]
    assert [each.returncode for each in ran] == [1, 1, 1, 1]
    assert all(b"[output.is_input]" in each.stderr for each in ran)
    assert (tmp_path / "in.csv").read_bytes() == source.read_bytes()


def test_rejects_beside_standard_output_come_whole_or_not_at_all(
    source: Path, tmp_path: Path
) -> None:
    table = table_of(people(600))
    pq.write_table(table, tmp_path / "corrupt.parquet", row_group_size=300)
    data = bytearray((tmp_path / "corrupt.parquet").read_bytes())
    second = pq.read_metadata(tmp_path / "corrupt.parquet").row_group(1).column(0)
    at = second.dictionary_page_offset
    data[at : at + 64] = b"\xff" * 64
    (tmp_path / "corrupt.parquet").write_bytes(data)
    listed = tmp_path / "listed.csv"
    listed.write_bytes(b"before")
    ran = command(tmp_path / "corrupt.parquet", "-", "--rejects", listed, "--jobs", "1")
    assert ran.returncode == 1
    assert b"[file.not_parquet]" in ran.stderr
    assert listed.read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corrupt.parquet", "listed.csv"]
    assert command(source, "-", "--rejects", listed).returncode == 3
    assert command(source, tmp_path / "out.csv").returncode == 3
    assert listed.read_bytes() == (tmp_path / "out.csv.rejects.csv").read_bytes()


def test_rejects_go_into_a_pipe(source: Path, tmp_path: Path) -> None:
    """What is no file, such as a pipe or ``/dev/null``, stays what it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert command(source, tmp_path / "out.csv").returncode == 3
    whole = (tmp_path / "out.csv.rejects.csv").read_bytes()
    for output in (tmp_path / "out.csv", "-"):
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        assert command(source, output, "--rejects", pipe).returncode == 3
        assert pipe.is_fifo()
        assert os.read(reader, 1 << 16) == whole
        os.close(reader)


def test_nobody_reads_standard_output(source: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, str(source), "-", *DAY], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_the_bar_is_for_terminals_only(good: Path, tmp_path: Path) -> None:
    import pty

    screen, terminal = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, str(good), str(tmp_path / "out.csv"), *DAY],
        stderr=terminal,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    ) as process:
        os.close(terminal)
        shown = b""
        try:
            while piece := os.read(screen, 1 << 16):
                shown += piece
        except OSError:  # the terminal is gone
            pass
        os.close(screen)
    assert process.returncode == 0
    assert b"/s" in shown
    assert b"100%" in shown


# -- full disks -----------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("more", [(), ("--rejects", "listed.csv")])
def test_standard_output_on_a_full_disk(source: Path, tmp_path: Path, more: Sequence[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [*COMMAND, str(source), "-", *DAY, *more],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            check=False,
        )
    assert ran.returncode == 1
    assert list(tmp_path.iterdir()) == []
    line = ran.stderr.splitlines()[-1]
    assert line.startswith("-：".encode())
    assert line.endswith(b"[output.disk_full]")
    assert "输入、输出都是文件的" in line.decode()  # only there --resume is of use
    assert b"Traceback" not in ran.stderr


def test_what_went_to_standard_output_cannot_be_resumed(source: Path) -> None:
    ran = command(source, "-", "--resume")
    assert (ran.returncode, ran.stdout) == (1, b"")
    assert b"[resume.not_to_stdout]" in ran.stderr


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_file_that_may_not_grow(source: Path, tmp_path: Path, kind: str) -> None:
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    output = tmp_path / f"out.{kind}"
    ran = command(source, output, preexec_fn=limit)
    assert ran.returncode == 1
    assert b"[output.disk_full]" in ran.stderr
    assert not output.exists()
    assert command(source, output, "--resume").returncode == 3
    assert command(source, tmp_path / f"whole.{kind}").returncode == 3
    assert output.read_bytes() == (tmp_path / f"whole.{kind}").read_bytes()


# -- two at once ----------------------------------------------------------------------------------


def test_two_runs_on_one_output_at_once(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    rows = b"workplace\n" + b"weihai\n" * 200_000  # more than is read ahead
    with subprocess.Popen(
        [*COMMAND, "-", str(output), "--best", *DAY], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as first:
        assert first.stdin is not None
        first.stdin.write(rows[: 1 << 20])
        first.stdin.flush()
        while not (tmp_path / "out.csv.unfinished" / "manifest").exists():
            assert first.poll() is None
        second = command("-", output, input=b"workplace\nweihai\n")
        assert second.returncode == 1
        assert b"[output.in_use]" in second.stderr
        first.stdin.write(rows[1 << 20 :])
        first.stdin.close()
        assert first.wait() == 0
    assert output.read_bytes().count(b"\n") == 200_001
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.csv.rejects.csv"]


# -- kills ----------------------------------------------------------------------------------------

ROWS_A_PART = 200
RUN = """
import datetime as dt, sys
from calc.batch import BatchOptions
from calc.batch.runs import Run, run_batch
from calc.parameters.loading import load_parameters
if __name__ == "__main__":
    source, output, jobs, rows = sys.argv[1:]
    options = BatchOptions(dt.date(2026, 11, 22))
    run = Run(source, output, options, jobs=int(jobs), rows=int(rows), resume=True)
    run_batch(run, load_parameters())
"""


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_killed_at_random_moments(
    tmp_path: Path, kind: str, jobs: int, by_size: Callable[[int, int], int]
) -> None:
    """Killed at any moment and resumed, in other processes than before: the same bytes."""
    source, script = tmp_path / "people.parquet", tmp_path / "run.py"
    pq.write_table(table_of(people(by_size(2_000, 6_000))), source)
    script.write_text(RUN, encoding="utf-8")
    whole, output = tmp_path / f"whole.{kind}", tmp_path / f"out.{kind}"
    _run(source, whole)
    size = whole.stat().st_size
    rnd = random.Random(f"{kind} {jobs}")
    moments = sorted(rnd.randrange(size) for _ in range(by_size(2, 20)))
    for moment in moments:
        _killed([str(each) for each in (script, source, output, jobs, ROWS_A_PART)], output, moment)
    _run(source, output)
    assert output.read_bytes() == whole.read_bytes()
    rejects = [path.with_name(f"{path.name}.rejects.csv") for path in (output, whole)]
    assert rejects[0].read_bytes() == rejects[1].read_bytes()


def _run(source: Path, output: Path) -> None:
    import datetime as dt

    options = BatchOptions(dt.date(2026, 11, 22))
    run = Run(str(source), str(output), options, rows=ROWS_A_PART, resume=True)
    run_batch(run, load_parameters())


def _killed(arguments: Sequence[str], output: Path, moment: int) -> None:
    """Kill a run when its output is so long; none of its processes is left behind."""
    growing = output.with_name(f"{output.name}.unfinished") / "output"
    with subprocess.Popen([sys.executable, *arguments], stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            if growing.exists() and growing.stat().st_size >= moment:
                process.send_signal(signal.SIGKILL)
                break
        # the processes hold the pipe open: its end is the end of all
        process.communicate(timeout=60)
    assert process.returncode in (0, -signal.SIGKILL)
