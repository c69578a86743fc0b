"""What there is to know without being a condition: years to reach, waiting months, moving.

A note passes or, where an input is missing, is unknown; it never closes anything. Its distance
tells how much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.eligibility.ages import Paid
from calc.eligibility.judged import ABSENT, NONE, Judged
from calc.retirement import MAXIMUM_CONTRIBUTION_MONTHS, bridge_to
from calc.verdicts import PASS, UNKNOWN, YES, select

if TYPE_CHECKING:
    from calc.months import Months
    from calc.verdicts import Small


def reaches(
    month: Small, due_from: Small, due_until: Small, paid: Paid, paid_told: Small, needed: Small
) -> Judged:
    """How far the months of a scheme are from what it asks for, if every month is paid.

    Args:
        month: The first month still to be paid.
        due_from: The month in which the benefit is due, or the earliest it can be; -1 unknown.
        due_until: The same month, or the latest it can be.
        paid: Contribution months before ``month``.
        paid_told: 1 where contribution months were told at all.
        needed: Months needed; -1 where they are not on file.

    Returns:
        Unknown where a number is missing. Else a pass with the distance: months still missing in
        the due month (0 where none are), and as first month the one whose contribution completes
        the number; -1 where it is complete already.

    Source:
        社会保险法 arts 16 and 27; 国发〔2014〕8号.

    >>> reaches(100, 160, 160, Paid(60, 1), 1, 180)
    Judged(outcome=0, distance=60, first_month=219)
    """
    known = (due_from >= 0) & (due_from == due_until) & (paid_told == YES) & (needed >= 0)
    # numbers that fit where something is unknown, so that nothing has to be left out of an array
    bridge = bridge_to(
        _months(select(known, _at_most_a_century(paid.least), 0)),
        _months(select(known, month, 0)),
        _months(select(known, due_from, 0)),
        _months(select(known, needed, 0)),
    )
    return Judged(
        select(known, PASS, UNKNOWN),
        select(known, bridge.months_short, NONE),
        select(known & (bridge.months_to_pay > 0), bridge.reached_month, NONE),
    )


def _months(value: Small) -> Months:
    """As ``calc.retirement`` takes them: an array is one of int64."""
    if isinstance(value, int):
        return value
    import numpy as np

    return value.astype(np.int64, copy=False)


def _at_most_a_century(months: Small) -> Small:
    return select(months > MAXIMUM_CONTRIBUTION_MONTHS, MAXIMUM_CONTRIBUTION_MONTHS, months)


def wait_after_missed_years(
    missed_years: Small, repaid_years: Small, fixed_months: Small, months_a_year: Small
) -> tuple[Small, Small]:
    """Waiting months in resident medical insurance after missed years, as the least and the most.

    The fixed wait, and one step for each further missed year, one less for each repaid. Whether
    the first missed year counts among them is settled locally: hence two numbers. Without missed
    years there is no wait for who enrols in the window, and the fixed one for who comes late; the
    window is not checked here. Repayment that was not told may be none or all.

    Args:
        missed_years: Coverage years missed; -1 not told.
        repaid_years: Years of them paid afterwards; -1 not told.
        fixed_months: The fixed wait; -1 not on file.
        months_a_year: The step; -1 not on file, then none.

    Returns:
        Least and most months; both -1 where missed years or the fixed wait are not known.

    Source:
        国办发〔2024〕38号.

    >>> wait_after_missed_years(3, 0, 3, 1), wait_after_missed_years(3, 2, 3, 1)
    ((5, 6), (3, 4))
    >>> wait_after_missed_years(0, 0, 3, 1), wait_after_missed_years(2, -1, 3, 1)
    ((0, 0), (3, 5))
    """
    step = select(months_a_year < 0, 0, months_a_year)
    counted = missed_years - select(repaid_years < 0, 0, repaid_years)
    most = fixed_months + step * _not_below_zero(counted)
    least = fixed_months + select(repaid_years < 0, 0, step * _not_below_zero(counted - 1))
    known = (missed_years >= 0) & (fixed_months >= 0)
    some = missed_years > 0
    return (
        select(known, select(some, least, 0), NONE),
        select(known, select(some, most, 0), NONE),
    )


def _not_below_zero(value: Small) -> Small:
    return select(value < 0, 0, value)


def moves_with_registration(
    before_benefits: Small, after_benefits: Small, has_benefits: Small
) -> Small:
    """Whether the medical relation can follow the registration, as the place says.

    Args:
        before_benefits: Fact on file: before retiree benefits are drawn; -1 not on file.
        after_benefits: Fact on file: afterwards.
        has_benefits: Outcome of "retiree benefits are not drawn".

    Returns:
        1 it can, 0 it cannot, -1 unknown; ``ABSENT`` is told by ``on_file``, not here.

    Source:
        云人社发〔2021〕40号 art. 10.

    >>> [moves_with_registration(YES, 0, outcome) for outcome in (0, 1, 2)]
    [1, 0, -1]
    """
    return select(
        has_benefits == PASS,
        before_benefits,
        select(
            has_benefits == UNKNOWN,
            select(before_benefits == after_benefits, before_benefits, -1),
            after_benefits,
        ),
    )


def on_file(fact: Small) -> Small:
    """A note that a place has on file (pass), or that does not arise.

    >>> on_file(YES), on_file(-1)
    (0, -1)
    """
    return select(fact < 0, ABSENT, PASS)


def where(arises: Small, outcome: Small) -> Small:
    """An outcome where a note arises (1), else its absence.

    >>> where(0, PASS)
    -1
    """
    return select(arises == YES, outcome, ABSENT)
