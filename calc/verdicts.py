"""Outcomes of conditions as small whole numbers, for one person or an array of persons alike.

A fact is 1 (yes), 0 (no) or -1 (not told); a number that was not told is -1 too. An outcome is
0 (pass), 1 (fail) or 2 (unknown). Functions take Python integers and integer arrays and give
what they were given; NumPy is only imported when an array comes in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calc.codes.model import Outcome

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Small = int | NDArray[np.integer[Any]]
    """A fact, an outcome, or a number of months, fen and the like; -1 where it was not told."""
    Truth = bool | NDArray[np.bool_]

YES, NO, NOT_TOLD = 1, 0, -1
PASS, FAIL, UNKNOWN = 0, 1, 2
OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "unknown")
"""The names of the outcomes, by number."""


def fact_of(value: bool | None) -> int:
    """A fact about one person: yes, no or not told.

    >>> fact_of(True), fact_of(False), fact_of(None)
    (1, 0, -1)
    """
    return NOT_TOLD if value is None else int(value)


def number_of(value: int | None) -> int:
    """A number about one person, -1 if it was not told."""
    return NOT_TOLD if value is None else value


def select(condition: Truth, when_true: Small, when_false: Small) -> Small:
    """``when_true`` where the condition holds, else ``when_false``, element by element."""
    if isinstance(condition, bool):
        return when_true if condition else when_false
    import numpy as np

    return np.where(condition, when_true, when_false)


def bit(holds: Truth) -> Small:
    """1 where it holds, 0 where it does not; of an array the same bytes as whole numbers.

    >>> bit(True), bit(False)
    (1, 0)
    """
    if isinstance(holds, bool):
        return int(holds)
    import numpy as np

    return holds.view(np.int8)


def required(fact: Small) -> Small:
    """Passes if the fact holds, fails if it does not.

    >>> required(YES), required(NO), required(NOT_TOLD)
    (0, 1, 2)
    """
    return 1 - fact


def ruled_out(fact: Small) -> Small:
    """Fails if the fact holds, passes if it does not.

    >>> ruled_out(YES), ruled_out(NO), ruled_out(NOT_TOLD)
    (1, 0, 2)
    """
    return fact + 3 * (fact < 0)


def at_least(value: Small, lowest: Small) -> Small:
    """Passes from ``lowest`` on; unknown where the value was not told.

    >>> at_least(12, 12), at_least(11, 12), at_least(NOT_TOLD, 12)
    (0, 1, 2)
    """
    return select(value < 0, UNKNOWN, 1 - (value >= lowest))


def below(value: Small, limit: Small) -> Small:
    """Passes below ``limit``; unknown where the value was not told.

    >>> below(35, 36), below(36, 36), below(NOT_TOLD, 36)
    (0, 1, 2)
    """
    return select(value < 0, UNKNOWN, 1 - (value < limit))


def one_of(bits: Small, index: Small) -> Small:
    """Passes if the bit of ``index`` is set; unknown where the index was not told.

    >>> one_of(0b101, 2), one_of(0b101, 1), one_of(0b101, NOT_TOLD)
    (0, 1, 2)
    """
    told = select(index < 0, 0, index)
    return select(index < 0, UNKNOWN, 1 - ((bits >> told) & 1))


def before(month: Small, earliest_end: Small, latest_end: Small) -> Small:
    """Passes before an end that is known, or known to lie between two months.

    >>> [before(month, 10, 12) for month in (9, 10, 11, 12)]
    [0, 2, 2, 1]
    >>> before(9, NOT_TOLD, NOT_TOLD)
    2
    """
    decided = select(month < earliest_end, PASS, select(month >= latest_end, FAIL, UNKNOWN))
    return select(earliest_end < 0, UNKNOWN, decided)


def where_asked(asked: Small, outcome: Small) -> Small:
    """The outcome where the place asks for the condition (1); a pass where it does not (0).

    >>> where_asked(1, FAIL), where_asked(0, FAIL)
    (1, 0)
    """
    return outcome * asked


def both(left: Small, right: Small) -> Small:
    """Both conditions: a failed one decides, then an unknown one.

    >>> both(PASS, UNKNOWN), both(UNKNOWN, FAIL), both(PASS, PASS)
    (2, 1, 0)
    """
    return _decided(left | right)


def either(left: Small, right: Small) -> Small:
    """One of two conditions: a passed one decides, then an unknown one.

    >>> either(PASS, FAIL), either(UNKNOWN, FAIL), either(FAIL, FAIL)
    (0, 2, 1)
    """
    return _negated(both(_negated(left), _negated(right)))


def opposite(outcome: Small) -> Small:
    """The opposite condition: pass and fail change places.

    >>> opposite(PASS), opposite(FAIL), opposite(UNKNOWN)
    (1, 0, 2)
    """
    return select(outcome == UNKNOWN, UNKNOWN, 1 - outcome)


def _decided(bits: Small) -> Small:
    """An outcome from its bits, 1 fail and 2 unknown: a fail outweighs an unknown.

    Bits instead of comparisons: an array of outcomes then costs a few passes over bytes.
    """
    return bits & ~((bits & 1) << 1)


def _negated(outcome: Small) -> Small:
    """Fail for pass and pass for fail; unknown stays."""
    return outcome ^ (1 - (outcome >> 1))


def verdict(outcomes: tuple[Small, ...]) -> Small:
    """All conditions together: fail if one fails, else unknown if one is, else pass.

    >>> verdict((PASS, UNKNOWN, FAIL)), verdict((PASS, UNKNOWN)), verdict(())
    (1, 2, 0)
    """
    together: Small = PASS
    for outcome in outcomes:
        together = both(together, outcome)
    return together
