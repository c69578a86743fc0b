"""The folder of an unfinished run: what is done so far, and how to go on from there.

An output is written under another name and moved when it is whole. Beside it a manifest has a
line for each part: how long the files were when that part was in them, and where the input went
on. Whatever was written after the last whole line is cut off again before a run goes on, so that
a run that was killed at any moment ends as one that was not. The lock is the system's own: it
ends with the process that holds it.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from calc.batch.sources import Position
from calc.errors import CanbaoError, problem
from calc.records import frozen

ENDING = ".unfinished"
_LOCK, _MANIFEST, _OUTPUT, _REJECTS, _KEPT = "lock", "manifest", "output", "rejects", "kept"
_NAMES = (_OUTPUT, _REJECTS, _KEPT)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@frozen(slots=False)
class Counts:
    """What a run has done so far.

    Attributes:
        read: Rows read.
        ok: Rows evaluated.
        rejected: Rows rejected.
        problems: What was wrong with them.
        written: Rows of results.
    """

    read: int = 0
    ok: int = 0
    rejected: int = 0
    problems: int = 0
    written: int = 0

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(
            *(a + b for a, b in zip(asdict(self).values(), asdict(other).values(), strict=True))
        )


@frozen(slots=False)
class Commit:
    """The state after a part.

    Attributes:
        counts: What was done up to then.
        sizes: How long output, rejects and what is kept for the end were.
        position: Where the input goes on; None at its beginning.
        done: How much of the input lies before that.
        whole: Whether nothing is left but to move the files to their names.
    """

    counts: Counts = Counts()
    sizes: tuple[int, int, int] = (0, 0, 0)
    position: Position | None = None
    done: int = 0
    whole: bool = False

    def line(self) -> bytes:
        """The line of the manifest."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def of(cls, line: bytes) -> Commit:
        """From a line of the manifest."""
        data = json.loads(line)
        first, second, third = data["sizes"]
        counts = Counts(**data["counts"])
        return cls(counts, (first, second, third), data["position"], data["done"], data["whole"])


@contextmanager
def writing(output: str) -> Iterator[None]:
    """Say why an output cannot be written; that nobody reads a pipe any more is no problem of it.

    Raises:
        CanbaoError: The disk is full, or the output cannot be written.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise CanbaoError([problem("output.disk_full", output)]) from None
        found = error.strerror or str(error)
        raise CanbaoError([problem("output.unwritable", output, found)]) from None


def held(folder: Path, name: str, output: str) -> BinaryIO:
    """Make a folder, and hold the lock in it for as long as the file stays open.

    Args:
        folder: The folder.
        name: The name of the lock.
        output: What is written there, for the error.

    Raises:
        CanbaoError: Another process holds it.
    """
    path = folder / name
    while True:
        folder.mkdir(exist_ok=True)
        try:
            lock = path.open("ab")
        except FileNotFoundError:  # whoever finished just before has taken the folder away
            continue
        if not _lock(lock):
            lock.close()
            raise CanbaoError([problem("output.in_use", output)])
        if path.exists() and os.path.samestat(os.fstat(lock.fileno()), path.stat()):
            return lock
        lock.close()


@contextmanager
def whole(target: Path) -> Iterator[BinaryIO]:
    """A file that stands under its name only when it is whole.

    What is no file, such as a pipe or ``/dev/null``, cannot be replaced and is written as it is.

    Raises:
        CanbaoError: The disk is full, or the file cannot be written.
    """
    beside = target
    if target.is_file() or not target.exists():
        beside = target.with_name(f"{target.name}.{os.getpid()}{ENDING}")
    with writing(str(target)):
        file = beside.open("wb")
    try:
        yield file
        with writing(str(target)):
            file.close()
            if beside != target:
                beside.replace(target)
    finally:
        with suppress(OSError):  # on a full disk what is still to be written fails again
            file.close()
        if beside != target:
            beside.unlink(missing_ok=True)


class Work:
    """The unfinished files of one output.

    Attributes:
        last: The state after the last whole part.
    """

    def __init__(self, output: Path, rejects: Path) -> None:
        self.output, self.rejects = output, rejects
        self.folder = output.with_name(output.name + ENDING)
        self.last = Commit()
        self._files: list[BinaryIO] = []
        self._manifest: BinaryIO | None = None

    @contextmanager
    def opened(self, asked: Mapping[str, object], *, resume: bool) -> Iterator[bool]:
        """Hold the output for this run alone.

        Args:
            asked: What the run is about; a run is resumed only if it was about the same.
            resume: Whether to go on with an unfinished run.

        Yields:
            Whether there was one to go on with.

        Raises:
            CanbaoError: Another run holds it, the unfinished run was about something else, the
                disk is full, or the folder cannot be written.
        """
        with writing(str(self.output)):
            lock = held(self.folder, _LOCK, str(self.output))
        try:
            with writing(str(self.output)):
                resumed = resume and self._read_manifest(asked)
                self._open(asked, resumed=resumed)
            yield resumed
        finally:
            for file in (*self._files, *([self._manifest] if self._manifest else [])):
                file.close()
            lock.close()

    def _read_manifest(self, asked: Mapping[str, object]) -> bool:
        path = self.folder / _MANIFEST
        if not path.exists():
            return False
        lines = path.read_bytes().split(b"\n")[:-1]  # what has no end of line is not whole
        if not lines:
            return False
        try:
            before = dict(json.loads(lines[0]))
            found = None if len(lines) == 1 else Commit.of(lines[-1])
        except (ValueError, KeyError, TypeError):
            return False  # it was damaged, as by a loss of power: begin again
        changed = [key for key in asked if before.get(key) != json.loads(json.dumps(asked[key]))]
        if changed:
            raise CanbaoError(
                [
                    problem("resume.differs", key, str(asked[key]), [str(before.get(key))])
                    for key in changed
                ]
            )
        if found is None or (
            not found.whole
            and any(
                size > _size(self.folder / name)
                for name, size in zip(_NAMES, found.sizes, strict=True)
            )
        ):
            return False  # nothing was done, or a file was lost: begin again
        self.last = found
        return True

    def _open(self, asked: Mapping[str, object], *, resumed: bool) -> None:
        """Open the files at the last whole part, or anew."""
        if self.last.whole:
            return
        if not resumed:
            for name in (_MANIFEST, *_NAMES):
                (self.folder / name).unlink(missing_ok=True)
        for name, size in zip(_NAMES, self.last.sizes, strict=True):
            path = self.folder / name
            path.touch()
            file = path.open("r+b")
            file.truncate(size)
            file.seek(size)
            self._files.append(file)
        path = self.folder / _MANIFEST
        if not resumed:
            path.write_bytes(json.dumps(asked).encode() + b"\n")
        else:
            whole = path.read_bytes()
            os.truncate(path, whole.rfind(b"\n") + 1)
        self._manifest = path.open("ab")

    def kept(self) -> bytes:
        """What was kept for the end of the output."""
        data = (self.folder / _KEPT).read_bytes()
        return data[: self.last.sizes[2]]

    def begin(self, output: bytes, rejects: bytes) -> None:
        """Write what stands before the first part."""
        self.append(output, rejects, b"", Counts(), None, 0)

    def append(
        self,
        output: bytes,
        rejects: bytes,
        kept: bytes,
        counts: Counts,
        position: Position | None,
        done: int,
        *,
        whole: bool = False,
    ) -> None:
        """Write one part and put it on record; ``whole`` says that it is the end."""
        data = (output, rejects, kept)
        with writing(str(self.output)):
            for file, each in zip(self._files, data, strict=True):
                file.write(each)
                file.flush()
            first, second, third = (
                size + len(each) for size, each in zip(self.last.sizes, data, strict=True)
            )
            sizes = (first, second, third)
            commit = Commit(self.last.counts.plus(counts), sizes, position, done, whole)
            if whole:
                for file in self._files:
                    os.fsync(file.fileno())
            if self._manifest is not None:
                self._manifest.write(commit.line())
                self._manifest.flush()
        self.last = commit

    def room(self) -> int:
        """Free bytes on the disk."""
        return shutil.disk_usage(self.folder).free

    def finish(self) -> None:
        """Move the whole files to their names and take the folder away.

        Whatever a run that was killed here has moved already is not there any more.
        """
        with writing(str(self.output)):
            for file in self._files:
                file.close()
            # the output comes last: where it is there, all of it is
            for name, target in ((_REJECTS, self.rejects), (_OUTPUT, self.output)):
                if (self.folder / name).exists():
                    _move(self.folder / name, target)
            self.discard()

    def discard(self) -> None:
        """Take the folder away; the lock goes last."""
        for name in (*_NAMES, _MANIFEST, _LOCK):
            (self.folder / name).unlink(missing_ok=True)
        self.folder.rmdir()


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else -1


def _move(source: Path, target: Path) -> None:
    """Move a whole file, so that the target is never a part of it; other disks get a copy first.

    What is no file, such as a pipe or ``/dev/null``, stays what it is and is written to.
    """
    if target.exists() and not target.is_file():
        with source.open("rb") as file, target.open("wb") as stream:
            shutil.copyfileobj(file, stream)
        return
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(target.name + ENDING)
        shutil.copyfile(source, beside)
        beside.replace(target)


def _lock(file: BinaryIO) -> bool:
    """Lock a file for this process; whether that was possible."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
