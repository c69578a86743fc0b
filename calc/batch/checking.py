"""The first rows of an input, looked at before all are evaluated: how many would be rejected."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing

from calc.batch.evaluating import Evaluating
from calc.batch.outputs import Encoded, header
from calc.batch.rejects import REJECTS
from calc.batch.runs import Run
from calc.batch.sources import open_source
from calc.batch.work import Counts
from calc.parameters.lookup import Parameters
from calc.records import frozen

CHECKED_ROWS = 20_000
"""About so many rows are looked at: enough to see what is wrong with a file, done in seconds."""
KINDS_SHOWN = 20
_PIECE_ROWS = 1 << 12


@frozen(slots=False)
class Wrong:
    """One thing that is wrong with some rows.

    Attributes:
        rows: In how many of the rows that were looked at.
        first: The first of them, as in the list of rejected rows.
    """

    rows: int
    first: Mapping[str, str]


@frozen(slots=False)
class Checked:
    """What the first rows of an input are like.

    Attributes:
        counts: The rows that were looked at.
        whole: Whether those are all.
        wrong: What is wrong with them, each thing once (a column and a code), the most frequent
            first.
        more: How many other things are wrong.
        expected_bytes: About how long the results of all rows will be, in their form.
    """

    counts: Counts
    whole: bool
    wrong: tuple[Wrong, ...]
    more: int = 0
    expected_bytes: int = 0


def check_rows(run: Run, parameters: Parameters, rows: int = CHECKED_ROWS) -> Checked:
    """Evaluate the first rows of an input and keep only what is wrong with them.

    Args:
        run: What would be run.
        parameters: The law on file.
        rows: About how many rows; whole pieces are read.

    Raises:
        CanbaoError: The input cannot be read or its header is wrong.
    """
    evaluating = Evaluating(parameters, run.options, run.kind)
    counts, tally, written, expected = Counts(), _Tally(), 0, 0
    with closing(open_source(run.source, _PIECE_ROWS, run.keys)) as source:
        pieces = source.pieces()
        for piece in pieces:
            done = evaluating.done(piece)
            counts = counts.plus(done.counts)
            tally.add(_listed(done.rejects))
            written += _size(done.output)
            expected = written * (source.size or 0) // max(piece.done, 1)
            if counts.read >= rows:
                break
        whole = next(pieces, None) is None
    wrong = tally.wrong()
    more = max(0, len(wrong) - KINDS_SHOWN)
    return Checked(counts, whole, tuple(wrong[:KINDS_SHOWN]), more, expected)


def _size(output: Encoded) -> int:
    return len(output if isinstance(output, bytes) else output.body)


class _Tally:
    """Counts the rows that have each thing wrong with them."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], Mapping[str, str]] = {}
        self._rows: dict[tuple[str, str], set[str]] = {}

    def add(self, rejects: Iterable[Mapping[str, str]]) -> None:
        """Take in some rejected rows."""
        for reject in rejects:
            kind = (reject["column"], reject["code"])
            self._first.setdefault(kind, reject)
            self._rows.setdefault(kind, set()).add(reject["row"])

    def wrong(self) -> list[Wrong]:
        """Each thing once, the most frequent first."""
        found = [Wrong(len(self._rows[kind]), first) for kind, first in self._first.items()]
        return sorted(found, key=lambda each: -each.rows)


def _listed(rejects: bytes) -> Iterator[Mapping[str, str]]:
    text = (header(REJECTS) + rejects).decode("utf-8-sig")
    return iter(csv.DictReader(io.StringIO(text, newline="")))
