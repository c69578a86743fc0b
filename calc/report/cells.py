"""Text that may stand in a cell: nothing that a spreadsheet would run, nothing it cannot hold.

A cell that begins with ``=`` (or ``+``, ``-``, ``@``, a tab, a line break; half- or full-width) is
a formula to one spreadsheet or another, also after a file was saved and opened again. Such text
gets an apostrophe in front, in CSV as in XLSX, and nothing else is changed.
"""

from __future__ import annotations

from decimal import Decimal

from calc.formulas import APOSTROPHE, STARTS
from calc.report.sheet_shapes import printable

LONGEST = 32_000
"""Excel holds 32,767 characters in a cell."""


def cell_text(text: str) -> str:
    r"""Text that no spreadsheet runs and every one can hold.

    >>> cell_text("=1+1"), cell_text(" ＝cmd"), cell_text("威海"), cell_text("a\x00b")
    ("'=1+1", "' ＝cmd", '威海', 'a�b')
    """
    plain = printable(text)
    if len(plain) > LONGEST:
        plain = plain[: LONGEST - 1] + "…"
    runs = text.startswith(STARTS) or plain.lstrip().startswith(STARTS)
    return APOSTROPHE + plain if runs else plain


def yuan(fen: int) -> Decimal:
    """Fen as yuan, exactly, with two decimals.

    >>> yuan(457_300), yuan(-5)
    (Decimal('4573.00'), Decimal('-0.05'))
    """
    return Decimal(fen).scaleb(-2)
