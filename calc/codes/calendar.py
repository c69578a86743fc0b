"""Codes of findings about the payment calendar."""

from __future__ import annotations

from calc.codes.model import FindingCode

CALENDAR: tuple[FindingCode, ...] = ()
