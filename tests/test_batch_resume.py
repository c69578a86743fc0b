"""A run that is killed at any moment and resumed ends as one that was not, byte for byte."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from calc.batch import BatchOptions, work
from calc.batch.runs import Run, run_batch
from calc.batch.work import ENDING, Counts, Work
from calc.errors import CanbaoError
from calc.parameters.loading import load_parameters
from tests.batch_rows import csv_of, people

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills copies of this process"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
PARAMETERS = load_parameters()
OPTIONS = BatchOptions(dt.date(2026, 11, 22))
ROWS = 400
ROWS_A_PART = 50


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("in") / "people.csv"
    path.write_text(csv_of(people(ROWS)), encoding="utf-8")
    return path


def run(source: Path, output: Path, **more: Any) -> Counts:
    return run_batch(Run(str(source), str(output), OPTIONS, rows=ROWS_A_PART, **more), PARAMETERS)


class Dies:
    """A file of a process that is killed when so many bytes have been written, to all files."""

    written = 0

    def __init__(self, file: Any, until: int) -> None:
        self._file, self._until = file, until

    def write(self, data: bytes) -> int:
        room = self._until - Dies.written
        if len(data) > room:
            self._file.write(data[: max(room, 0)])
            self._file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        Dies.written += len(data)
        return int(self._file.write(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def killed(action: Callable[[], object]) -> bool:
    """Do something in a copy of this process; whether it was killed there."""
    child = os.fork()
    if child == 0:
        try:
            action()
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def dying_after(count: int, source: Path, output: Path, **more: Any) -> Callable[[], object]:
    """A run that dies when so many bytes are written."""
    opened = Work._open

    def open_dying(self: Any, *arguments: Any, **settings: Any) -> None:
        opened(self, *arguments, **settings)
        self._files = [Dies(file, count) for file in self._files]
        if self._manifest is not None:
            self._manifest = Dies(self._manifest, count)

    def action() -> None:
        Work._open = open_dying  # type: ignore[method-assign]
        run(source, output, **more)

    return action


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, bytes]]:
    """Output and rejects of runs that nobody disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    found = {}
    for kind in ("csv", "parquet"):
        counts = run(source, folder / f"out.{kind}")
        assert counts.read == counts.ok + counts.rejected == ROWS
        found[kind] = (
            (folder / f"out.{kind}").read_bytes(),
            (folder / f"out.{kind}.rejects.csv").read_bytes(),
        )
    return found


def check(folder: Path, kind: str, whole: dict[str, tuple[bytes, bytes]]) -> None:
    assert (folder / f"out.{kind}").read_bytes() == whole[kind][0]
    assert (folder / f"out.{kind}.rejects.csv").read_bytes() == whole[kind][1]
    assert not (folder / f"out.{kind}{ENDING}").exists()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_killed_at_any_byte(
    source: Path, tmp_path: Path, whole: dict[str, tuple[bytes, bytes]], kind: str
) -> None:
    rnd = random.Random(kind)
    total = sum(len(data) for data in whole[kind]) + 2_000
    for moment in sorted(rnd.randrange(total) for _ in range(10)):
        output = tmp_path / f"out.{kind}"
        assert killed(dying_after(moment, source, output))
        assert not output.exists()
        run(source, output, resume=True)
        check(tmp_path, kind, whole)
        output.unlink()


def test_killed_again_and_again(
    source: Path, tmp_path: Path, whole: dict[str, tuple[bytes, bytes]]
) -> None:
    output = tmp_path / "out.parquet"
    step = len(whole["parquet"][0]) // 4
    kills = 0
    while killed(dying_after(step, source, output, resume=True)):
        kills += 1
        assert kills < 20
    assert kills > 2
    check(tmp_path, "parquet", whole)


@pytest.mark.parametrize("step", ["before", "between", "after", "emptying"])
def test_killed_while_the_files_are_moved(
    source: Path, tmp_path: Path, whole: dict[str, tuple[bytes, bytes]], step: str
) -> None:
    output = tmp_path / "out.csv"
    move, unlink = work._move, Path.unlink
    moved = []

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def move_dying(first: Path, second: Path) -> None:
        if len(moved) == {"before": 0, "between": 1}.get(step, 9):
            die()
        move(first, second)
        moved.append(second)
        if step == "after" and len(moved) == 2:
            die()

    def unlink_dying(path: Path, *arguments: Any, **more: Any) -> None:
        if step == "emptying" and moved and path.name == "lock":
            die()
        unlink(path, *arguments, **more)

    def action() -> None:
        work._move, Path.unlink = move_dying, unlink_dying  # type: ignore[method-assign]
        run(source, output)

    assert killed(action)
    if step in ("before", "between"):
        assert not output.exists()
    run(source, output, resume=True)
    check(tmp_path, "csv", whole)


def test_without_resume_a_run_begins_again(
    source: Path, tmp_path: Path, whole: dict[str, tuple[bytes, bytes]]
) -> None:
    output = tmp_path / "out.csv"
    assert killed(dying_after(50_000, source, output))
    run(source, output)
    check(tmp_path, "csv", whole)


def test_resume_without_an_unfinished_run_just_runs(
    source: Path, tmp_path: Path, whole: dict[str, tuple[bytes, bytes]]
) -> None:
    run(source, tmp_path / "out.csv", resume=True)
    check(tmp_path, "csv", whole)


def test_what_differs_from_the_unfinished_run_is_named(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    assert killed(dying_after(50_000, source, output))
    other = tmp_path / "people.csv"
    other.write_bytes(source.read_bytes())
    later = BatchOptions(dt.date(2026, 11, 23))
    with pytest.raises(CanbaoError) as caught:
        run_batch(Run(str(other), str(output), later, resume=True, rows=ROWS_A_PART), PARAMETERS)
    found = [(problem.code, problem.where) for problem in caught.value.problems]
    assert found == [("resume.differs", "input"), ("resume.differs", "on")]


def test_a_lost_file_means_to_begin_again(
    source: Path, tmp_path: Path, whole: dict[str, tuple[bytes, bytes]]
) -> None:
    output = tmp_path / "out.csv"
    assert killed(dying_after(200_000, source, output))
    (tmp_path / f"out.csv{ENDING}" / "output").unlink()
    run(source, output, resume=True)
    check(tmp_path, "csv", whole)


@pytest.mark.parametrize(
    "damage", [b"\0" * 40, b"[]\n{}\n", b'{"input": 1}\n{"counts": {}}\n', b""]
)
def test_a_damaged_manifest_means_to_begin_again(
    source: Path, tmp_path: Path, whole: dict[str, tuple[bytes, bytes]], damage: bytes
) -> None:
    output = tmp_path / "out.csv"
    assert killed(dying_after(200_000, source, output))
    (tmp_path / f"out.csv{ENDING}" / "manifest").write_bytes(damage)
    run(source, output, resume=True)
    check(tmp_path, "csv", whole)


def test_standard_input_cannot_be_resumed(tmp_path: Path) -> None:
    with pytest.raises(CanbaoError) as caught:
        run_batch(Run("-", str(tmp_path / "out.csv"), OPTIONS, resume=True), PARAMETERS)
    assert [problem.code for problem in caught.value.problems] == ["resume.not_from_stdin"]
