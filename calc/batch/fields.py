"""One line of CSV as fields, for the few lines that a fast reader could misread."""

from __future__ import annotations

import re

_QUOTED = re.compile(rb'"((?:[^"]|"")*)"(?!")')
NOT_CLOSED, TEXT_AFTER = "csv.quote_not_closed", "csv.text_after_quote"


class FieldError(ValueError):
    """A line that is no CSV; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def split_fields(line: bytes) -> list[bytes]:
    """The fields of a line without its end, quotes taken off.

    A quote inside a field that does not begin with one stands for itself.

    Raises:
        FieldError: A quote is not closed, or text follows one that is.

    >>> split_fields(b'1,"a,b",5" pipe,')
    [b'1', b'a,b', b'5" pipe', b'']
    """
    fields = []
    at = 0
    while True:
        if line[at : at + 1] == b'"':
            match = _QUOTED.match(line, at)
            if match is None:
                raise FieldError(NOT_CLOSED)
            fields.append(match[1].replace(b'""', b'"'))
            at = match.end()
            if at < len(line) and line[at : at + 1] != b",":
                raise FieldError(TEXT_AFTER)
        else:
            end = line.find(b",", at)
            end = len(line) if end < 0 else end
            fields.append(line[at:end])
            at = end
        if at >= len(line):
            return fields
        at += 1


def join_fields(fields: list[bytes]) -> bytes:
    """Fields as one line, every one in quotes, so that any reader takes them as they are.

    >>> join_fields([b"1", b"a,b"])
    b'"1","a,b"'
    """
    return b",".join(b'"' + field.replace(b'"', b'""') + b'"' for field in fields)
