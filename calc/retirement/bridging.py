"""Short of the minimum contribution months: until when to pay, and moving between the schemes.

Sources: 社会保险法 art. 16 (going on paying), 人社部发〔2024〕94号 (reference year),
人社部发〔2014〕17号 (moving between the employee and the resident scheme).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.money import MAXIMUM_FEN, choose, maximum, minimum
from calc.records import frozen
from calc.retirement.dates import RetirementDates, minimum_contribution_months
from calc.retirement.tables import (
    CENTURY,
    MAXIMUM_CONTRIBUTION_MONTHS,
    MAXIMUM_MONTH,
    MinimumContributionMonths,
    check_months,
    refuse_where,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calc.money import Fen, Flag
    from calc.months import Months


@frozen
class Bridge:
    """What is short of the minimum, and until when to pay.

    Attributes:
        minimum_contribution_months: The minimum of the statutory year.
        months_to_pay: Contributions still needed from ``next_month`` on.
        months_short: Contributions still missing in the statutory month if every month before it
            is paid.
        reached_month: The month whose contribution completes the minimum; if it is complete
            already, the month before ``next_month``.
        pension_month: The first month with a pension without retiring early: the statutory month,
            or the month after ``reached_month`` where that is later.
    """

    minimum_contribution_months: Months
    months_to_pay: Months
    months_short: Months
    reached_month: Months
    pension_month: Months


@frozen
class Conversion:
    """One relation made of two.

    Attributes:
        into_employee: True where the employee scheme pays, False where the resident scheme does.
        counted_months: Months that count in the scheme that pays.
        account_fen: The joint individual account, in fen.
        refund_fen: Returned to the person for months paid in both schemes, in fen.
    """

    into_employee: Flag
    counted_months: Months
    account_fen: Fen
    refund_fen: Fen


def months_short(contribution_months: Months, needed_months: Months) -> Months:
    """How many months are missing; 0 where there are enough.

    Raises:
        RetirementError: ``retirement.contribution_months`` or ``retirement.not_whole``.

    >>> months_short(170, 180), months_short(200, 180)
    (10, 0)
    """
    check_months(contribution_months, MAXIMUM_CONTRIBUTION_MONTHS, "retirement.contribution_months")
    check_months(needed_months, MAXIMUM_CONTRIBUTION_MONTHS, "retirement.contribution_months")
    return maximum(needed_months - contribution_months, 0)


def bridge_to_minimum(
    contribution_months: Months,
    next_month: Months,
    statutory: Months,
    schedule: MinimumContributionMonths,
) -> Bridge:
    """What is short at retirement, and until when to pay if every month is paid.

    社会保险法 art. 16: whoever is short in the statutory month may go on paying until the minimum
    is met. The minimum is that of the statutory year and does not grow afterwards
    (人社部发〔2024〕94号). The last contribution is that of the month before retirement. Not
    checked: whether the place takes contributions after the statutory month, and payment in one
    sum for people enrolled before 2011-07.

    Args:
        contribution_months: Months that count before ``next_month``, deemed ones included.
        next_month: The first month still to be paid.
        statutory: The statutory month.
        schedule: Minimum contribution months by year.

    Raises:
        RetirementError: ``retirement.contribution_months``, ``retirement.next_month``,
            ``retirement.statutory_month``, ``retirement.not_whole``; as
            ``minimum_contribution_months``.

    >>> schedule = MinimumContributionMonths(((2025, 180), (2030, 186), (2031, 192)))
    >>> short = bridge_to_minimum(100, 2026 * 12, 2030 * 12 + 5, schedule)
    >>> short.months_to_pay, short.months_short, short.reached_month - 2026 * 12
    (86, 33, 85)
    """
    check_months(statutory, MAXIMUM_MONTH + 2 * CENTURY, "retirement.statutory_month")
    needed = minimum_contribution_months(statutory // 12, schedule)
    return bridge_to(contribution_months, next_month, statutory, needed)


def bridge_to(
    contribution_months: Months, next_month: Months, due_month: Months, needed_months: Months
) -> Bridge:
    """What is short in the month a benefit is due, and until when to pay if every month is paid.

    The counting behind ``bridge_to_minimum``, for any scheme with a number of months to reach:
    the resident pension at its age, retiree medical benefits at retirement.

    Args:
        contribution_months: Months that count before ``next_month``.
        next_month: The first month still to be paid.
        due_month: The month in which the benefit begins if enough was paid.
        needed_months: Months needed.

    Raises:
        RetirementError: ``retirement.contribution_months``, ``retirement.next_month``,
            ``retirement.statutory_month`` (the due month), ``retirement.not_whole``.

    >>> bridge_to(0, 2026 * 12, 2030 * 12, 180).months_short
    132
    """
    check_months(next_month, MAXIMUM_MONTH, "retirement.next_month")
    check_months(due_month, MAXIMUM_MONTH + 2 * CENTURY, "retirement.statutory_month")
    to_pay = months_short(contribution_months, needed_months)
    return Bridge(
        minimum_contribution_months=needed_months,
        months_to_pay=to_pay,
        months_short=maximum(to_pay - maximum(due_month - next_month, 0), 0),
        reached_month=next_month + to_pay - 1,
        pension_month=maximum(due_month, next_month + to_pay),
    )


def first_month_with_minimum(
    contribution_months: Months,
    next_month: Months,
    dates: RetirementDates,
    schedule: MinimumContributionMonths,
) -> Months:
    """The first month in which a pension can be drawn, early months included.

    A month before the statutory one qualifies if it is not before the earliest, not before
    ``next_month``, and the months paid before it, every one from ``next_month`` on, meet the
    minimum of its own year (art. 3 of the measure of 2024-09-13, 人社部发〔2024〕94号). Otherwise
    the month is that of ``bridge_to_minimum``.

    Args:
        contribution_months: Months that count before ``next_month``, deemed ones included.
        next_month: The first month still to be paid.
        dates: What ``retirement_dates`` gave.
        schedule: Minimum contribution months by year.

    Raises:
        RetirementError: As ``bridge_to_minimum``; ``retirement.year_before_schedule`` also for
            the earliest month.
    """
    bridge = bridge_to_minimum(contribution_months, next_month, dates.statutory_month, schedule)
    first = bridge.pension_month
    from_month = maximum(dates.earliest_month, next_month)
    minimum_contribution_months(dates.earliest_month // 12, schedule)
    for (year, needed), until in zip(schedule.steps, _ends(schedule.steps), strict=True):
        month = maximum(from_month, year * 12)
        month = maximum(month, next_month + needed - contribution_months)
        in_time = month < minimum(dates.statutory_month, until)
        first = choose(in_time, minimum(first, month), first)
    return first


def convert_between_schemes(
    *,
    employee_months: Months,
    minimum_months: Months,
    resident_months: Months,
    overlap_months: Months,
    employee_account_fen: Fen,
    resident_account_fen: Fen,
    overlap_refund_fen: Fen,
) -> Conversion:
    """Join the employee and the resident relation, as may be asked for at the employee age.

    人社部发〔2014〕17号: with the minimum of the employee scheme the resident account moves into
    it and the resident years do not count; below it the employee account moves to the resident
    scheme and the years count there. Months paid in both count once, and the resident part of
    them is returned. Nobody draws two pensions. Not checked: that the statutory age is reached,
    that the person wants it (going on paying is the other way), the resident scheme's own
    conditions.

    Args:
        employee_months: Months that count in the employee scheme.
        minimum_months: The minimum that applies to the person.
        resident_months: Months paid in the resident scheme, those paid in both included.
        overlap_months: Months paid in both.
        employee_account_fen: Employee account, in fen.
        resident_account_fen: Resident account, in fen, the part to be returned included.
        overlap_refund_fen: What the person paid into the resident scheme for the months in both,
            in fen.

    Raises:
        RetirementError: ``retirement.contribution_months``; ``retirement.overlap`` for more
            months in both than in one; ``retirement.refund`` for more than the resident account
            holds, or a refund without months in both; ``retirement.account``;
            ``retirement.not_whole``.
    """
    for months in (employee_months, minimum_months, resident_months, overlap_months):
        check_months(months, MAXIMUM_CONTRIBUTION_MONTHS, "retirement.contribution_months")
    for amount in (employee_account_fen, resident_account_fen, overlap_refund_fen):
        check_months(amount, MAXIMUM_FEN, "retirement.account")
    refuse_where(
        overlap_months > minimum(employee_months, resident_months),
        "retirement.overlap",
        overlap_months,
    )
    refundable = choose(overlap_months > 0, resident_account_fen, 0)
    refuse_where(overlap_refund_fen > refundable, "retirement.refund", overlap_refund_fen)
    into_employee = employee_months >= minimum_months
    return Conversion(
        into_employee=into_employee,
        counted_months=choose(
            into_employee, employee_months, employee_months + resident_months - overlap_months
        ),
        account_fen=employee_account_fen + resident_account_fen - overlap_refund_fen,
        refund_fen=overlap_refund_fen,
    )


def _ends(steps: Sequence[tuple[int, int]]) -> list[int]:
    """The month in which each step is over; the last one never."""
    return [year * 12 for year, _ in steps[1:]] + [MAXIMUM_MONTH + 3 * CENTURY]
