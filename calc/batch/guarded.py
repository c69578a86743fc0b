"""A batch from somebody's file: in a process of its own, with limits, that can be stopped.

A file may unpack to far more than it weighs, or be made to stop a reader. The process that reads it
has a limit on its memory and on what it writes (where the system knows such limits), so that only
this run can fail, with a sentence. Stopping it ends the process; nothing half-written is kept.
"""

from __future__ import annotations

import csv
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import traceback
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from calc.batch.checking import Checked, check_rows
from calc.batch.results import Form
from calc.batch.runs import Progress, Run, run_batch
from calc.batch.sources import CSV_ENDINGS
from calc.batch.uploads import (
    ENDINGS,
    MAXIMUM_BYTES,
    MAXIMUM_ROWS,
    Preview,
    check_limits,
    megabytes,
    preview_of,
    shown,
)
from calc.batch.work import Counts
from calc.errors import CanbaoError, Problem, problem
from calc.parameters.loading import load_parameters
from calc.parameters.lookup import Parameters
from calc.parameters.yaml_text import read_yaml
from calc.records import frozen

MAXIMUM_MEMORY = 4 << 30
"""Address space of the process: several times what a million rows need."""
MAXIMUM_OUTPUT = 500_000_000
"""Bytes of results: who saves them takes them through the memory of the server."""
REJECTS_SHOWN = 20
GROUPS_SHOWN = 12


@frozen(slots=False)
class Group:
    """So many rows of the results have this in common."""

    name: str
    count: int


@frozen(slots=False)
class Report:
    """What a finished run found.

    Attributes:
        counts: Rows read, evaluated, rejected.
        groups: For ``best`` the option of each person, else whether options are open; the largest
            groups first, the rest in one without a name.
        rejects: The first rejected rows.
    """

    counts: Counts
    groups: tuple[Group, ...]
    rejects: tuple[Mapping[str, str], ...]


@frozen(slots=False)
class Law:
    """How the other process gets at the law on file with what was entered."""

    entries: tuple[str, ...] = ()
    overlay: tuple[str, bytes] | None = None


Message = tuple[
    Literal["preview", "checked", "progress", "report", "problems"],
    Preview | Checked | Progress | Report | tuple[Problem, ...],
]


Send = Callable[[str, object], None]
CHILD = "from calc.batch.guarded import child; child()"


@dataclass
class Job:
    """Work in another process, and what it has said so far.

    The folder goes when the job does.
    """

    folder: Path
    process: subprocess.Popen[bytes]
    inbox: SimpleQueue[Message | None]
    output: Path | None = None
    rejects: Path | None = None
    preview: Preview | None = None
    checked: Checked | None = None
    progress: Progress | None = None
    report: Report | None = None
    problems: tuple[Problem, ...] = field(default=())
    stopped: bool = False

    def look(self, seconds: float = 0) -> None:
        """Take in what the process has said; wait so long for it to say something."""
        with suppress(Empty):
            while True:
                message = self.inbox.get(timeout=seconds) if seconds else self.inbox.get_nowait()
                seconds = 0
                if message is None:
                    self._ended()
                    return
                setattr(self, *message)

    def _ended(self) -> None:
        """The process is gone; if it said nothing before, the limits were too much for it."""
        if self.running:
            limits = [f"≤ {MAXIMUM_ROWS} rows, ≤ {MAXIMUM_MEMORY >> 30} GiB"]
            self.problems = (problem("upload.too_much", allowed=limits),)

    @property
    def running(self) -> bool:
        """Whether it still works on it."""
        said = self.preview or self.checked or self.report or self.problems
        return not (said or self.stopped)

    @property
    def share(self) -> float:
        """How much of the input is done, from 0 to 1, for a progress bar."""
        if self.progress is None or not self.progress.size:
            return 0.0
        return min(1.0, self.progress.done / self.progress.size)

    def stop(self) -> None:
        """End it; nothing of it is kept."""
        self.stopped = True
        _dispose(self.process, self.folder)


def inspect(name: str, content: bytes) -> Job:
    """Begin to look at a file: what its columns are and whether it keeps to the limits."""
    folder = Path(tempfile.mkdtemp(prefix="canbao-"))
    path = _saved(folder, name, content)
    return _started(folder, "inspect", (str(path), name))


def check_upload(name: str, content: bytes, run: Run, law: Law) -> Job:
    """Begin to look at the first rows of a file: what is wrong with them."""
    folder = Path(tempfile.mkdtemp(prefix="canbao-"))
    asked = replace(run, source=str(_saved(folder, name, content)), jobs=1)
    return _started(folder, "check", (asked, law, name))


def evaluate_upload(name: str, content: bytes, run: Run, law: Law) -> Job:
    """Begin to evaluate a file.

    Args:
        name: Its name; the ending says what it is.
        content: Its bytes.
        run: Options, the key of each column and the names of the output and the rejects; they are
            put into the job's folder, source too.
        law: What was entered over the law on file.
    """
    folder = Path(tempfile.mkdtemp(prefix="canbao-"))
    path = _saved(folder, name, content)
    output = folder / Path(run.output).name
    rejects = folder / "rejects.csv"
    asked = replace(run, source=str(path), output=str(output), rejects=rejects, jobs=1)
    job = _started(folder, "evaluate", (asked, law, name))
    job.output, job.rejects = output, rejects
    return job


def _saved(folder: Path, name: str, content: bytes) -> Path:
    """The file under a name of ours: what people call it stays out of the file system."""
    ending = Path(name).suffix.lower()
    path = folder / f"input{ending if ending in ENDINGS else '.unknown'}"
    path.write_bytes(content)
    return path


def _started(folder: Path, task: str, arguments: tuple[object, ...]) -> Job:
    """A process for a task. A plain one: multiprocessing would run the server's script again."""
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(BrokenPipeError), process.stdin as request:
        pickle.dump((task, arguments), request)
    inbox: SimpleQueue[Message | None] = SimpleQueue()
    Thread(target=_listen, args=(process.stdout, inbox), daemon=True).start()
    job = Job(folder, process, inbox)
    weakref.finalize(job, _dispose, process, folder)
    return job


def _dispose(process: subprocess.Popen[bytes], folder: Path) -> None:
    """End the process and delete its files: when nobody looks any more, or at the exit."""
    process.kill()
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)


def _listen(said: IO[bytes], inbox: SimpleQueue[Message | None]) -> None:
    """Pass on what the process says, and that it is gone."""
    with suppress(EOFError, pickle.UnpicklingError), said:
        while True:
            inbox.put(pickle.load(said))
    inbox.put(None)


# -- in the other process --------------------------------------------------------------------------


def child() -> None:
    """Read a task, do it within the limits, say what comes of it."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed is no answer

    def send(kind: str, value: object) -> None:
        pickle.dump((kind, value), answers)
        answers.flush()

    task, arguments = pickle.load(sys.stdin.buffer)
    _limit()
    csv.field_size_limit(MAXIMUM_BYTES)  # of an id, which is listed as it was written
    try:
        TASKS[task](send, *arguments)
    except CanbaoError as error:
        send("problems", error.problems)
    except (MemoryError, pa.ArrowMemoryError):
        limits = [f"≤ {MAXIMUM_ROWS} rows, ≤ {MAXIMUM_MEMORY >> 30} GiB"]
        send("problems", (problem("upload.too_much", allowed=limits),))
    except Exception:
        # a fault of ours, or a file that makes a reader fail in a way nobody thought of
        traceback.print_exc()
        send("problems", (problem("upload.failed"),))


def _limit() -> None:
    if sys.platform == "win32":
        return  # knows no such limits; those on bytes, rows and columns hold all the same
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MAXIMUM_MEMORY, MAXIMUM_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAXIMUM_OUTPUT, MAXIMUM_OUTPUT))


def _inspect(send: Send, path: str, name: str) -> None:
    send("preview", preview_of(Path(path), name))


def _check(send: Send, run: Run, law: Law, name: str) -> None:
    check_limits(Path(run.source), name)
    send("checked", check_rows(run, _parameters(law)))


def _evaluate(send: Send, run: Run, law: Law, name: str) -> None:
    check_limits(Path(run.source), name)
    try:
        counts = run_batch(run, _parameters(law), lambda progress: send("progress", progress))
    except CanbaoError as error:
        raise not_the_disk(error, name) from None
    groups = groups_of(Path(run.output), run.options.form)
    send("report", Report(counts, tuple(groups), tuple(_first_rejects(run.rejects_path))))


def _parameters(law: Law) -> Parameters:
    overlays = [read_yaml(law.overlay[1], law.overlay[0])] if law.overlay else []
    return load_parameters(overlays, entries=law.entries)


def not_the_disk(error: CanbaoError, name: str) -> CanbaoError:
    """The same, but where the limit of what a screen gives out was reached, that."""
    if any(each.code == "output.disk_full" for each in error.problems):
        limit = [f"≤ {megabytes(MAXIMUM_OUTPUT)}"]
        return CanbaoError([problem("upload.too_much_written", name, allowed=limit)])
    return error


def groups_of(output: Path, form: Form) -> list[Group]:
    """How many rows of the results have the same option (or the same state)."""
    column = "relation" if form == "wide" else "option" if form == "best" else "open"
    if output.suffix.lower() in CSV_ENDINGS:
        read = pa_csv.ConvertOptions(include_columns=[column], column_types={column: pa.string()})
        table = pa_csv.read_csv(output, convert_options=read)
    else:
        table = pq.read_table(output, columns=[column])
    values = pc.cast(table[column].combine_chunks(), pa.string())
    counted = sorted(
        (
            (shown(each["values"].as_py()), each["counts"].as_py())
            for each in pc.value_counts(values)
        ),
        key=lambda pair: (-pair[1], pair[0]),
    )
    largest = [Group(name, count) for name, count in counted[:GROUPS_SHOWN]]
    rest = sum(count for _, count in counted[GROUPS_SHOWN:])
    return [*largest, Group("…", rest)] if rest else largest


def _first_rejects(path: Path) -> Sequence[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        return [row for _, row in zip(range(REJECTS_SHOWN), csv.DictReader(text), strict=False)]


TASKS: Mapping[str, Callable[..., None]] = {
    "inspect": _inspect,
    "check": _check,
    "evaluate": _evaluate,
}
