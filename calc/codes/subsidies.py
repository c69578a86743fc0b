"""Codes of findings about subsidies: who gets them, and how they are claimed."""

from __future__ import annotations

from calc.codes.model import FindingCode

SUBSIDIES: tuple[FindingCode, ...] = ()
