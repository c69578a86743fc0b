"""The Spark engine: the same evaluation, in as many machines as Spark has.

Parquet (or a table) in, a folder of Parquet out. Rejected rows are written beside it by the tasks
themselves, a file for each, under a name that depends only on the part: a task that is run twice
writes the same file twice. Both folders have other names until they are whole. Needs the extra
``spark``, and Canbao on every machine.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow import fs

from calc.batch.engine import BatchOptions, engine_of
from calc.batch.outputs import encoded_rejects, header
from calc.batch.rejects import REJECTS
from calc.batch.runs import STDOUT, Run
from calc.batch.sources import CSV_ENDINGS, JSON_ENDINGS, STDIN
from calc.batch.spark_errors import saying
from calc.batch.spark_input import FILE, INDEX, Input, file_of, read_input
from calc.batch.spark_places import Places, arrow_place, check_targets, unfinished
from calc.batch.work import Counts
from calc.errors import CanbaoError, problem
from calc.parameters.lookup import Parameters

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyspark.sql import DataFrame, SparkSession

    Whole = NDArray[np.int64]

REJECTS_ENDING = ".rejects"
_ROWS_A_BATCH = 1 << 16
_NOT_PARQUET = (*CSV_ENDINGS, *JSON_ENDINGS)


def run_on_spark(run: Run, parameters: Parameters, spark: SparkSession | None = None) -> Counts:
    """Run a batch on Spark.

    Args:
        run: What to run. The source is a file, folder or pattern of Parquet that Spark can read,
            or the name of a table; the output is a folder.
        parameters: The law on file; goes to every machine.
        spark: A session; one is made, or the running one taken, if left out.

    Returns:
        Rows read, evaluated and rejected.

    Raises:
        CanbaoError: Spark is not installed or fails, the input is not there or its header is
            wrong, or something else than a former result stands under the name of the output.
            What stood under that name is untouched then.
    """
    _check_names(run)
    session = spark or _session()
    places = Places(session)
    # the day is looked at before any file is
    schema = _plain(engine_of(run.options.frame(parameters))[0].schema(run.options.form))
    targets = []
    for name in (run.output, rejects_folder(run)):
        with saying("output.unwritable", name):
            targets.append(places.address(name))
    read = read_input(session, places, run.source)
    check_targets(places, targets, read.places)
    with unfinished(places, targets[0]) as output, unfinished(places, targets[1]) as rejects:
        _check_reached(rejects, targets[1])
        results = _evaluated(read, parameters, run.options, schema, rejects)
        with _batches_of(session, _ROWS_A_BATCH), saying("engine.failed", run.output):
            results.write.mode("append").parquet(output)
        with saying("output.unwritable", targets[1]):
            counts = _counted(rejects)
        if read.count not in (None, counts.read):
            raise CanbaoError([problem("engine.rows_lost", run.source, read.count - counts.read)])
        # the results come last: where they are, all of them are
        for folder, target in ((rejects, targets[1]), (output, targets[0])):
            with saying("output.unwritable", target):
                places.replace(folder, target)
    return counts


def rejects_folder(run: Run) -> str:
    """Where the lists of rejected rows of a run on Spark go."""
    return str(run.rejects or run.output.rstrip("/") + REJECTS_ENDING)


def _check_names(run: Run) -> None:
    """Refuse what this engine does not do, before Spark is started."""
    problems = []
    is_lines = run.source.lower().endswith(_NOT_PARQUET) and not Path(run.source).is_dir()
    if run.source == STDIN or is_lines:
        problems.append(problem("engine.parquet_only", run.source))
    if run.output == STDOUT or run.output.lower().endswith(_NOT_PARQUET):
        problems.append(problem("engine.parquet_only", run.output))
    if run.resume:
        problems.append(problem("engine.no_resume", "--resume"))
    if problems:
        raise CanbaoError(problems)


def _session() -> SparkSession:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise CanbaoError([problem("engine.not_installed", "spark")]) from None
    # on this machine the tasks run in the Python that Canbao is installed in
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with saying("engine.failed", "spark"):
        return SparkSession.builder.appName("canbao").getOrCreate()


@contextmanager
def _batches_of(session: SparkSession, rows: int) -> Iterator[None]:
    """So many rows go to a task at a time; the session is left as it was."""
    setting = "spark.sql.execution.arrow.maxRecordsPerBatch"
    before = session.conf.get(setting)
    session.conf.set(setting, str(rows))
    try:
        yield
    finally:
        session.conf.set(setting, str(before))


def _evaluated(
    read: Input, parameters: Parameters, options: BatchOptions, schema: pa.Schema, rejects: str
) -> DataFrame:
    """The results of all rows."""
    from pyspark.sql.pandas.types import from_arrow_schema

    columns = from_arrow_schema(schema)
    parts = [
        each.found.mapInArrow(
            _evaluation(parameters, options, each.names, read.before, rejects), columns
        )
        for each in read.groups
    ]
    return reduce(lambda first, second: first.union(second), parts)


Batches = Iterable[pa.RecordBatch]


def _evaluation(
    parameters: Parameters,
    options: BatchOptions,
    names: Sequence[str],
    before: Mapping[str, int],
    rejects: str,
) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    """What a task does with its rows."""

    def evaluate(batches: Batches) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext

        context = TaskContext.get()
        part = 0 if context is None else context.partitionId()
        attempt = 0 if context is None else context.taskAttemptId()
        engine, lock = engine_of(options.frame(parameters))
        schema = _plain(engine.schema(options.form))
        lines, counts = [], Counts()
        for batch in batches:
            numbers = _row_numbers(batch, before)
            with lock:
                people = batch.drop_columns([FILE, INDEX]).rename_columns(list(names))
                found, refused = engine.evaluate(people, options.form, numbers)
            rejected = len(np.unique(np.asarray(refused.column("row"))))
            written = sum(each.num_rows for each in found)
            count = batch.num_rows
            counts = counts.plus(
                Counts(count, count - rejected, rejected, refused.num_rows, written)
            )
            lines.append(encoded_rejects(refused))
            for each in found:
                yield from pa.Table.from_batches([each]).cast(schema).to_batches()
        _put(rejects, f"part-{part:05d}.csv", attempt, header(REJECTS) + b"".join(lines))
        _put(rejects, f"part-{part:05d}.json", attempt, json.dumps(asdict(counts)).encode())

    return evaluate


def _row_numbers(batch: pa.RecordBatch, before: Mapping[str, int]) -> Whole:
    """The number of each row, as if all files had been read one after the other."""
    files = batch.column(FILE).dictionary_encode()
    first = np.array([before[file_of(name)] for name in files.dictionary.to_pylist()], np.int64)
    index = np.asarray(batch.column(INDEX)).astype(np.int64)
    return first.take(np.asarray(files.indices)) + index + 1


def _plain(schema: pa.Schema) -> pa.Schema:
    """The same columns without dictionaries, which Spark's rows do not have."""
    return pa.schema(
        [
            pa.field(each.name, each.type.value_type) if pa.types.is_dictionary(each.type) else each
            for each in schema
        ]
    )


# -- files beside the output ----------------------------------------------------------------------


def _check_reached(folder: str, target: str) -> None:
    """Refuse a folder that tasks, which have no Java side, cannot write to."""
    with saying("output.unwritable", target):
        try:
            system, path = arrow_place(folder)
            found = system.get_file_info(fs.FileSelector(path))
        except pa.ArrowInvalid as error:
            raise OSError(error) from None
        if not found:  # the mark should be there
            raise OSError(type(system).__name__)


def _put(folder: str, name: str, attempt: int, data: bytes) -> None:
    """Write a file whole: under a name that no other attempt has, then moved."""
    system, path = arrow_place(folder)
    unfinished_name = f"{path}/.{name}.{attempt}"
    with system.open_output_stream(unfinished_name) as file:
        file.write(data)
    system.move(unfinished_name, f"{path}/{name}")


def _counted(folder: str) -> Counts:
    """What all tasks counted; nothing but their lists stays in the folder."""
    system, path = arrow_place(folder)
    counts = Counts()
    found: Sequence[fs.FileInfo] = system.get_file_info(fs.FileSelector(path))
    for each in found:
        if each.base_name.endswith(".json"):
            with system.open_input_stream(each.path) as file:
                counts = counts.plus(Counts(**json.loads(file.read())))
        if each.base_name.startswith(".part-") or each.base_name.endswith(".json"):
            system.delete_file(each.path)
    return counts
