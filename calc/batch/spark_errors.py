"""What Spark and Hadoop say of a failure, in one line: theirs are of hundreds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from calc.errors import CanbaoError, Problem, shortened

_LENGTH = 200
_DAMAGED = re.compile(r"Encountered error while reading file (?:file:/*(?=/))?(.+?)\.\s")
_NO_ROOM = ("No space left on device", "Disk quota exceeded")
_CAUSE = "Caused by: "
_PYTHON = re.compile(r"[\w.]+(Error|Exception)\b.*")
_IN_BETWEEN = re.compile(r"An (error occurred while calling|exception was thrown from the Python)")


@contextmanager
def saying(code: str, name: str) -> Iterator[None]:
    """Say what Spark, Hadoop or the system could not do.

    Args:
        code: The code, where nothing more is known.
        name: What it was done with.

    Raises:
        CanbaoError: They raised anything; a damaged file and a full disk have codes of their own.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError, OSError) as error:
        text = str(error)
        found = shortened(reason(text) or type(error).__name__, _LENGTH)
        if damaged := _DAMAGED.search(text):
            problem = Problem("file.not_parquet", unquote(damaged[1]), found)
        elif any(each in text for each in _NO_ROOM):
            problem = Problem("output.disk_full", name)
        else:
            problem = Problem(code, name, found)
        raise CanbaoError([problem]) from None


def reason(text: str) -> str:
    r"""The line that says why: Java's last cause, or the end of Python's trace, or the first line.

    >>> reason("An error occurred while calling o1.x.\n: a.B: no\nCaused by: a.D: full")
    'a.D: full'
    >>> reason("[NOT_THERE] Path does not exist. SQLSTATE: 42K03\n== SQL ==")
    '[NOT_THERE] Path does not exist. SQLSTATE: 42K03'
    """
    lines = [line.strip().removeprefix(": ") for line in text.splitlines() if line.strip()]
    causes = [line.removeprefix(_CAUSE) for line in lines if line.startswith(_CAUSE)]
    raised = [line for line in lines if _PYTHON.fullmatch(line)]
    told = [line for line in lines if not _IN_BETWEEN.match(line)]
    return (causes[-1:] or raised[-1:] or told[:1] or [""])[0]
