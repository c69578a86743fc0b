"""Every stable code the product gives out: errors, findings, items, statuses, marks.

A code is a promise to scripts; its texts may be bettered at any time.
"""

from __future__ import annotations

from collections.abc import Mapping

from calc.codes.calendar import CALENDAR
from calc.codes.eligibility import ELIGIBILITY
from calc.codes.errors import ERRORS
from calc.codes.findings import PRICING
from calc.codes.items import ITEMS, MARKS, PAYERS, STATUSES
from calc.codes.model import Code, ErrorCode, FindingCode, NameCode
from calc.codes.projection import PROJECTION
from calc.codes.protections import PROTECTIONS
from calc.codes.subsidies import SUBSIDIES

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

FINDINGS: Mapping[str, FindingCode] = {
    code.code: code
    for code in (*PRICING, *ELIGIBILITY, *SUBSIDIES, *PROTECTIONS, *CALENDAR, *PROJECTION)
}

CODES: Mapping[str, Mapping[str, Code]] = {
    "error": ERRORS,
    "finding": FINDINGS,
    "item": ITEMS,
    "payer": PAYERS,
    "status": STATUSES,
    "mark": MARKS,
}
