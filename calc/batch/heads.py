"""How an input begins: its header, the keys of its columns; and the encoding of lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import BinaryIO

import pyarrow as pa

from calc.batch.columns import check_header, columns
from calc.batch.csv_rows import BOM, Encoding, decide_encoding
from calc.batch.fields import FieldError, split_fields
from calc.batch.lines import Place
from calc.errors import CanbaoError, nearest, problem

Keys = Sequence[str]
"""The applicant's key of each column, in the order of the file; empty where one is left out."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OTHER_SEPARATORS = (";", "\t", "\N{FULLWIDTH COMMA}", "|")
WINDOW = 1 << 20
"""The encoding is told by so many bytes at once; a header is no longer than that."""


def first_place(head: bytes, name: str) -> Place:
    """Where the lines of a file begin.

    Raises:
        CanbaoError: It is no file of lines in UTF-8 or GB18030.
    """
    refuse_workbook(head, name)
    # without a mark, every other byte of plain letters is a NUL
    if head.startswith(_UTF_16) or 0 in head[:2]:
        raise CanbaoError([problem("file.utf16", name)])
    return Place(offset=len(BOM) if head.startswith(BOM) else 0)


def refuse_workbook(head: bytes, name: str) -> None:
    """Say of a workbook that it is one, whatever its name ends in.

    Raises:
        CanbaoError: It is one.
    """
    if head.startswith(_WORKBOOKS):
        raise CanbaoError([problem("file.spreadsheet", name)])


def encoding_of(head: bytes, at: Place) -> Encoding | None:
    """The encoding that the beginning of a file tells of it."""
    return decide_encoding(head[at.offset :], cut=len(head) == WINDOW)


def raw_header(head: bytes, at: Place, name: str, encoding: Encoding) -> tuple[list[str], Place]:
    """The column names of CSV as they stand there, and where the rows begin.

    Args:
        head: The first bytes, at most a window.
        at: Where the lines begin in them.
        name: The name of the file.
        encoding: Its encoding.

    Raises:
        CanbaoError: There is no header, it is too long, or something else than commas stands
            between its names, or than LF between the lines.
    """
    offset, line = at.offset, at.line
    while offset < len(head):
        end = head.find(b"\n", offset) + 1
        if not end and len(head) == WINDOW:
            limit = [f"≤ {WINDOW} B"]
            raise CanbaoError([problem("header.too_long", name, f"> {WINDOW - offset} B", limit)])
        text = head[offset : end or len(head)].rstrip(b"\r\n")
        if text:
            names = _names(text, encoding)
            if not end and b"\r" in text:
                raise CanbaoError([problem("header.line_ends", name, names[0])])
            if len(names) == 1 and any(each in names[0] for each in _OTHER_SEPARATORS):
                raise CanbaoError([problem("header.other_separator", name, names[0])])
            return names, Place(end or len(head), 1, line + 1)
        offset, line = end or len(head), line + 1
    raise CanbaoError([problem("header.missing", name)])


def keys_of_lines(names: Sequence[str], keys: Keys | None, name: str) -> Keys:
    """The keys of the columns of a file of lines.

    Args:
        names: The names in the file.
        keys: The key of each; None where the names are the keys.
        name: The name of the file.

    Raises:
        CanbaoError: There is no header, or it is wrong.
    """
    known = columns()
    if keys is None:
        if not any(each in known or nearest(each[:_LONGEST], known) for each in names[:_MOST]):
            raise CanbaoError([problem("header.missing", name, ",".join(names), list(known))])
        keys = names
        taken = list(names)
    else:
        taken = [key for _, key in zip(names, keys, strict=True) if key]
    check_header(pa.schema([pa.field(each, pa.string()) for each in taken]))
    return keys


def keys_of_schema(schema: pa.Schema, keys: Keys | None) -> dict[str, str]:
    """The key of each column that is taken, by its name.

    Args:
        schema: The columns.
        keys: The key of each; None where the names are the keys.

    Raises:
        CanbaoError: The header is wrong, or a column that is taken stands twice.
    """
    if keys is None:
        check_header(schema)
        return {name: name for name in schema.names}
    taken = [(each, key) for each, key in zip(schema, keys, strict=True) if key]
    twice = [each.name for each, _ in taken if schema.names.count(each.name) > 1]
    if twice:
        raise CanbaoError(
            [problem("column.twice", "header", name) for name in dict.fromkeys(twice)]
        )
    check_header(pa.schema([each.with_name(key) for each, key in taken]))
    return {each.name: key for each, key in taken}


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
