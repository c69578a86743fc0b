"""The Spark engine: the same evaluation, in as many machines as Spark has.

Parquet (or a table) in, a folder of Parquet out. Rejected rows are written beside it by the tasks
themselves, a file for each, under a name that depends only on the part: a task that is run twice
writes the same file twice. Needs the extra ``spark``, and Canbao on every machine.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

import numpy as np
import pyarrow as pa
from pyarrow import fs

from calc.batch.columns import check_header
from calc.batch.engine import BatchOptions, engine_of
from calc.batch.outputs import encoded_rejects, header
from calc.batch.rejects import REJECTS
from calc.batch.runs import Run
from calc.batch.work import Counts
from calc.errors import CanbaoError, problem
from calc.parameters.lookup import Parameters

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyspark.sql import DataFrame, SparkSession

    Whole = NDArray[np.int64]

FILE, INDEX = "__file", "__index"
REJECTS_ENDING = ".rejects"
_ROWS_A_BATCH = 1 << 16


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
        CanbaoError: Spark is not installed, the input is not there or its header is wrong.
    """
    session = spark or _session()
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(_ROWS_A_BATCH))
    names, found = _read(session, run.source)
    rows, offsets = _numbered(found)
    schema = _plain(engine_of(run.options.frame(parameters))[0].schema(run.options.form))
    rejects = str(run.rejects or run.output + REJECTS_ENDING)
    _emptied(rejects)
    evaluate = _evaluation(parameters, run.options, names, offsets, rejects)
    from pyspark.sql.pandas.types import from_arrow_schema

    results = rows.mapInArrow(evaluate, from_arrow_schema(schema))
    results.write.mode("overwrite").parquet(run.output)
    return _counted(rejects)


def _session() -> SparkSession:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise CanbaoError([problem("engine.not_installed", "spark")]) from None
    # on this machine the tasks run in the Python that Canbao is installed in
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return SparkSession.builder.appName("canbao").getOrCreate()


def _read(session: SparkSession, source: str) -> tuple[list[str], DataFrame]:
    """The applicants' columns of a table of that name, else of Parquet; groups of them flat.

    Spark takes a dot in a name for a step into a group, so that columns go by their number.
    """
    from pyspark.errors import PySparkException
    from pyspark.sql.functions import col
    from pyspark.sql.pandas.types import to_arrow_schema

    try:
        is_table = "/" not in source and session.catalog.tableExists(source)
        found = session.table(source) if is_table else session.read.parquet(source)
    except PySparkException as error:
        raise CanbaoError(
            [problem("file.unreadable", source, error.getCondition() or "")]
        ) from None
    names: dict[str, str] = {}
    fields: list[pa.Field] = []
    for each in to_arrow_schema(found.schema):
        inner = list(each.type) if pa.types.is_struct(each.type) else [None]
        for part in inner:
            name = each.name if part is None else f"{each.name}.{part.name}"
            path = f"`{each.name}`" if part is None else f"`{each.name}`.`{part.name}`"
            names[name] = path
            fields.append((each if part is None else part).with_name(name))
    check_header(pa.schema(fields))
    wanted = [col(path).alias(str(number)) for number, path in enumerate(names.values())]
    places = [col("_metadata.file_path").alias(FILE), col("_metadata.row_index").alias(INDEX)]
    try:
        return list(names), found.select(*wanted, *places)
    except PySparkException:  # a table that is not made of files
        return list(names), found.select(*wanted)


def _numbered(rows: DataFrame) -> tuple[DataFrame, Mapping[str, int]]:
    """Rows with their file and place in it, and how many rows lie in the files before each.

    Rows of a table that is not made of files are numbered by Spark: each differently and in
    order, but not one after the other.
    """
    from pyspark.sql.functions import col, count, lit, max, monotonically_increasing_id

    if FILE not in rows.columns:
        return rows.withColumns({FILE: lit(""), INDEX: monotonically_increasing_id()}), {"": 0}
    counted = rows.groupBy(FILE).agg(count(lit(1)).alias("rows"), max(col(INDEX)).alias("last"))
    sizes = {each[FILE]: each["rows"] for each in counted.collect()}
    offsets, before = {}, 0
    for name in sorted(sizes, key=lambda each: unquote(urlparse(each).path)):
        offsets[name] = before
        before += sizes[name]
    return rows, offsets


Batches = Iterable[pa.RecordBatch]


def _evaluation(
    parameters: Parameters,
    options: BatchOptions,
    names: Sequence[str],
    offsets: Mapping[str, int],
    rejects: str,
) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    """What a task does with its rows."""

    def evaluate(batches: Batches) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext

        context = TaskContext.get()
        part = 0 if context is None else context.partitionId()
        engine, lock = engine_of(options.frame(parameters))
        schema = _plain(engine.schema(options.form))
        lines, counts = [], Counts()
        for batch in batches:
            numbers = _row_numbers(batch, offsets)
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
        _put(rejects, f"part-{part:05d}.csv", header(REJECTS) + b"".join(lines))
        _put(rejects, f"_part-{part:05d}.json", json.dumps(asdict(counts)).encode())

    return evaluate


def _row_numbers(batch: pa.RecordBatch, offsets: Mapping[str, int]) -> Whole:
    """The number of each row, as if all files had been read one after the other."""
    files = batch.column(FILE).dictionary_encode()
    before = np.array([offsets[name] for name in files.dictionary.to_pylist()], np.int64)
    index = np.asarray(batch.column(INDEX)).astype(np.int64)
    return before.take(np.asarray(files.indices)) + index + 1


def _plain(schema: pa.Schema) -> pa.Schema:
    """The same columns without dictionaries, which Spark's rows do not have."""
    return pa.schema(
        [
            pa.field(each.name, each.type.value_type) if pa.types.is_dictionary(each.type) else each
            for each in schema
        ]
    )


# -- files beside the output ----------------------------------------------------------------------


def _place(folder: str) -> tuple[fs.FileSystem, str]:
    if "://" in folder:
        system, path = fs.FileSystem.from_uri(folder)
        return system, path
    return fs.LocalFileSystem(), folder


def _emptied(folder: str) -> None:
    """Make the folder; of one that is there take away what a run before left, and nothing else."""
    system, path = _place(folder)
    system.create_dir(path)
    for each in system.get_file_info(fs.FileSelector(path)):
        if each.base_name.lstrip("._").startswith("part-"):
            system.delete_file(each.path)


def _put(folder: str, name: str, data: bytes) -> None:
    """Write a file whole: under another name, then moved."""
    system, path = _place(folder)
    with system.open_output_stream(f"{path}/.{name}") as file:
        file.write(data)
    system.move(f"{path}/.{name}", f"{path}/{name}")


def _counted(folder: str) -> Counts:
    """What all tasks counted."""
    system, path = _place(folder)
    counts = Counts()
    found: Sequence[fs.FileInfo] = system.get_file_info(fs.FileSelector(path))
    for each in found:
        if each.base_name.endswith(".json"):
            with system.open_input_stream(each.path) as file:
                counts = counts.plus(Counts(**json.loads(file.read())))
            system.delete_file(each.path)
    return counts
