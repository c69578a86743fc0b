"""Cuts a stream of bytes into blocks of whole records, and counts rows and lines on the way.

Where a block ends depends on nothing but the bytes from where it begins, so that a run that is
resumed cuts as the one that was killed did; what becomes of a line does not depend on where blocks
end. A short quoted field may go over several lines; a quote that is never closed costs its own
line and no other.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from calc.batch.fields import NOT_CLOSED, FieldError, split_fields
from calc.records import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

NEWLINE, RETURN, QUOTE = ord("\n"), ord("\r"), ord('"')
LONGEST_LINE = 1 << 16
"""A line has no more bytes than this, its end not counted: many times what an applicant needs."""
LONGEST_JOINED = 1_000
"""Lines of a record that goes over several have no more bytes together than this: no value of an
applicant is as long, and an open quote must not swallow the file."""
SHOWN = 200
"""So many bytes of a line that cannot be read are shown."""


@frozen(slots=False)
class Place:
    """How far a stream has been read.

    Attributes:
        offset: Bytes read.
        row: The number of the next row.
        line: The number of the next line.
    """

    offset: int = 0
    row: int = 1
    line: int = 1


@frozen(slots=False)
class Block:
    """Whole records, as they stand in the stream.

    Attributes:
        data: The lines.
        at: Where the block begins.
        after: Where the next one begins.
        joined: First and last line, counted from 0, of records that go over several lines.
        too_long: Whether it stands for one line that is too long; ``data`` is its beginning.
    """

    data: bytes
    at: Place
    after: Place
    joined: tuple[tuple[int, int], ...] = ()
    too_long: bool = False


@frozen(slots=False)
class Lines:
    """The lines of some bytes.

    Attributes:
        starts: Where each begins.
        ends: Where each ends, before the newline.
        empty: Whether nothing but an end of line is in it.
    """

    starts: Whole
    ends: Whole
    empty: NDArray[np.bool_]

    @classmethod
    def of(cls, data: bytes) -> Lines:
        """The lines of some bytes; the last one may lack its newline."""
        byte = np.frombuffer(data, np.uint8)
        ends = np.flatnonzero(byte == NEWLINE)
        if data and data[-1] != NEWLINE:
            ends = np.append(ends, len(data))
        starts = np.concatenate([[0], ends[:-1] + 1]) if ends.size else ends
        length = ends - starts
        returned = byte[np.minimum(starts, max(len(data) - 1, 0))] == RETURN
        return cls(starts, ends, (length == 0) | ((length == 1) & returned))

    def __len__(self) -> int:
        return len(self.starts)

    def text(self, data: bytes, first: int, last: int | None = None) -> bytes:
        """One line, or the lines from one to another, without the end of line."""
        end = int(self.ends[first if last is None else last])
        text = data[int(self.starts[first]) : end]
        return text[:-1] if text.endswith(b"\r") else text


class Splitter:
    """Cuts a stream into blocks.

    Attributes:
        place: Where the next block begins.
    """

    def __init__(
        self, stream: BinaryIO, size: int, at: Place, *, fields: int | None = None
    ) -> None:
        """Begin at a place to which the stream has been wound.

        Args:
            stream: Where bytes come from.
            size: The most bytes of a block of more than one record.
            at: The place.
            fields: How many fields a record has, for CSV, where quoted ones may go over several
                lines.
        """
        self._stream = stream
        self._size = max(size, LONGEST_JOINED + 1)  # a record over lines lies in one block
        self._fields = fields
        self._rest = b""
        self._ended = False
        self.place = at

    def __iter__(self) -> Iterator[Block]:
        """The blocks up to the end."""
        while (block := self.next()) is not None:
            yield block

    def next(self) -> Block | None:
        """The next block; None at the end."""
        self._rest = self._filled(self._rest, self._size)
        if not self._rest:
            return None
        if not self._whole():
            self._rest = self._filled(self._rest, LONGEST_LINE + 1)
        data = self._rest[: self._whole()]
        lines = Lines.of(data)
        too_long = np.flatnonzero(lines.ends - lines.starts > LONGEST_LINE)
        if not data or (too_long.size and too_long[0] == 0):
            return self._skip_one()
        if too_long.size:
            data = data[: int(lines.starts[too_long[0]])]
            lines = Lines.of(data)
        joined: list[tuple[int, int]] = []
        kept = len(lines)
        if self._fields is not None and QUOTE in data:
            kept = self._join(data, lines, joined)
        end = int(lines.ends[kept - 1]) + 1
        return self._cut(data[:end], lines, kept, joined)

    def _whole(self) -> int:
        """How many of the bytes read are whole lines."""
        return len(self._rest) if self._ended else self._rest.rfind(b"\n") + 1

    def _filled(self, data: bytes, size: int) -> bytes:
        """Bytes up to a size, or up to the end."""
        pieces, missing = [data], size - len(data)
        while missing > 0 and not self._ended:
            more = self._stream.read(missing)
            self._ended = not more
            pieces.append(more)
            missing -= len(more)
        return b"".join(pieces)

    def _cut(self, data: bytes, lines: Lines, kept: int, joined: list[tuple[int, int]]) -> Block:
        self._rest = self._rest[len(data) :]
        rows = np.ones(kept, dtype=bool)
        rows[lines.empty[:kept]] = False
        for first, last in joined:
            rows[first + 1 : last + 1] = False
        at = self.place
        self.place = Place(
            at.offset + len(data), at.row + int(np.count_nonzero(rows)), at.line + kept
        )
        return Block(data, at, self.place, tuple(joined))

    def _join(self, data: bytes, lines: Lines, joined: list[tuple[int, int]]) -> int:
        """Find records over several lines; how many lines are whole records."""
        quotes = np.flatnonzero(np.frombuffer(data, np.uint8) == QUOTE)
        count = np.bincount(np.searchsorted(lines.ends, quotes), minlength=len(lines))
        odd = np.flatnonzero(count & 1).tolist()
        until = -1
        for number, first in enumerate(odd):
            if first <= until or not _is_open(lines.text(data, first)):
                continue
            last = odd[number + 1] if number + 1 < len(odd) else None
            begins = int(lines.starts[first])
            if last is None:
                # it may be closed beyond what was read
                if not self._ended and len(self._rest) - begins <= LONGEST_JOINED:
                    return first
                continue
            if int(lines.ends[last]) - begins > LONGEST_JOINED:
                continue
            if self._is_record(lines.text(data, first, last)):
                joined.append((first, last))
                until = last
        return len(lines)

    def _is_record(self, text: bytes) -> bool:
        """Whether lines together are one record; those of two open quotes are none."""
        try:
            return len(split_fields(text)) == self._fields
        except FieldError:
            return False

    def _skip_one(self) -> Block:
        """Skip a line that is too long."""
        at, begins = self.place, self._rest[: SHOWN + 1]
        skipped = 0
        while not (cut := self._rest.find(b"\n") + 1) and not self._ended:
            skipped += len(self._rest)
            self._rest = self._filled(b"", self._size)
        cut = cut or len(self._rest)
        self._rest = self._rest[cut:]
        self.place = Place(at.offset + skipped + cut, at.row + 1, at.line + 1)
        return Block(begins, at, self.place, too_long=True)


def shown(line: bytes, encoding: str = "utf-8") -> str:
    """The beginning of a line as text, without the part of a character at which it is cut."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return decoder.decode(line[:SHOWN], final=len(line) <= SHOWN)


def _is_open(text: bytes) -> bool:
    """Whether a quote is open at the end."""
    try:
        split_fields(text)
    except FieldError as error:
        return error.code == NOT_CLOSED
    return False
