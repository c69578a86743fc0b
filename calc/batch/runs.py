"""A whole run: from an input to an output, in as many processes as wanted."""

from __future__ import annotations

import datetime as dt
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO, cast

import pyarrow as pa

from calc._version import __version__
from calc.batch.engine import BatchOptions
from calc.batch.evaluating import Evaluating
from calc.batch.outputs import CSV, KINDS, CsvJoiner, Joiner, ParquetJoiner, header
from calc.batch.processes import evaluated
from calc.batch.rejects import REJECTS
from calc.batch.results import Form
from calc.batch.sources import STDIN, Source, open_source
from calc.batch.work import Counts, Work, whole, writing
from calc.errors import CanbaoError, problem
from calc.parameters.lookup import Parameters
from calc.records import frozen

STDOUT = "-"
STDERR = "stderr"
REJECTS_ENDING = ".rejects.csv"
ROWS: Mapping[tuple[str, Form], int] = {
    ("parquet", "long"): 1 << 13,
    ("parquet", "wide"): 1 << 14,
    ("parquet", "best"): 1 << 15,
    ("csv", "long"): 1 << 11,
    ("csv", "wide"): 1 << 11,
    ("csv", "best"): 1 << 14,
}
"""About how many rows a part has: so many that a row group is worth it, so few that parts of all
processes fit into the memory."""
_ROOM_TO_SPARE = 64 << 20


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
        rejects: The list of rejected rows; beside the output if left out, or on standard error if
            the output is standard output.
        options: Day, law and form.
        resume: Whether to go on with an unfinished run.
        jobs: Processes.
        rows: About how many rows a part has.
        keys: The applicant's key of each column of the input, empty where it is left out; None
            where the columns are called by their keys.
    """

    source: str
    output: str
    options: BatchOptions
    rejects: Path | str | None = None
    resume: bool = False
    jobs: int = 1
    rows: int | None = None
    keys: tuple[str, ...] | None = None

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
        return Path(self.rejects or self.output + REJECTS_ENDING)

    @property
    def targets(self) -> tuple[Path, ...]:
        """The files that it writes."""
        if self.output != STDOUT:
            return Path(self.output), self.rejects_path
        return (self.rejects_path,) if self.rejects else ()

    @property
    def rejects_name(self) -> str:
        """Where rejected rows go, for people."""
        return str(self.rejects_path) if self.rejects or self.output != STDOUT else STDERR


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
    _check_output(run)
    _check_resume(run)
    with closing(open_source(run.source, run.rows_a_part, run.keys)) as source:
        _check_input(run, source)
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
    with evaluated(evaluating, pieces, run.jobs, run.output) as results:
        for number, (piece, done) in enumerate(results):
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
        "keys": run.keys and list(run.keys),
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
    """Refuse files that cannot be written, and one file for two things."""
    for path in run.targets:
        if not path.parent.is_dir():
            raise CanbaoError([problem("output.no_folder", str(path), str(path.parent))])
        if path.is_dir():
            raise CanbaoError([problem("output.unwritable", str(path))])
    if len({path.resolve() for path in run.targets}) < len(run.targets):
        raise CanbaoError([problem("output.is_rejects", run.output)])


def _check_resume(run: Run) -> None:
    """Refuse to go on with what is gone: neither a pipe nor a terminal can be wound back."""
    if run.resume and run.source == STDIN:
        raise CanbaoError([problem("resume.not_from_stdin", STDIN)])
    if run.resume and run.output == STDOUT:
        raise CanbaoError([problem("resume.not_to_stdout", STDOUT)])


def _check_input(run: Run, source: Source) -> None:
    """Refuse to write over a file that is read, by whatever name it goes."""
    read = [os.stat(str(each[0])) for each in source.identity]
    if run.source == STDIN:
        read += _redirected(sys.stdin)
    written = [(str(path), path.stat()) for path in run.targets if path.is_file()]
    if run.output == STDOUT:
        written += [(STDOUT, each) for each in _redirected(sys.stdout)]
    for name, target in written:
        if any(os.path.samestat(target, each) for each in read):
            raise CanbaoError([problem("output.is_input", name)])


def _redirected(stream: TextIO) -> list[os.stat_result]:
    """The file that a standard stream was redirected to, if it was."""
    with suppress(OSError, ValueError):  # a stream of no system, as in tests
        found = os.fstat(stream.fileno())
        return [found] if stat.S_ISREG(found.st_mode) else []
    return []


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
    results = _writer(sys.stdout.buffer, STDOUT)
    counts = Counts()
    with _rejects_of(run) as rejects:
        results(header(evaluating.schema))
        rejects(header(REJECTS))
        with evaluated(evaluating, source.pieces(), run.jobs, run.output) as pieces:
            for piece, done in pieces:
                results(cast("bytes", done.output))
                rejects(done.rejects)
                counts = counts.plus(done.counts)
                report(Progress(piece.done, source.size, counts))
        with writing(STDOUT):
            sys.stdout.buffer.flush()
    return counts


@contextmanager
def _rejects_of(run: Run) -> Iterator[Callable[[bytes], None]]:
    """Where rejected rows go when the results go to standard output: a file, or standard error."""
    if run.rejects is None:
        yield _writer(sys.stderr.buffer, STDERR)
        return
    with whole(run.rejects_path) as file:
        yield _writer(file, str(run.rejects_path))


def _writer(file: BinaryIO, name: str) -> Callable[[bytes], None]:
    """Writes to a file; what is wrong with it is said under its name and no other."""

    def write(data: bytes) -> None:
        with writing(name):
            file.write(data)

    return write
