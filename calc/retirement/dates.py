"""The statutory month of a birth month, how far one may leave it, and the minimum that applies.

Sources: 国务院关于渐进式延迟法定退休年龄的办法 art. 1 (ages), art. 2 (minimum contribution
months), art. 3 (early and late); 人社部发〔2024〕94号 (reference year).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.money import choose, maximum, minimum
from calc.months import year_of
from calc.records import frozen
from calc.retirement.tables import (
    CENTURY,
    MAXIMUM_MONTH,
    FlexibleRetirement,
    MinimumContributionMonths,
    RetirementError,
    RetirementTrack,
    check_months,
    lowest_of,
    refuse_where,
)

if TYPE_CHECKING:
    from calc.months import Months


@frozen
class RetirementDates:
    """What the rule gives for a birth month; each field a whole number or an array.

    Attributes:
        birth_month: As given.
        delay_months: Months the statutory age was moved.
        statutory_age_months: Age in months at which the pension is due.
        statutory_month: The month in which that age is reached.
        earliest_month: The earliest month that may be chosen, if the minimum is met by then.
        latest_month: The latest month that may be agreed.
        minimum_contribution_months: The minimum of the statutory year.
    """

    birth_month: Months
    delay_months: Months
    statutory_age_months: Months
    statutory_month: Months
    earliest_month: Months
    latest_month: Months
    minimum_contribution_months: Months


@frozen
class ChosenRetirement:
    """A month chosen within the bounds.

    Attributes:
        month: The chosen month.
        age_months: Age in months at that time.
        reference_year: The year whose minimum applies: the chosen one if early, else the
            statutory one.
        minimum_contribution_months: The minimum of that year.
    """

    month: Months
    age_months: Months
    reference_year: Months
    minimum_contribution_months: Months


def delay_months(birth_month: Months, track: RetirementTrack) -> Months:
    """Months by which the statutory age of a birth month was moved.

    Art. 1 of the measure of 2024-09-13: each further ``months_per_step`` birth months add one
    month, beginning with the first delayed month, up to the maximum.

    Args:
        birth_month: Month of birth, 0 to ``MAXIMUM_MONTH``.
        track: The row of the law's table.

    Returns:
        Months, 0 to ``track.delay_maximum_months``.

    Raises:
        RetirementError: ``retirement.birth_month`` or ``retirement.not_whole``.

    >>> men = RetirementTrack("male60", 720, 4, 36, 1965 * 12)
    >>> [delay_months(month, men) for month in (1965 * 12 - 1, 1965 * 12, 2000 * 12)]
    [0, 1, 36]
    """
    check_months(birth_month, MAXIMUM_MONTH, "retirement.birth_month")
    step = (birth_month - track.first_delayed_birth_month) // track.months_per_step + 1
    return minimum(maximum(step, 0), track.delay_maximum_months)


def statutory_age_months(birth_month: Months, track: RetirementTrack) -> Months:
    """Statutory age in months. Ages for special work or illness are not checked.

    Raises:
        RetirementError: As ``delay_months``.
    """
    return delay_months(birth_month, track) + track.original_age_months


def statutory_month(birth_month: Months, track: RetirementTrack) -> Months:
    """The month in which the statutory age is reached.

    Raises:
        RetirementError: As ``delay_months``.

    >>> from calc.months import month_of, month_text
    >>> men = RetirementTrack("male60", 720, 4, 36, month_of(1965, 1))
    >>> month_text(statutory_month(month_of(1965, 1), men))
    '2025-02'
    """
    return birth_month + statutory_age_months(birth_month, track)


def earliest_month(
    birth_month: Months, track: RetirementTrack, flexible: FlexibleRetirement
) -> Months:
    """The earliest month that may be chosen.

    Art. 3 of the measure of 2024-09-13: at most ``early_months_maximum`` before the statutory
    month and never before the original age. Not checked here: that the minimum contribution
    months are met by then (``first_month_with_minimum``).

    Raises:
        RetirementError: As ``delay_months``.
    """
    return _earliest(birth_month, statutory_month(birth_month, track), track, flexible)


def latest_month(
    birth_month: Months, track: RetirementTrack, flexible: FlexibleRetirement
) -> Months:
    """The latest month that may be agreed.

    Art. 3 of the measure of 2024-09-13: at most ``late_months_maximum`` after the statutory month.
    Not checked: the agreement with an employer; what holds without one is not on file.

    Raises:
        RetirementError: As ``delay_months``.
    """
    return _latest(statutory_month(birth_month, track), flexible)


def minimum_contribution_months(year: Months, schedule: MinimumContributionMonths) -> Months:
    """Contribution months needed in a reference year (art. 2 of the measure of 2024-09-13).

    Raises:
        RetirementError: ``retirement.year_before_schedule`` for a year before the first one on
            file, ``retirement.year`` or ``retirement.not_whole``.

    >>> schedule = MinimumContributionMonths(((2025, 180), (2030, 186), (2031, 192)))
    >>> [minimum_contribution_months(year, schedule) for year in (2029, 2030, 2060)]
    [180, 186, 192]
    """
    check_months(year, year_of(MAXIMUM_MONTH) + 300, "retirement.year")
    lowest = lowest_of(year)
    if lowest is not None and lowest < schedule.first_year:
        raise RetirementError(
            "retirement.year_before_schedule",
            lowest,
            (schedule.first_year, year_of(MAXIMUM_MONTH)),
        )
    by_year = schedule.by_year
    place = minimum(year - schedule.first_year, len(by_year) - 1)
    if isinstance(place, int):
        return by_year[place]
    import numpy as np

    return np.array(by_year, dtype=np.int64)[place]


def reference_year(chosen_month: Months, statutory: Months) -> Months:
    """The year whose minimum applies to a chosen month.

    人社部发〔2024〕94号: chosen early, the year of the chosen month; otherwise the year of the
    statutory month, however late the choice.

    Args:
        chosen_month: The month of retirement.
        statutory: The statutory month.
    """
    return minimum(chosen_month, statutory) // 12


def retirement_dates(
    birth_month: Months,
    track: RetirementTrack,
    flexible: FlexibleRetirement,
    schedule: MinimumContributionMonths,
) -> RetirementDates:
    """Everything the rule says about a birth month.

    Raises:
        RetirementError: As ``delay_months`` and ``minimum_contribution_months``.

    >>> from calc.months import age_text, month_of, month_text
    >>> men = RetirementTrack("male60", 720, 4, 36, month_of(1965, 1))
    >>> choice = FlexibleRetirement(36, 36, month_of(2025, 1))
    >>> schedule = MinimumContributionMonths(((2025, 180), (2030, 186), (2031, 192)))
    >>> dates = retirement_dates(month_of(1970, 5), men, choice, schedule)
    >>> age_text(dates.statutory_age_months), month_text(dates.statutory_month)
    ('61y5m', '2031-10')
    >>> month_text(dates.earliest_month), month_text(dates.latest_month)
    ('2030-05', '2034-10')
    >>> dates.minimum_contribution_months
    192
    """
    delay = delay_months(birth_month, track)
    age = delay + track.original_age_months
    statutory = birth_month + age
    return RetirementDates(
        birth_month=birth_month,
        delay_months=delay,
        statutory_age_months=age,
        statutory_month=statutory,
        earliest_month=_earliest(birth_month, statutory, track, flexible),
        latest_month=_latest(statutory, flexible),
        minimum_contribution_months=minimum_contribution_months(statutory // 12, schedule),
    )


def choose_retirement(
    dates: RetirementDates, chosen_month: Months, schedule: MinimumContributionMonths
) -> ChosenRetirement:
    """Age, reference year and minimum of a chosen month.

    Not checked: that the minimum is met, and the employer's agreement to a late month.

    Raises:
        RetirementError: ``retirement.before_earliest`` or ``retirement.after_latest`` with the
            bounds in ``allowed``; ``retirement.chosen_month`` or ``retirement.not_whole``; as
            ``minimum_contribution_months``.
    """
    check_months(chosen_month, MAXIMUM_MONTH + 3 * CENTURY, "retirement.chosen_month")
    bounds = (dates.earliest_month, dates.latest_month)
    early = chosen_month < dates.earliest_month
    refuse_where(early, "retirement.before_earliest", chosen_month, bounds)
    late = chosen_month > dates.latest_month
    refuse_where(late, "retirement.after_latest", chosen_month, bounds)
    year = reference_year(chosen_month, dates.statutory_month)
    return ChosenRetirement(
        month=chosen_month,
        age_months=chosen_month - dates.birth_month,
        reference_year=year,
        minimum_contribution_months=minimum_contribution_months(year, schedule),
    )


def _earliest(
    birth_month: Months, statutory: Months, track: RetirementTrack, flexible: FlexibleRetirement
) -> Months:
    early = maximum(
        statutory - flexible.early_months_maximum, birth_month + track.original_age_months
    )
    return choose(statutory >= flexible.first_month, early, statutory)


def _latest(statutory: Months, flexible: FlexibleRetirement) -> Months:
    late = statutory + flexible.late_months_maximum
    return choose(statutory >= flexible.first_month, late, statutory)
