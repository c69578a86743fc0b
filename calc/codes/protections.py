"""Codes of findings about protections against injury and the conditions of work."""

from __future__ import annotations

from calc.codes.model import FindingCode

PROTECTIONS: tuple[FindingCode, ...] = ()
