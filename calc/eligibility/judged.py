"""What one rule says: an outcome, how far from passing, and when time alone brings it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.records import frozen
from calc.relation import ABSENT
from calc.verdicts import FAIL, UNKNOWN, bit, select

if TYPE_CHECKING:
    from calc.verdicts import Small, Truth

__all__ = ["ABSENT", "NONE", "Judged", "judged"]

NONE = -1
"""No distance, no month."""


@frozen
class Judged:
    """What one rule says about one person or an array of persons.

    Attributes:
        outcome: 0 pass, 1 fail, 2 unknown; -1 where a note does not arise.
        distance: How far from passing, in the unit of the rule; -1 for none.
        first_month: The first month in which it passes if time alone does it; -1 for none.
    """

    outcome: Small
    distance: Small = NONE
    first_month: Small = NONE


def judged(
    known: Truth, failed: Truth, distance: Small = NONE, first_month: Small = NONE
) -> Judged:
    """A rule's result from whether it can be told and whether it fails.

    ``distance`` and ``first_month`` count only where it fails.

    >>> judged(True, True, 3), judged(False, True, 3).outcome
    (Judged(outcome=1, distance=3, first_month=-1), 2)
    """
    fails = known & failed
    return Judged(
        FAIL * bit(fails) + UNKNOWN * bit(known ^ True),
        select(fails, distance, NONE),
        select(fails, first_month, NONE),
    )
