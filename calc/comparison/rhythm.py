"""In which rhythm a scheme is paid at a place: as chosen, as far as the place takes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from calc.comparison.question import Question
from calc.parameters.lookup import Answer
from calc.payment_periods import PERIOD_MONTHS, PaymentPeriod, due_day, payment_periods
from calc.records import frozen

DEFAULT_FREQUENCY, DEFAULT_TIMING = "monthly", "advance"


@frozen
class Rhythm:
    """How the months of a scheme are paid.

    Attributes:
        frequency: monthly, quarterly, half_yearly or yearly, as used.
        arrears: In the last month of a period, else in the first.
        offered: What is on file about the rhythms of the place, if anything is.
        last_payment_day: The last day of the year on which the place takes payments, if on file.
    """

    frequency: str
    arrears: bool
    offered: Answer | None = None
    last_payment_day: Answer | None = None

    def periods(self, first: int, last: int) -> tuple[PaymentPeriod, ...]:
        """The payment periods of the months from ``first`` to ``last``."""
        length = PERIOD_MONTHS[self.frequency]
        return payment_periods(first, last, length, arrears=self.arrears)

    def due_on(self, payment_month: int) -> dt.date:
        """The due day of a payment month; our convention."""
        last = self.last_payment_day
        return due_day(payment_month, None if last is None or last.is_none else last.word)


WITHHELD = Rhythm(DEFAULT_FREQUENCY, arrears=False)
"""An employer withholds the worker's share each month."""


def rhythm_of(question: Question, place: str, scheme: str, month: int) -> Rhythm:
    """The rhythm in which a flexible worker pays a scheme, looked up for a month.

    A rhythm that the place's list on file does not hold gives way to the next shorter one that it
    holds, else to the shortest; without a list the chosen rhythm stands.
    """
    asker = question.asker(place)
    offered = asker.look_in(f"{scheme}.frequencies", month)
    applicant = question.applicant
    return Rhythm(
        nearest_offered(
            applicant.payment_frequency or DEFAULT_FREQUENCY, offered.words if offered else ()
        ),
        (applicant.payment_timing or DEFAULT_TIMING) == "arrears",
        offered,
        asker.look_in(f"{scheme}.last_payment_day", month),
    )


def nearest_offered(wanted: str, offered: Sequence[str]) -> str:
    """The rhythm wanted, else the next shorter one on offer, else the shortest.

    >>> nearest_offered("half_yearly", ("monthly", "quarterly", "yearly"))
    'quarterly'
    >>> nearest_offered("monthly", ("yearly",)), nearest_offered("monthly", ())
    ('yearly', 'monthly')
    """
    by_length = sorted((PERIOD_MONTHS[word], word) for word in offered if word in PERIOD_MONTHS)
    shorter = [word for length, word in by_length if length <= PERIOD_MONTHS[wanted]]
    if shorter:
        return shorter[-1]
    return by_length[0][1] if by_length else wanted


@frozen
class FirstPayment:
    """The first payment of a year: the first month it pays for, and the day it is due."""

    month: int
    due_on: dt.date


def first_payment(question: Question, place: str, scheme: str, month: int) -> FirstPayment:
    """The first payment of the calendar year of a month, as a flexible worker.

    Counted from enrolment, if that is in the year and not after the month; always by what is known
    to the question that was asked, so that a replay of an earlier day cuts the same periods.
    """
    asked = question.as_asked
    start = month // 12 * 12
    enrolled, end = asked.applicant.enrolled_from, asked.retirement_month
    first = start if enrolled is None else min(max(start, enrolled), month)
    last = start + 11 if end is None else max(min(start + 11, end - 1), month)
    rhythm = rhythm_of(asked, place, scheme, first)
    payment_month = rhythm.periods(first, last)[0].payment_month
    return FirstPayment(first, rhythm.due_on(payment_month))


def scheme_of(item: str) -> str:
    """The scheme whose settings an item follows.

    >>> scheme_of("employee_medical.long_term_care")
    'employee_medical'
    """
    return item.partition(".")[0]
