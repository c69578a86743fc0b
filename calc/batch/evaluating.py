"""One piece of an input on its way to one part of the outputs."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from calc.batch.blocks import Rows
from calc.batch.engine import BatchOptions, Engine
from calc.batch.outputs import Encoded, encoded, encoded_rejects
from calc.batch.rejects import Rejects, Wording
from calc.batch.results import Form
from calc.batch.sources import Piece
from calc.batch.work import Counts
from calc.parameters.lookup import Parameters
from calc.records import frozen


@frozen(slots=False)
class Done:
    """One part, evaluated.

    Attributes:
        output: Its results.
        rejects: Its rejected rows.
        counts: Its rows.
    """

    output: Encoded
    rejects: bytes
    counts: Counts


class Evaluating:
    """Evaluates pieces of an input; one stands in each process.

    Attributes:
        made_of: What another one is made of that does the same.
        schema: The columns of the results.
    """

    def __init__(self, parameters: Parameters, options: BatchOptions, kind: str) -> None:
        self.made_of = (parameters, options, kind)
        self._engine = Engine(options.frame(parameters))
        self._form: Form = options.form
        self._kind = kind
        self._wording = Wording()
        self.schema = self._engine.schema(options.form)

    def done(self, piece: Piece) -> Done:
        """The results of a piece."""
        rows = piece.rows()
        found, rejects = self._engine.evaluate(
            rows.batch, self._form, rows.numbers, rows.lines, rows.others, rows.beside
        )
        if rows.refused:
            rejects = _merged(rejects, self._refused(rows))
        rejected = len(np.unique(np.asarray(rejects.column("row"))))
        counts = Counts(
            rows.count,
            rows.count - rejected,
            rejected,
            rejects.num_rows,
            sum(batch.num_rows for batch in found),
        )
        return Done(encoded(found, self.schema, self._kind), encoded_rejects(rejects), counts)

    def _refused(self, rows: Rows) -> pa.RecordBatch:
        """Rows that could not be read, as rejected ones."""
        rejects = Rejects(self._wording)
        for position, each in enumerate(rows.refused):
            rejects.add(np.array([position]), each.column, each.found, each.problem)
        numbers = np.array([each.row for each in rows.refused], np.int64)
        lines = np.array([each.line for each in rows.refused], np.int64)
        return rejects.batch(numbers, lines, pa.nulls(len(numbers), pa.string()))


def _merged(first: pa.RecordBatch, second: pa.RecordBatch) -> pa.RecordBatch:
    """Both lists of rejected rows as one, in the order of rows."""
    table = pa.Table.from_batches([first, second])
    order = np.argsort(np.asarray(table.column("row")), kind="stable")
    return table.take(pa.array(order)).combine_chunks().to_batches()[0]
