"""A whole run: from an input to an output, in as many processes as wanted."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import cast

import numpy as np
import pyarrow as pa

from calc._version import __version__
from calc.batch.blocks import Rows
from calc.batch.engine import BatchOptions, Engine
from calc.batch.outputs import (
    CSV,
    KINDS,
    CsvJoiner,
    Encoded,
    Joiner,
    ParquetJoiner,
    encoded,
    encoded_rejects,
    header,
)
from calc.batch.rejects import REJECTS, Rejects, Wording
from calc.batch.results import Form
from calc.batch.sources import STDIN, Piece, Source, open_source
from calc.batch.work import Counts, Work
from calc.errors import CanbaoError, problem
from calc.parameters.lookup import Parameters
from calc.records import frozen

STDOUT = "-"
REJECTS_ENDING = ".rejects.csv"
ROWS: Mapping[tuple[str, Form], int] = {
    ("parquet", "long"): 1 << 14,
    ("parquet", "wide"): 1 << 15,
    ("parquet", "best"): 1 << 16,
    ("csv", "long"): 1 << 13,
    ("csv", "wide"): 1 << 13,
    ("csv", "best"): 1 << 16,
}
"""About how many rows a part has: so many that a row group is worth it, so few that parts of all
processes fit into the memory."""
_ROOM_TO_SPARE = 64 << 20
LEAN: Mapping[str, str] = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
}
"""Settings of the processes: freed memory goes back to the system, each uses one core."""


@frozen(slots=False)
class Progress:
    """How far a run is.

    Attributes:
        done: How much of the input is done, in the unit of ``size``.
        size: The whole input, in rows or bytes; None where it is not known.
        counts: Rows so far.
    """

    done: int
    size: int | None
    counts: Counts


@frozen(slots=False)
class Run:
    """What to run.

    Attributes:
        source: The input: a file, a folder or pattern of Parquet files, or ``-``.
        output: The output: a file, or ``-`` for CSV on standard output.
        rejects: The list of rejected rows; beside the output if left out.
        options: Day, law and form.
        resume: Whether to go on with an unfinished run.
        jobs: Processes.
    """

    source: str
    output: str
    options: BatchOptions
    rejects: Path | None = None
    resume: bool = False
    jobs: int = 1
    rows: int | None = None

    @property
    def kind(self) -> str:
        """The kind of the output: csv or parquet.

        Raises:
            CanbaoError: The ending is neither.
        """
        if self.output == STDOUT:
            return CSV
        ending = Path(self.output).suffix.lower()
        if ending not in KINDS:
            raise CanbaoError([problem("file.unknown_kind", self.output, ending, tuple(KINDS))])
        return KINDS[ending]

    @property
    def rows_a_part(self) -> int:
        """About how many rows a part has."""
        return self.rows or ROWS[self.kind, self.options.form]

    @property
    def rejects_path(self) -> Path:
        """Where rejected rows go."""
        return self.rejects or Path(self.output + REJECTS_ENDING)


@frozen(slots=False)
class Done:
    """One part, evaluated.

    Attributes:
        output: Its results.
        rejects: Its rejected rows.
        counts: Its rows.
    """

    output: Encoded
    rejects: bytes
    counts: Counts


class Evaluating:
    """Evaluates pieces of an input; one stands in each process."""

    def __init__(self, parameters: Parameters, options: BatchOptions, kind: str) -> None:
        self._engine = Engine(options.frame(parameters))
        self._form: Form = options.form
        self._kind = kind
        self._wording = Wording()
        self.schema = self._engine.schema(options.form)

    def done(self, piece: Piece) -> Done:
        """The results of a piece."""
        rows = piece.rows()
        found, rejects = self._engine.evaluate(
            rows.batch, self._form, rows.numbers, rows.lines, rows.others
        )
        if rows.refused:
            rejects = _merged(rejects, self._refused(rows))
        rejected = len(np.unique(np.asarray(rejects.column("row"))))
        counts = Counts(
            rows.count,
            rows.count - rejected,
            rejected,
            rejects.num_rows,
            sum(batch.num_rows for batch in found),
        )
        return Done(encoded(found, self.schema, self._kind), encoded_rejects(rejects), counts)

    def _refused(self, rows: Rows) -> pa.RecordBatch:
        """Rows that could not be read, as rejected ones."""
        rejects = Rejects(self._wording)
        for position, each in enumerate(rows.refused):
            rejects.add(np.array([position]), each.column, each.found, each.problem)
        numbers = np.array([each.row for each in rows.refused], np.int64)
        lines = np.array([each.line for each in rows.refused], np.int64)
        return rejects.batch(numbers, lines, pa.nulls(len(numbers), pa.string()))


def _merged(first: pa.RecordBatch, second: pa.RecordBatch) -> pa.RecordBatch:
    """Both lists of rejected rows as one, in the order of rows."""
    table = pa.Table.from_batches([first, second])
    order = np.argsort(np.asarray(table.column("row")), kind="stable")
    return table.take(pa.array(order)).combine_chunks().to_batches()[0]


# -- processes ------------------------------------------------------------------------------------

_evaluating: Evaluating | None = None


def _start(parameters: Parameters, options: BatchOptions, kind: str) -> None:
    """Make a process ready."""
    global _evaluating  # noqa: PLW0603  # one for each process, made once
    _evaluating = Evaluating(parameters, options, kind)


def _evaluate(piece: Piece) -> Done:
    """Evaluate a piece in a process of its own."""
    if _evaluating is None:
        raise AssertionError("the process was not made ready")
    return _evaluating.done(piece)


Evaluated = Iterator[tuple[Piece, Done]]


@contextmanager
def _evaluated(
    run: Run, parameters: Parameters, evaluating: Evaluating, pieces: Iterator[Piece]
) -> Iterator[Evaluated]:
    """Pieces with their results, in order."""
    # one piece is not worth a second process
    first = next(pieces, None)
    second = next(pieces, None) if first is not None else None
    head = [piece for piece in (first, second) if piece is not None]
    everything = chain(head, pieces)
    if run.jobs == 1 or second is None:
        yield ((piece, evaluating.done(piece)) for piece in everything)
        return
    for setting, value in LEAN.items():
        os.environ.setdefault(setting, value)
    pool = ProcessPoolExecutor(
        run.jobs,
        mp_context=get_context("spawn"),
        initializer=_start,
        initargs=(parameters, run.options, run.kind),
    )
    try:
        yield _in_order(pool, run.jobs, everything)
    except BrokenProcessPool:
        raise CanbaoError([problem("run.worker_died", run.output)]) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, jobs: int, pieces: Iterator[Piece]) -> Evaluated:
    """As many pieces on their way as there are processes, and one to have it ready."""
    waiting: deque[tuple[Piece, Future[Done]]] = deque()
    for piece in pieces:
        waiting.append((piece, pool.submit(_evaluate, piece)))
        if len(waiting) > jobs:
            piece, future = waiting.popleft()
            yield _light(piece), future.result()
    while waiting:
        piece, future = waiting.popleft()
        yield _light(piece), future.result()


def _light(piece: Piece) -> Piece:
    """A piece without its rows."""
    return replace(piece, reader=None, block=pa.RecordBatch.from_pylist([], pa.schema([])))


# -- the run --------------------------------------------------------------------------------------


def run_batch(
    run: Run, parameters: Parameters, report: Callable[[Progress], None] = lambda progress: None
) -> Counts:
    """Run a batch.

    Args:
        run: What to run.
        parameters: The law on file.
        report: Is told how far the run is, after each part.

    Returns:
        Rows read, evaluated and rejected; the first is always the sum of the other two.

    Raises:
        CanbaoError: The input cannot be read, its header is wrong, the output cannot be written,
            another run is writing it, or there is no room for it. Nothing stands under the name of
            the output then that was not there before.
    """
    _ = run.kind  # an output that cannot be is said before any work
    if run.output != STDOUT:
        _check_output(run)
    if run.resume and run.source == STDIN:
        raise CanbaoError([problem("resume.not_from_stdin", STDIN)])
    with closing(open_source(run.source, run.rows_a_part)) as source:
        if run.output == STDOUT:
            return _to_stdout(run, parameters, source, report)
        return _to_file(run, parameters, source, report)


def _to_file(
    run: Run, parameters: Parameters, source: Source, report: Callable[[Progress], None]
) -> Counts:
    evaluating = Evaluating(parameters, run.options, run.kind)
    work = Work(Path(run.output), run.rejects_path)
    with work.opened(_asked(run, parameters, source), resume=run.resume) as resumed:
        _write(run, parameters, source, evaluating, work, report, resumed=resumed)
    return work.last.counts


def _write(
    run: Run,
    parameters: Parameters,
    source: Source,
    evaluating: Evaluating,
    work: Work,
    report: Callable[[Progress], None],
    *,
    resumed: bool,
) -> None:
    if work.last.whole:
        work.finish()
        return
    joiner: Joiner = CsvJoiner(evaluating.schema)
    if run.kind != CSV:
        joiner = ParquetJoiner(evaluating.schema)
    if not resumed:
        work.begin(joiner.begin(), header(REJECTS))
    report(Progress(work.last.done, source.size, work.last.counts))
    pieces = source.pieces(work.last.position)
    with _evaluated(run, parameters, evaluating, pieces) as evaluated:
        for number, (piece, done) in enumerate(evaluated):
            body, kept = joiner.add(done.output, work.last.sizes[0])
            work.append(body, done.rejects, kept, done.counts, piece.after, piece.done)
            report(Progress(piece.done, source.size, work.last.counts))
            if number == 0:
                _check_room(work, source)
    end = joiner.end(work.kept(), work.last.counts.written)
    work.append(end, b"", b"", Counts(), work.last.position, work.last.done, whole=True)
    work.finish()


def _asked(run: Run, parameters: Parameters, source: Source) -> dict[str, object]:
    """What a run is about: if any of it differs, another run cannot go on with it."""
    options = run.options
    return {
        "input": [list(each) for each in source.identity],
        "output": run.kind,
        "rejects": str(run.rejects_path),
        "form": options.form,
        "on": options.on.isoformat(),
        "known_on": options.known_on.isoformat() if options.known_on else None,
        "year": options.year,
        "mode": options.mode,
        "rows": run.rows_a_part,
        "data_version": parameters.data_version,
        "version": __version__,
        "pyarrow": pa.__version__,
    }


def day_of_unfinished(output: str) -> dt.date | None:
    """The day asked for in an unfinished run of an output, if there is one."""
    import json

    path = Path(output + ".unfinished") / "manifest"
    try:
        with path.open("rb") as file:
            return dt.date.fromisoformat(json.loads(file.readline())["on"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _check_output(run: Run) -> None:
    output = Path(run.output)
    for path in (output, run.rejects_path):
        if not path.parent.is_dir():
            raise CanbaoError([problem("output.no_folder", str(path), str(path.parent))])
        if path.is_dir():
            raise CanbaoError([problem("output.unwritable", str(path))])
        if path.exists() and Path(run.source).exists() and os.path.samefile(path, run.source):
            raise CanbaoError([problem("output.is_input", str(path))])
    if output.resolve() == run.rejects_path.resolve():
        raise CanbaoError([problem("output.is_input", str(output))])


def _check_room(work: Work, source: Source) -> None:
    """Refuse a long run for which the disk has no room, by what its first part took."""
    if not source.size or not work.last.done:
        return
    written = sum(work.last.sizes)
    needed = written * (source.size - work.last.done) // work.last.done
    room = work.room()
    if needed + _ROOM_TO_SPARE > room and needed:
        work.discard()
        mebibytes = [f"{each >> 20} MiB" for each in (needed, room)]
        raise CanbaoError(
            [problem("output.not_enough_room", str(work.output), mebibytes[0], mebibytes[1:])]
        )


def _to_stdout(
    run: Run, parameters: Parameters, source: Source, report: Callable[[Progress], None]
) -> Counts:
    evaluating = Evaluating(parameters, run.options, CSV)
    out = sys.stdout.buffer
    counts = Counts()
    with _rejects_of(run) as rejects:
        out.write(header(evaluating.schema))
        rejects(header(REJECTS))
        with _evaluated(run, parameters, evaluating, source.pieces()) as evaluated:
            for piece, done in evaluated:
                out.write(cast("bytes", done.output))
                rejects(done.rejects)
                counts = counts.plus(done.counts)
                report(Progress(piece.done, source.size, counts))
        out.flush()
    return counts


@contextmanager
def _rejects_of(run: Run) -> Iterator[Callable[[bytes], object]]:
    """Where rejected rows go when the results go to standard output: a file, or standard error."""
    if run.rejects is None:
        yield sys.stderr.buffer.write
        return
    try:
        with run.rejects.open("wb") as file:
            yield file.write
    except OSError as error:
        found = error.strerror or ""
        raise CanbaoError([problem("output.unwritable", str(run.rejects), found)]) from None
