"""Payment periods of a calendar year (缴费周期): which months are paid together, and by which day.

Periods are cut by the calendar year everywhere, also where bounds change inside one (Henan's in
July). The due day of a period is a convention of this product and is shown as such: the last day
of the month of payment, or the place's last payment day of the year if that is earlier.
"""

from __future__ import annotations

import datetime as dt

from calc.months import first_day, last_day, year_of
from calc.records import frozen

PERIOD_MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
"""Length of each rhythm; every one of them divides the calendar year."""


@frozen
class PaymentPeriod:
    """Months that are paid together.

    Attributes:
        first: The first enrolled month of the period.
        last: Its last enrolled month.
        payment_month: The month in which it is paid.
    """

    first: int
    last: int
    payment_month: int

    @property
    def months(self) -> range:
        """The months paid for."""
        return range(self.first, self.last + 1)


def payment_periods(
    first: int, last: int, period_months: int, *, arrears: bool
) -> tuple[PaymentPeriod, ...]:
    """Cut months of enrolment into payment periods.

    A period that begins before the first month or ends after the last one is cut to the months
    enrolled, so that nobody pays before joining or after retiring.

    Args:
        first: First month enrolled.
        last: Last month enrolled; before ``first`` for none at all.
        period_months: Length of a period; a divisor of twelve, not checked here.
        arrears: Paid in the last month of the period, else (in advance) in the first.

    Source:
        Rhythms by month, quarter, half-year or year: 济人社发〔2021〕13号 art. 8.

    >>> [(p.first % 12, p.last % 12, p.payment_month % 12)
    ...  for p in payment_periods(24313, 24323, 6, arrears=False)]
    [(1, 5, 1), (6, 11, 6)]
    """
    periods = []
    start = first
    while start <= last:
        end = min(last, start // period_months * period_months + period_months - 1)
        periods.append(PaymentPeriod(start, end, end if arrears else start))
        start = end + 1
    return tuple(periods)


def day_of_year(text: str, year: int) -> dt.date:
    """The day that ``MM-DD`` names in a year; 29 February is the 28th where there is none.

    >>> day_of_year("12-24", 2026).isoformat(), day_of_year("02-29", 2026).isoformat()
    ('2026-12-24', '2026-02-28')
    """
    month = first_day(year * 12 + int(text[:2]) - 1)
    return min(month + dt.timedelta(days=int(text[3:]) - 1), last_day(year * 12 + month.month - 1))


def due_day(payment_month: int, last_payment_day: str | None = None) -> dt.date:
    """The day by which a period is paid.

    Args:
        payment_month: The month of payment.
        last_payment_day: ``MM-DD`` after which nothing is taken for the year, where on file.

    >>> due_day(24323, "12-24").isoformat(), due_day(24312, "12-24").isoformat()
    ('2026-12-24', '2026-01-31')
    """
    end = last_day(payment_month)
    if last_payment_day is None:
        return end
    return min(end, day_of_year(last_payment_day, year_of(payment_month)))
