"""A finding: what one rule says about one person, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Literal

from calc.codes import FINDINGS
from calc.codes.model import Outcome
from calc.messages import Message
from calc.records import frozen

DistanceUnit = Literal["months", "fen", "years", "count", "minutes"]


@frozen
class Distance:
    """How far a failed condition is from passing."""

    value: int
    unit: DistanceUnit


@frozen
class Citation:
    """A document and, where there is one, the article of it."""

    document: str
    article: str = ""


@frozen
class Finding:
    """The outcome of one rule.

    Attributes:
        rule: Stable code, in ``calc.codes.FINDINGS``.
        outcome: pass, fail, or unknown when an input is missing.
        params: What its message is filled with.
        needs: The applicant's keys (or the ``--set`` key) that would decide or change it.
        distance: How far from passing, if it failed and that can be measured.
        first_month: The first month in which it passes if time alone does it.
        sources: Documents and articles it rests on.
    """

    rule: str
    outcome: Outcome
    params: Mapping[str, object] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    distance: Distance | None = None
    first_month: int | None = None
    sources: tuple[Citation, ...] = ()

    @property
    def is_condition(self) -> bool:
        """Whether the outcome decides if something is open."""
        return FINDINGS[self.rule].condition

    def message(self) -> Message:
        """The finding in words, in no language yet."""
        return Message(FINDINGS[self.rule].text(self.outcome), self.params)


def is_open(findings: Iterable[Finding]) -> bool | None:
    """False if a condition fails, else None if one is unknown, else True.

    >>> is_open([])
    True
    """
    outcomes = {finding.outcome for finding in findings if finding.is_condition}
    return False if "fail" in outcomes else None if "unknown" in outcomes else True
