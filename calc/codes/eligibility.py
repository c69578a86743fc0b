"""Codes of findings about who may take an option."""

from __future__ import annotations

from calc.codes.model import FindingCode

ELIGIBILITY: tuple[FindingCode, ...] = ()
