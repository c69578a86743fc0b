"""What a batch on Spark reads: Parquet files as the local engine lists them, or a table.

Files of the same columns are read together, those of others by themselves: Spark takes the columns
of one file for those of all, and would leave out what only another one has.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq

from calc.batch.columns import check_header
from calc.batch.sources import PARQUET_ENDINGS, ParquetSource, open_source
from calc.batch.spark_errors import saying
from calc.batch.spark_places import Places, is_local, path_of
from calc.errors import CanbaoError, Gathered, problem
from calc.records import frozen

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FILE, INDEX = "__file", "__index"
_AT_ONCE = 16
"""So many footers are read at the same time where each has to be asked for over a network."""


@frozen(slots=False)
class Rows:
    """Rows of the same columns.

    Attributes:
        names: The columns of applicants; in ``found`` they go by their number.
        found: The rows, with their file and their place in it.
        in_files: Whether they have one; otherwise Spark gives each row a number, in order, but not
            one after the other.
    """

    names: Sequence[str]
    found: DataFrame
    in_files: bool


@frozen(slots=False)
class Input:
    """What is read.

    Attributes:
        groups: All rows.
        before: How many rows lie in the files before each file, by ``file_of``.
        count: How many rows there are; None where that is not known before they are read.
        places: The addresses of the files, and of the folder that is read.
    """

    groups: Sequence[Rows]
    before: Mapping[str, int]
    count: int | None
    places: Sequence[str]


@frozen(slots=False)
class _File:
    """A file: its address, how many rows it has, and its columns as a text."""

    address: str
    count: int
    columns: str


def read_input(session: SparkSession, places: Places, source: str) -> Input:
    """The input of a run.

    Args:
        session: Reads it.
        places: Looks where it is.
        source: The name of a table, else a file, a folder or a pattern of Parquet files.

    Raises:
        CanbaoError: Nothing is there, it cannot be read, or a header is wrong.
    """
    table = _table(session, source)
    if table is not None:
        with saying("file.unreadable", source):
            return _of_table(table, places)
    with saying("file.unreadable", source):
        address = places.address(source)
        # links keep their names here: the ending of a name says what is in a file
        is_here = is_local(address)
        found = _local(os.path.abspath(path_of(source))) if is_here else _remote(places, address)
        _check_names(found)
        groups = _groups(session, found)
        folder = [address] if places.kind(address) == "folder" else []
    before, count = {}, 0
    for each in found:
        before[path_of(each.address)] = count
        count += each.count
    files = [os.path.realpath(each.address) if is_here else each.address for each in found]
    return Input(groups, before, count, [*folder, *files])


def file_of(name: str) -> str:
    """The path of a file from what Spark writes beside a row: ``file:/a%20b``, ``file:///a%20b``."""
    return path_of(unquote(name))


# -- files ----------------------------------------------------------------------------------------


def _local(source: str) -> list[_File]:
    """The files that the local engine would read, their headers checked by it."""
    with closing(open_source(source, 1)) as found:
        if not isinstance(found, ParquetSource):
            raise CanbaoError([problem("engine.parquet_only", source)])
        paths = found.paths
    files = []
    for path in paths:
        footer = pq.read_metadata(path)
        columns = str(footer.schema.to_arrow_schema().remove_metadata())
        files.append(_File(str(path.absolute()), footer.num_rows, columns))
    return files


def _remote(places: Places, source: str) -> list[_File]:
    """The files at an address, listed as the local engine lists those of this machine."""
    listed = [each for each in places.files(source) if _is_parquet(each, source)]
    if not listed:
        raise CanbaoError([problem("input.nothing_found", source)])
    listed.sort(key=lambda each: PurePosixPath(path_of(each)))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        footers = list(pool.map(places.footer, listed))
    return [_File(name, *footer) for name, footer in zip(listed, footers, strict=True)]


def _is_parquet(address: str, source: str) -> bool:
    name = PurePosixPath(address).name
    return address == source or (
        name.lower().endswith(PARQUET_ENDINGS) and not name.startswith(("_", "."))
    )


def _check_names(files: Iterable[_File]) -> None:
    """Refuse files that Spark leaves out without a word."""
    names = [each.address for each in files]
    hidden = [each for each in names if PurePosixPath(each).name.startswith(("_", "."))]
    if hidden:
        raise CanbaoError([problem("engine.rows_lost", each) for each in hidden])


def _groups(session: SparkSession, files: Sequence[_File]) -> list[Rows]:
    """The files by their columns; what is wrong with any header is said of all."""
    by_columns: dict[str, list[str]] = {}
    for each in files:
        by_columns.setdefault(each.columns, []).append(each.address)
    gathered, groups = Gathered(), []
    for names in by_columns.values():
        with gathered, saying("engine.failed", names[0]):
            groups.append(_flat(session.read.parquet(*map(_escaped, names))))
    gathered.refuse()
    return groups


def _escaped(address: str) -> str:
    """An address that Spark does not take for a pattern."""
    return "".join(f"\\{each}" if each in "{}[]*?\\" else each for each in address)


def _flat(found: DataFrame) -> Rows:
    """The applicants' columns, groups of them flat, and where each row stands.

    Spark takes a dot in a name for a step into a group, so that columns go by their number.
    """
    from pyspark.errors import PySparkException
    from pyspark.sql.functions import col, lit, monotonically_increasing_id
    from pyspark.sql.pandas.types import to_arrow_schema

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
        with _quiet():
            return Rows(list(names), found.select(*wanted, *places), in_files=True)
    except PySparkException:  # a table that is not made of such files
        numbers = [lit("").alias(FILE), monotonically_increasing_id().alias(INDEX)]
        return Rows(list(names), found.select(*wanted, *numbers), in_files=False)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without Spark's own report of what it cannot find: that is no error here."""
    logger = logging.getLogger("DataFrameQueryContextLogger")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


# -- tables ---------------------------------------------------------------------------------------


def _table(session: SparkSession, source: str) -> DataFrame | None:
    """The table of that name, if there is one."""
    from pyspark.errors import PySparkException

    try:
        is_table = "/" not in source and session.catalog.tableExists(source)
    except PySparkException:  # it cannot be the name of a table
        return None
    return session.table(source) if is_table else None


def _of_table(table: DataFrame, places: Places) -> Input:
    """A table; where it is made of files, their rows are counted first."""
    from pyspark.sql.functions import col, count, lit, max

    rows = _flat(table)
    folders = {os.path.dirname(places.address(unquote(each))) for each in table.inputFiles()}
    if not rows.in_files:
        return Input([rows], {"": 0}, None, sorted(folders))
    sizes = rows.found.groupBy(FILE).agg(count(lit(1)).alias("rows"), max(col(INDEX)).alias("last"))
    counted = {file_of(each[FILE]): each for each in sizes.collect()}
    before, total = {}, 0
    for name in sorted(counted, key=PurePosixPath):
        before[name] = total
        total += counted[name]["last"] + 1  # a view may leave rows out
    return Input([rows], before, sum(each["rows"] for each in counted.values()), sorted(folders))
