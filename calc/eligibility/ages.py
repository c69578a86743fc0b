"""Ages: old enough, not yet retired, or going on after it because the minimum is not reached.

Months are whole numbers (``calc.months``), ages are counted in months from the month of birth; the
day within the month is not checked. -1 stands for what was not told or is not on file. Nothing
asks what day it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.eligibility.judged import NONE, Judged, judged
from calc.records import frozen
from calc.verdicts import FAIL, PASS, UNKNOWN, before, bit, either, select

if TYPE_CHECKING:
    from calc.verdicts import Small, Truth


def old_enough(month: Small, birth_month: Small, minimum_age_months: Small) -> Judged:
    """Whether the lowest age is reached; time alone brings it.

    Source:
        劳动法 art. 15 (16 years), by place ``flexible_enrolment.age_minimum``.

    >>> old_enough(2026 * 12, 2010 * 12 + 1, 192)
    Judged(outcome=1, distance=1, first_month=24313)
    """
    first = birth_month + minimum_age_months
    known = (birth_month >= 0) & (minimum_age_months >= 0)
    return judged(known, month < first, first - month, first)


def below_age(month: Small, birth_month: Small, age_months: Small) -> Judged:
    """Whether an age is not reached yet. The distance is the months since the last such month.

    Source:
        国发〔2014〕8号: the resident pension is drawn from 60; the delayed retirement age does not
        apply to it. 民法典 art. 17 for minors.

    >>> below_age(2026 * 12, 1966 * 12, 720), below_age(2026 * 12 - 1, 1966 * 12, 720).outcome
    (Judged(outcome=1, distance=1, first_month=-1), 0)
    """
    limit = birth_month + age_months
    known = (birth_month >= 0) & (age_months >= 0)
    return judged(known, month >= limit, month - limit + 1)


@frozen
class Paid:
    """Contribution months in a scheme, as far as they were told.

    Attributes:
        least: Months that count for certain.
        told: 1 where these are all of them, 0 where more may be added.
    """

    least: Small
    told: Small


def paid_months(paid: Small, deemed: Small = 0) -> Paid:
    """Contribution months with the deemed ones (视同缴费); either may be -1, not told.

    >>> paid_months(100, 20), paid_months(100, -1)
    (Paid(least=120, told=1), Paid(least=100, told=0))
    """
    told: Truth = (paid >= 0) & (deemed >= 0)
    return Paid(select(paid < 0, 0, paid) + select(deemed < 0, 0, deemed), bit(told))


def paying_on(paid: Paid, needed_months: Small) -> Small:
    """Whether somebody past the statutory month may go on paying.

    Whoever has paid before and is short of the minimum may; whoever has enough, or never paid,
    may not. Not checked: whether and how the place takes these payments.

    Args:
        paid: Contribution months.
        needed_months: The months needed; -1 where they are not on file.

    Source:
        社会保险法 arts 16 (pension) and 27 (medical).

    >>> [paying_on(Paid(months, 1), 180) for months in (0, 1, 179, 180)]
    [1, 0, 0, 1]
    >>> paying_on(Paid(100, 0), 180), paying_on(Paid(200, 0), 180), paying_on(Paid(0, 1), -1)
    (2, 1, 1)
    """
    enough = (needed_months >= 0) & (paid.least >= needed_months)
    never = (paid.told == 1) & (paid.least == 0)
    short = (paid.told == 1) & (paid.least > 0) & (paid.least < needed_months)
    return select(enough | never, FAIL, select(short, PASS, UNKNOWN))


def pays_alone_in(
    month: Small, retirement_from: Small, retirement_until: Small, may_pay_on: Small
) -> Judged:
    """Whether a month may be paid as a flexible worker, as far as the age goes.

    Before the statutory month everybody may, afterwards only who is short of the minimum.

    Args:
        month: The month asked about.
        retirement_from: The statutory month, or the earliest it can be; -1 if not known.
        retirement_until: The same month, or the latest it can be.
        may_pay_on: Outcome of ``paying_on``.

    Source:
        From 16 to retirement (Henan, one secondary source); 社会保险法 arts 16 and 27.

    >>> [pays_alone_in(month, 100, 100, FAIL).outcome for month in (99, 100)]
    [0, 1]
    >>> pays_alone_in(100, 100, 100, PASS).outcome
    0
    """
    outcome = either(before(month, retirement_from, retirement_until), may_pay_on)
    return Judged(outcome, select(outcome == FAIL, month - retirement_until + 1, NONE))


def employed_in(
    month: Small, retirement_from: Small, retirement_until: Small, latest_month: Small
) -> Judged:
    """Whether an employer can still enrol somebody, as far as the age goes.

    Before the statutory month yes; between it and the latest month only by an agreement to retire
    later, which nobody is asked about: unknown.

    Args:
        month: The month asked about.
        retirement_from: The statutory month, or the earliest it can be; -1 if not known.
        retirement_until: The same month, or the latest it can be.
        latest_month: The latest month that may be agreed, for ``retirement_until``.

    Source:
        国务院关于渐进式延迟法定退休年龄的办法 art. 3.

    >>> [employed_in(month, 100, 100, 136).outcome for month in (99, 100, 135, 136)]
    [0, 2, 2, 1]
    """
    outcome = before(month, retirement_from, latest_month)
    return Judged(outcome, select(outcome == FAIL, month - latest_month + 1, NONE))


def too_young_for(month: Small, birth_month: Small, age_months: Small) -> Small:
    """1 where an age is certainly not reached, 0 elsewhere, also where it cannot be told.

    >>> too_young_for(400, 0, 480), too_young_for(480, 0, 480), too_young_for(400, -1, 480)
    (1, 0, 0)
    """
    return bit((birth_month >= 0) & (age_months >= 0) & (month < birth_month + age_months))
