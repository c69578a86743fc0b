"""The shapes of a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["pass", "fail", "unknown"]


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """Something wrong with an input: what it is, and what to do about it."""

    code: str
    text: str
    advice: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class NameCode:
    """A code that is a name: an item, a payer, a status, a mark."""

    code: str
    text: str


Code = ErrorCode | FindingCode | NameCode
