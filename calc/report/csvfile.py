"""One table of a comparison as CSV, in UTF-8 with the byte-order mark that Excel looks for."""

from __future__ import annotations

import csv
import io

from calc.comparison import Comparison
from calc.i18n import Lang
from calc.money import yuan_text
from calc.report.cells import cell_text
from calc.report.table_shapes import TableColumn, Value
from calc.report.tables import TABLES

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def comparison_csv(result: Comparison, lang: Lang = "zh", table: str = "options") -> bytes:
    """A table of the comparison as CSV.

    Totals are left out: they would be counted twice by whoever adds up the column.

    Args:
        result: The comparison.
        lang: Language of headings and texts.
        table: options, lines, calendar, subsidies, findings, sources or about.

    Raises:
        KeyError: There is no such table.
    """
    made = TABLES[table](result, lang)
    out = io.StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow([cell_text(column.heading) for column in made.columns])
    for row in made.rows:
        if not row.summed:
            pairs = zip(made.columns, row.values, strict=True)
            writer.writerow([_written(column, value) for column, value in pairs])
    return out.getvalue().encode()


def _written(column: TableColumn, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return yuan_text(value) if column.kind == "yuan" else str(value)
    return cell_text(value)
