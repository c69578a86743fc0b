"""Folders wherever Spark reaches: on this machine, or at an address such as ``s3a://``.

What stands there is looked at and moved by Hadoop's own file systems, through Spark's Java side,
with the settings and rights that Spark itself has. A folder of ours bears a mark; nothing else is
ever replaced. While a run goes on, the mark of its unfinished folder is the lock.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pyarrow import fs

from calc._version import __version__
from calc.batch.spark_errors import saying
from calc.batch.work import ENDING, held
from calc.errors import CanbaoError, problem

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Kind = Literal["", "file", "folder"]
"""What stands under a name; nothing, if empty."""
MARK = "_canbao"
REPLACED = ".replaced"
_OURS = re.compile(rf"\.?({MARK}|_SUCCESS|_temporary|part-.*)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(?=/)(//[^/]*)?")
_ARROW_SCHEMES = {"s3a": "s3", "s3n": "s3", "abfss": "abfs"}
"""What Arrow calls the file systems that Hadoop has other names for."""


class Places:
    """Files and folders, through the Java side of a session."""

    def __init__(self, session: SparkSession) -> None:
        """Make ready.

        Raises:
            CanbaoError: The session is one of Spark Connect, which has no Java side here.
        """
        java: Any = getattr(session, "_jvm", None)
        if java is None:
            raise CanbaoError([problem("engine.failed", "spark", "Spark Connect")])
        self._hadoop = java.org.apache.hadoop
        self._parquet = java.org.apache.parquet.hadoop
        self._settings: Any = session._jsc.hadoopConfiguration()

    def address(self, name: str) -> str:
        """The one name of a place: a path of this machine from its root, or an address."""
        scheme = _SCHEME.match(name)
        if scheme is None:
            default = self._hadoop.fs.FileSystem.get(self._settings)
            if default.getUri().getScheme() != "file":
                return str(default.makeQualified(self._hadoop.fs.Path(name)).toString())
        elif scheme[1] != "file":
            path = self._hadoop.fs.Path(name)
            return str(path.getFileSystem(self._settings).makeQualified(path).toString())
        return os.path.realpath(name[scheme.end() :] if scheme else name)

    def kind(self, address: str) -> Kind:
        """What stands there."""
        system, path = self._at(address)
        if not system.exists(path):
            return ""
        return "folder" if system.getFileStatus(path).isDirectory() else "file"

    def names(self, folder: str) -> list[str]:
        """The names of what stands in a folder."""
        system, path = self._at(folder)
        return [str(each.getPath().getName()) for each in system.listStatus(path)]

    def files(self, source: str) -> list[str]:
        """The addresses of all files in a folder and the folders in it, or of a pattern."""
        system, path = self._at(source)
        found = []
        for each in system.globStatus(path) or ():
            if each.isFile():
                found.append(str(each.getPath().toString()))
                continue
            inner = system.listFiles(each.getPath(), True)
            while inner.hasNext():
                found.append(str(inner.next().getPath().toString()))
        return found

    def footer(self, file: str) -> tuple[int, str]:
        """How many rows a Parquet file has, and its columns."""
        _, path = self._at(file)
        opened = self._parquet.util.HadoopInputFile.fromPath(path, self._settings)
        reader = self._parquet.ParquetFileReader.open(opened)
        try:
            columns = reader.getFooter().getFileMetaData().getSchema().toString()
            return int(reader.getRecordCount()), str(columns).partition("{")[2]
        finally:
            reader.close()

    def write(self, file: str, data: bytes) -> None:
        """Write a file that must not be there yet."""
        system, path = self._at(file)
        stream = system.create(path, False)
        stream.write(data)
        stream.close()

    def remove(self, address: str) -> None:
        """Take a file or folder away, if it is there."""
        system, path = self._at(address)
        system.delete(path, True)

    def replace(self, source: str, target: str) -> None:
        """Move a whole folder to its name; what stood there, one of ours, goes when that is done.

        Raises:
            CanbaoError: It cannot be moved.
        """
        before = self.kind(target) != ""
        if before:
            self._move(target, target + REPLACED)
        self._move(source, target)
        if before:
            self.remove(target + REPLACED)

    def _move(self, source: str, target: str) -> None:
        system, path = self._at(source)
        if not system.rename(path, self._hadoop.fs.Path(target)):
            raise CanbaoError([problem("output.unwritable", target)])

    def _at(self, address: str) -> tuple[Any, Any]:
        path = self._hadoop.fs.Path(address)
        if is_local(address):
            return self._hadoop.fs.FileSystem.getLocal(self._settings), path
        return path.getFileSystem(self._settings), path


def is_local(address: str) -> bool:
    """Whether an address is a path of this machine."""
    return _SCHEME.match(address) is None


def path_of(address: str) -> str:
    """The path in an address, however Java writes that: ``file:/a``, ``file:///a``, ``/a``."""
    return address[scheme.end() :] if (scheme := _SCHEME.match(address)) else address


def lies_in(inner: str, outer: str) -> bool:
    """Whether a place is another one or lies in it."""
    return inner == outer or inner.startswith(outer.rstrip("/") + "/")


def arrow_place(address: str) -> tuple[fs.FileSystem, str]:
    """The same place for Arrow, by which tasks write."""
    if is_local(address):
        return fs.LocalFileSystem(), address
    system, path = fs.FileSystem.from_uri(arrow_address(address))
    return system, path


def arrow_address(address: str) -> str:
    """An address with the name that Arrow has for its file system.

    >>> arrow_address("s3a://bucket/priced"), arrow_address("hdfs://name/priced")
    ('s3://bucket/priced', 'hdfs://name/priced')
    """
    scheme, colon, rest = address.partition(":")
    return _ARROW_SCHEMES.get(scheme, scheme) + colon + rest


# -- before any work ------------------------------------------------------------------------------


def check_targets(places: Places, targets: Sequence[str], inputs: Sequence[str]) -> None:
    """Refuse to write over what is not a former result.

    Args:
        places: Looks there.
        targets: The folders of results and of rejected rows.
        inputs: The files that are read, and the folders they lie in where those are the input.

    Raises:
        CanbaoError: A target is, holds or lies in the input, or the other target; its name is
            that of a file, or of a folder that no run of ours has made.
    """
    for target in targets:
        if is_local(target) and not Path(target).parent.is_dir():
            raise CanbaoError([problem("output.no_folder", target, str(Path(target).parent))])
        if target in inputs:
            raise CanbaoError([problem("output.is_input", target)])
        if any(lies_in(target, each) or lies_in(each, target) for each in inputs):
            raise CanbaoError([problem("output.overlaps_input", target)])
        for name in (target, target + ENDING, target + REPLACED):
            with saying("output.unwritable", name):
                _check_ours(places, name)
    first, second = targets
    if lies_in(first, second) or lies_in(second, first):
        raise CanbaoError([problem("output.is_rejects", first)])


def _check_ours(places: Places, name: str) -> None:
    """Refuse what no run of ours has made."""
    kind = places.kind(name)
    names = places.names(name) if kind == "folder" else []
    others = [each for each in names if not _OURS.fullmatch(each)]
    if kind == "file" or others or (names and MARK not in names):
        raise CanbaoError([problem("output.not_ours", name, ", ".join(sorted(others)[:3]))])


# -- while a run goes on --------------------------------------------------------------------------


@contextmanager
def unfinished(places: Places, target: str) -> Iterator[str]:
    """A new folder of ours beside a target, for this run alone; it is to be moved when it is whole.

    Raises:
        CanbaoError: Another run holds it, or it cannot be made.
    """
    folder = target + ENDING
    with _lock(places, folder, target):
        with saying("output.unwritable", target):
            for old in (*_leftover(places, folder), target + REPLACED):
                places.remove(old)
        try:
            yield folder
        except BaseException:
            with suppress(CanbaoError), saying("output.unwritable", target):
                places.remove(folder)
            raise


@contextmanager
def _lock(places: Places, folder: str, target: str) -> Iterator[None]:
    mark = json.dumps({"version": __version__}).encode()
    if is_local(folder):
        with saying("output.unwritable", target):
            lock = held(Path(folder), MARK, target)
        with lock:
            lock.truncate(0)
            lock.write(mark)
            lock.flush()
            yield
    else:
        # no lock there ends with its process: whoever finds such a folder has to look
        with saying("output.unwritable", target):
            if places.kind(folder):
                raise CanbaoError([problem("output.in_use", target, folder)])
            places.write(f"{folder}/{MARK}", mark)
        yield


def _leftover(places: Places, folder: str) -> list[str]:
    """What a run that was killed left in its folder."""
    return [f"{folder}/{name}" for name in places.names(folder) if name != MARK]
