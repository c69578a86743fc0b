"""A batch from somebody's file: in a process of its own, with limits, that can be stopped.

A file may unpack to far more than it weighs, or be made to stop a reader. The process that reads it
has a limit on its memory and on what it writes (where the system knows such limits), so that only
this run can fail, with a sentence. Stopping it ends the process; nothing half-written is kept.
"""

from __future__ import annotations

import csv
import io
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from calc.batch.columns import columns
from calc.batch.csv_rows import decide_encoding
from calc.batch.results import Form
from calc.batch.runs import Progress, Run, run_batch
from calc.batch.sources import CSV_ENDINGS, PARQUET_ENDINGS
from calc.batch.work import Counts
from calc.errors import CanbaoError, Problem, nearest, problem
from calc.parameters.loading import load_parameters
from calc.parameters.yaml_text import read_yaml

MAXIMUM_BYTES = 50_000_000
MAXIMUM_ROWS = 1_000_000
MAXIMUM_COLUMNS = 200
MAXIMUM_MEMORY = 4 << 30
"""Address space of the process: several times what a million rows need."""
MAXIMUM_OUTPUT = 2 << 30
SAMPLE_ROWS = 5
REJECTS_SHOWN = 20
GROUPS_SHOWN = 12
ENDINGS = (*CSV_ENDINGS, *PARQUET_ENDINGS)


@dataclass(frozen=True)
class Preview:
    """What a file holds, before any of it is evaluated.

    Attributes:
        names: Its columns.
        keys: The applicant's key of each column; empty where none is recognised.
        near: The nearest key of each column that is not recognised, if one is near.
        sample: Its first rows, as text.
    """

    names: tuple[str, ...]
    keys: Mapping[str, str]
    near: Mapping[str, str]
    sample: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Group:
    """So many rows of the results have this in common."""

    name: str
    count: int


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Law:
    """How the other process gets at the law on file with what was entered."""

    entries: tuple[str, ...] = ()
    overlay: tuple[str, bytes] | None = None


Message = tuple[
    Literal["preview", "progress", "report", "problems"],
    Preview | Progress | Report | tuple[Problem, ...],
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
        return not (self.preview or self.report or self.problems or self.stopped)

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


def evaluate_upload(
    name: str,
    content: bytes,
    names: Mapping[str, str],
    run: Run,
    law: Law,
) -> Job:
    """Begin to evaluate a file.

    Args:
        name: Its name; the ending says what it is.
        content: Its bytes.
        names: The applicant's key of each column; a column without one is left out.
        run: Options and the names of the output and the rejects; they are put into the job's
            folder, source too.
        law: What was entered over the law on file.
    """
    folder = Path(tempfile.mkdtemp(prefix="canbao-"))
    path = _saved(folder, name, content)
    output = folder / Path(run.output).name
    rejects = folder / "rejects.csv"
    asked = replace(run, source=str(path), output=str(output), rejects=rejects, jobs=1)
    job = _started(folder, "evaluate", (asked, dict(names), law, name))
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
    try:
        TASKS[task](send, *arguments)
    except CanbaoError as error:
        send("problems", error.problems)
    except (MemoryError, pa.ArrowMemoryError):
        limits = [f"≤ {MAXIMUM_ROWS} rows, ≤ {MAXIMUM_MEMORY >> 30} GiB"]
        send("problems", (problem("upload.too_much", allowed=limits),))


def _limit() -> None:
    if sys.platform == "win32":
        return  # knows no such limits; those on bytes, rows and columns hold all the same
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MAXIMUM_MEMORY, MAXIMUM_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAXIMUM_OUTPUT, MAXIMUM_OUTPUT))


def _inspect(send: Send, path: str, name: str) -> None:
    send("preview", preview_of(Path(path), name))


def preview_of(path: Path, name: str) -> Preview:
    """What a file holds.

    Raises:
        CanbaoError: It is too large, of another kind, or cannot be read.
    """
    check_limits(path, name)
    names, sample = _head(path, name)
    known = columns()
    keys = {column: column if column in known else "" for column in names}
    near = {column: nearest(column, known) for column in names if column not in known}
    return Preview(tuple(names), keys, near, tuple(sample))


def check_limits(path: Path, name: str) -> None:
    """Refuse what is too large before any of it is unpacked.

    Raises:
        CanbaoError: Too many bytes, rows or columns, or another kind of file.
    """
    if path.suffix not in ENDINGS:
        raise CanbaoError([problem("file.unknown_kind", name, Path(name).suffix, ENDINGS)])
    size = path.stat().st_size
    if size > MAXIMUM_BYTES:
        raise CanbaoError([problem("file.too_large", name, f"{size} B", [f"≤ {MAXIMUM_BYTES} B"])])
    if path.suffix in CSV_ENDINGS:
        lines = path.read_bytes().count(b"\n")
        if lines > MAXIMUM_ROWS + 1:
            limit = [f"≤ {MAXIMUM_ROWS}"]
            raise CanbaoError([problem("upload.too_many_rows", name, lines, limit)])
        return
    with _parquet(path, name) as file:
        rows, width = file.metadata.num_rows, file.metadata.num_columns
        unpacked = sum(
            file.metadata.row_group(group).total_byte_size for group in range(file.num_row_groups)
        )
    found = []
    if rows > MAXIMUM_ROWS:
        found.append(problem("upload.too_many_rows", name, rows, [f"≤ {MAXIMUM_ROWS}"]))
    if width > MAXIMUM_COLUMNS:
        found.append(problem("upload.too_many_columns", name, width, [f"≤ {MAXIMUM_COLUMNS}"]))
    if unpacked > MAXIMUM_MEMORY // 8:
        found.append(
            problem("upload.too_much", name, f"{unpacked} B", [f"≤ {MAXIMUM_MEMORY // 8} B"])
        )
    if found:
        raise CanbaoError(found)


def _parquet(path: Path, name: str) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowException):
        raise CanbaoError([problem("file.not_parquet", name)]) from None


def _head(path: Path, name: str) -> tuple[list[str], list[tuple[str, ...]]]:
    if path.suffix in CSV_ENDINGS:
        with _text(path, name) as text:
            rows = csv.reader(text)
            header = [column.strip() for column in _next(rows, name)]
            if len(header) > MAXIMUM_COLUMNS:
                limit = [f"≤ {MAXIMUM_COLUMNS}"]
                raise CanbaoError([problem("upload.too_many_columns", name, len(header), limit)])
            return header, [tuple(row) for _, row in zip(range(SAMPLE_ROWS), rows, strict=False)]
    with _parquet(path, name) as file:
        try:
            batch = next(file.iter_batches(SAMPLE_ROWS), None)
        except (OSError, pa.ArrowException) as error:
            raise CanbaoError([problem("file.not_parquet", name, error)]) from None
        if batch is None:
            return list(file.schema_arrow.names), []
        listed = batch.to_pylist()
        return list(batch.schema.names), [tuple(_shown(v) for v in row.values()) for row in listed]


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _next(rows: Iterator[list[str]], name: str) -> list[str]:
    try:
        return next(row for row in rows if row)
    except (StopIteration, csv.Error):
        raise CanbaoError([problem("file.empty", name)]) from None


@contextmanager
def _text(path: Path, name: str) -> Iterator[io.TextIOBase]:
    with path.open("rb") as binary:
        encoding = decide_encoding(binary.read(1 << 20)) or "utf-8"
        binary.seek(0)
        is_utf_8 = encoding == "utf-8"
        with io.TextIOWrapper(
            binary, "utf-8-sig" if is_utf_8 else encoding, errors="replace", newline=""
        ) as text:
            try:
                yield text
            except csv.Error as error:
                raise CanbaoError([problem("file.unreadable", name, error)]) from None


def _evaluate(send: Send, run: Run, names: Mapping[str, str], law: Law, name: str) -> None:
    path = Path(run.source)
    check_limits(path, name)
    run = replace(run, source=str(renamed(path, names, name)))
    overlays = [read_yaml(law.overlay[1], law.overlay[0])] if law.overlay else []
    parameters = load_parameters(overlays, entries=law.entries)
    counts = run_batch(run, parameters, lambda progress: send("progress", progress))
    assert run.rejects is not None
    groups = groups_of(Path(run.output), run.options.form)
    send("report", Report(counts, tuple(groups), tuple(_first_rejects(run.rejects))))


def renamed(path: Path, names: Mapping[str, str], name: str) -> Path:
    """The same rows under the applicant's keys; columns without one are left out.

    Lines keep their numbers. The file itself where nothing has to be renamed.

    Raises:
        CanbaoError: Two columns have the same key.
    """
    keys = [key for key in names.values() if key]
    twice = [
        problem("column.twice", name, key) for key in dict.fromkeys(keys) if keys.count(key) > 1
    ]
    if twice:
        raise CanbaoError(twice)
    if all(column == key for column, key in names.items()):
        return path
    target = path.with_name(f"renamed{path.suffix}")
    if path.suffix in CSV_ENDINGS:
        _renamed_csv(path, names, target, name)
    else:
        _renamed_parquet(path, names, target)
    return target


def _renamed_csv(path: Path, names: Mapping[str, str], target: Path, name: str) -> None:
    with _text(path, name) as text, target.open("w", encoding="utf-8", newline="") as out:
        rows = csv.reader(text)
        writer = csv.writer(out, lineterminator="\n")
        header = [column.strip() for column in _next(rows, name)]
        kept = [index for index, column in enumerate(header) if names.get(column)]
        writer.writerow([names[header[index]] for index in kept])
        for number, row in enumerate(rows):
            if number >= MAXIMUM_ROWS:
                limit = [f"≤ {MAXIMUM_ROWS}"]
                raise CanbaoError([problem("upload.too_many_rows", name, f"> {number}", limit)])
            # a row of another length stays one, so that it is rejected and not mended
            whole = len(row) == len(header)
            writer.writerow([row[index] for index in kept] if whole else row)


def _renamed_parquet(path: Path, names: Mapping[str, str], target: Path) -> None:
    kept = {column: key for column, key in names.items() if key}
    with pq.ParquetFile(path) as file:
        fields = [file.schema_arrow.field(column).with_name(key) for column, key in kept.items()]
        with pq.ParquetWriter(target, pa.schema(fields)) as writer:
            for batch in file.iter_batches(1 << 15, columns=list(kept)):
                arrays = [batch.column(column) for column in kept]
                writer.write_batch(pa.record_batch(arrays, schema=pa.schema(fields)))


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
            (_shown(each["values"].as_py()), each["counts"].as_py())
            for each in pc.value_counts(values)
        ),
        key=lambda pair: (-pair[1], pair[0]),
    )
    shown = [Group(name, count) for name, count in counted[:GROUPS_SHOWN]]
    rest = sum(count for _, count in counted[GROUPS_SHOWN:])
    return [*shown, Group("…", rest)] if rest else shown


def _first_rejects(path: Path) -> Sequence[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        return [row for _, row in zip(range(REJECTS_SHOWN), csv.DictReader(text), strict=False)]


def template_csv() -> bytes:
    """A header with every column and one example row, for people to fill in."""
    example = {"workplace": "weihai", "born": "1988-03", "monthly_income": "5200"}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns()), lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(example)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


TASKS: Mapping[str, Callable[..., None]] = {"inspect": _inspect, "evaluate": _evaluate}
