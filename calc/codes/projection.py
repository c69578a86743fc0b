"""Codes of findings about retirement, benefits and what an option buys."""

from __future__ import annotations

from calc.codes.model import FindingCode

PROJECTION: tuple[FindingCode, ...] = ()
