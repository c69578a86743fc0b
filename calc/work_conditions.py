"""Conditions of work that the documents set: pay, breaks, public holidays.

Rules and facts are whole numbers or arrays alike, in the conventions of ``calc.verdicts``. Hours
are hundredths of an hour, a factor of pay is in ten-thousandths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.verdicts import FAIL, PASS, UNKNOWN, at_least, either, opposite, select

if TYPE_CHECKING:
    from calc.verdicts import Small

HUNDREDTHS = 100
"""Of an hour."""
NORMAL_PAY = 10_000
"""The factor of normal pay, in ten-thousandths."""


def minimum_wage(pay_fen: Small, lowest_fen: Small, highest_fen: Small) -> Small:
    """Whether the pay for normal work reaches the local minimum wage.

    Args:
        pay_fen: Pay for a month or an hour, -1 where it was not told.
        lowest_fen: The lowest wage that can apply here; where the county is known the wage of
            its class; -1 where none is on file.
        highest_fen: The highest wage that can apply, else the same.

    Returns:
        Unknown between the two: then the county decides.

    Source:
        济人社发〔2021〕13号 art. 5, 威人社字〔2022〕15号 and 枣人社字〔2022〕62号 art. 2,
        许人社〔2022〕1号 task 1, 云人社发〔2021〕40号 art. 6; amounts by province, class and date.

    >>> [minimum_wage(pay, 202_000, 221_000) for pay in (201_999, 202_000, 221_000, -1)]
    [1, 2, 0, 2]
    """
    between = select(pay_fen >= highest_fen, PASS, UNKNOWN)
    known = select(pay_fen < lowest_fen, FAIL, between)
    return select((pay_fen < 0) | (lowest_fen < 0), UNKNOWN, known)


def break_after(
    applies: Small,
    hours: Small,
    hours_before_break: Small,
    rest_minutes: Small,
    break_minutes: Small,
) -> Small:
    """Whether there is a long enough break once more than so many hours are worked on end.

    Args:
        applies: Outcome: whether the work is on one of the platforms that the document names.
        hours: Hours worked on end, in hundredths; -1 where they were not told.
        hours_before_break: The hours after which a break is due, in hundredths.
        rest_minutes: The break, in minutes; -1 where it was not told.
        break_minutes: The shortest break.

    Returns:
        Passes too where the rule is not for this work.

    Source:
        威人社字〔2022〕15号 art. 3, 枣人社字〔2022〕62号 art. 3.

    >>> [break_after(PASS, hours, 400, 19, 20) for hours in (400, 401, -1)]
    [0, 1, 2]
    >>> break_after(PASS, 401, 400, 20, 20), break_after(UNKNOWN, 401, 400, 19, 20)
    (0, 2)
    """
    due = select(hours < 0, UNKNOWN, select(hours > hours_before_break, PASS, FAIL))
    not_due = either(opposite(due), opposite(applies))
    return either(not_due, at_least(rest_minutes, break_minutes))


def holiday_pay(factor: Small, compensation_instead: Small) -> Small:
    """Whether work on public holidays is paid above normal.

    Args:
        factor: Holiday pay as a multiple of normal pay, in ten-thousandths; -1 if not told.
        compensation_instead: Whether an extra compensation may stand in its place (1), which
            nobody was asked about: then a factor of 1 or less does not settle it.

    Source:
        威人社字〔2022〕15号 and 枣人社字〔2022〕62号 art. 2, 云人社发〔2021〕40号 art. 7,
        许人社〔2022〕1号 task 4.

    >>> holiday_pay(10_000, 0), holiday_pay(10_001, 0), holiday_pay(10_000, 1)
    (1, 0, 2)
    """
    not_above = select(compensation_instead == 1, UNKNOWN, FAIL)
    return select(factor < 0, UNKNOWN, select(factor > NORMAL_PAY, PASS, not_above))
