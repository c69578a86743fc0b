"""How a file of lines begins: its header; and its encoding, wherever the first sign of it is."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import pyarrow as pa

from calc.batch.columns import check_header, columns
from calc.batch.csv_rows import Encoding, decide_encoding
from calc.batch.fields import FieldError, split_fields
from calc.batch.lines import Place, shown
from calc.errors import CanbaoError, nearest, problem

WINDOW = 1 << 20
"""The encoding is told by so many bytes at once; a header is no longer than that."""


def read_header(head: bytes, at: Place, name: str, encoding: Encoding) -> tuple[list[str], Place]:
    """The column names of CSV, and where the rows begin.

    Args:
        head: The first bytes, at most a window.
        at: Where the lines begin in them.
        name: The name of the file.
        encoding: Its encoding.

    Raises:
        CanbaoError: There is no header, it is too long, or it is wrong.
    """
    offset, line = at.offset, at.line
    while offset < len(head):
        end = head.find(b"\n", offset) + 1
        if not end and len(head) == WINDOW:
            limit = [f"≤ {WINDOW} B"]
            raise CanbaoError([problem("header.too_long", name, f"> {WINDOW - offset} B", limit)])
        end = end or len(head)
        text = head[offset:end].rstrip(b"\r\n")
        offset, line = end, line + 1
        if text:
            names = _names(text, encoding)
            known = columns()
            if not any(each in known or nearest(each[:_LONGEST], known) for each in names[:_MOST]):
                raise CanbaoError(
                    [problem("header.missing", name, shown(text, encoding), list(known))]
                )
            check_header(pa.schema([pa.field(each, pa.string()) for each in names]))
            return names, Place(offset, 1, line)
    raise CanbaoError([problem("header.missing", name)])


_MOST, _LONGEST = 200, 60
"""A line whose first names, so far, say nothing at all is no header."""


def _names(text: bytes, encoding: Encoding) -> list[str]:
    try:
        fields = split_fields(text)
    except FieldError:
        fields = text.split(b",")
    return [field.decode(encoding, "replace").strip() for field in fields]


def read_fully(stream: BinaryIO, count: int) -> Iterator[bytes]:
    """So many bytes in pieces; fewer at the end."""
    while count > 0 and (piece := stream.read(count)):
        yield piece
        count -= len(piece)


class Windows:
    """A stream that tells the encoding of what it gives.

    It is told by the first window of the file that is not plain ASCII. Windows begin at fixed
    places, so that the encoding is the same in every run, whatever is read at once and wherever
    a run that was killed goes on.

    Attributes:
        encoding: The encoding of all bytes given so far; None while they are plain ASCII.
    """

    def __init__(
        self, stream: BinaryIO, ahead: bytes, offset: int, encoding: Encoding | None
    ) -> None:
        """Begin.

        Args:
            stream: The stream.
            ahead: Bytes that were read ahead of it; the encoding holds for them.
            offset: How many bytes of the file lie before the stream.
            encoding: The encoding, as far as it is known.
        """
        self._stream = stream
        self._ahead = BytesIO(ahead)
        self._offset = offset
        self.encoding = encoding

    def read(self, count: int) -> bytes:
        """At most so many bytes; none at the end."""
        found = self._ahead.read(count)
        if found:
            return found
        if self.encoding is not None:
            return self._stream.read(count)
        left = WINDOW - self._offset % WINDOW
        window = b"".join(read_fully(self._stream, left))
        self._offset += len(window)
        self.encoding = decide_encoding(window, cut=len(window) == left)
        self._ahead = BytesIO(window)
        return self._ahead.read(count)
