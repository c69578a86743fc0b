"""Every stable code the product gives out: errors, findings, items, statuses, marks.

A code is a promise to scripts; its texts may be bettered at any time.
"""

from __future__ import annotations

from collections.abc import Mapping

from calc.codes.errors import ERRORS
from calc.codes.findings import FINDINGS
from calc.codes.items import ITEMS, MARKS, PAYERS, STATUSES
from calc.codes.model import Code, ErrorCode, FindingCode, NameCode

__all__ = [
    "CODES",
    "ERRORS",
    "FINDINGS",
    "ITEMS",
    "MARKS",
    "PAYERS",
    "STATUSES",
    "Code",
    "ErrorCode",
    "FindingCode",
    "NameCode",
]

CODES: Mapping[str, Mapping[str, Code]] = {
    "error": ERRORS,
    "finding": FINDINGS,
    "item": ITEMS,
    "payer": PAYERS,
    "status": STATUSES,
    "mark": MARKS,
}
