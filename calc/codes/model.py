"""The shapes of a code."""

from __future__ import annotations

from typing import Literal

from calc.records import frozen

Outcome = Literal["pass", "fail", "unknown"]


@frozen
class ErrorCode:
    """Something wrong with an input: what it is, and what to do about it."""

    code: str
    text: str
    advice: str


@frozen
class FindingCode:
    """A rule and what it says for each outcome it can have.

    Attributes:
        condition: Whether the outcome decides if an option is open. A note (not a condition)
            always passes: it tells, it does not judge.
    """

    code: str
    passes: str = ""
    fails: str = ""
    unknown: str = ""
    condition: bool = True

    def text(self, outcome: Outcome) -> str:
        """The template for an outcome."""
        return {"pass": self.passes, "fail": self.fails, "unknown": self.unknown}[outcome]


@frozen
class NameCode:
    """A code that is a name: an item, a payer, a status, a mark."""

    code: str
    text: str


Code = ErrorCode | FindingCode | NameCode
