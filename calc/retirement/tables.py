"""The shapes of the law's retirement tables, and the error for what cannot be taken."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, cast

from calc.money import MoneyError, check_within
from calc.months import year_of
from calc.records import frozen

if TYPE_CHECKING:
    from calc.money import Fen, Flag
    from calc.months import Months

MAXIMUM_MONTH = 9_899 * 12 + 11
"""9899-12, the last month taken: within a century of it the year still has four digits."""
MAXIMUM_CONTRIBUTION_MONTHS = 1_200
"""One hundred years of contributions: more is a mistake in the input."""
CENTURY = 1_200


class RetirementError(ValueError):
    """A month or a table that cannot be taken.

    Attributes:
        code: Stable code.
        found: What was given; of an array the first offending value.
        allowed: Lowest and highest value that would be taken, where there are such.
    """

    def __init__(self, code: str, found: object, allowed: tuple[int, ...] = ()) -> None:
        super().__init__(f"{code}: {found!r}" + (f", allowed {allowed!r}" if allowed else ""))
        self.code = code
        self.found = found
        self.allowed = allowed


@frozen
class RetirementTrack:
    """One row of the law's table of ages (art. 1 of the measure of 2024-09-13).

    Attributes:
        name: ``male60``, ``female55`` or ``female50``.
        original_age_months: Age before the reform, in months.
        months_per_step: Birth months that share one month of delay: 4, or 2.
        delay_maximum_months: The longest delay, in months.
        first_delayed_birth_month: The first birth month with a delay.

    Raises:
        RetirementError: ``retirement.track``, a number that no such table could have.
    """

    name: str
    original_age_months: int
    months_per_step: int
    delay_maximum_months: int
    first_delayed_birth_month: int

    def __post_init__(self) -> None:
        if (
            not 0 < self.original_age_months <= CENTURY
            or self.months_per_step < 1
            or not 0 <= self.delay_maximum_months <= CENTURY
            or not 0 <= self.first_delayed_birth_month <= MAXIMUM_MONTH
        ):
            raise RetirementError("retirement.track", self)


@frozen
class FlexibleRetirement:
    """How far one may leave the statutory month (art. 3 of the measure of 2024-09-13).

    Attributes:
        early_months_maximum: The longest time before it; never before the original age.
        late_months_maximum: The longest time after it, by agreement with an employer.
        first_month: The first statutory month it applies to; before, there is no choice.

    Raises:
        RetirementError: ``retirement.flexible``, a number below 0 or above a hundred years.
    """

    early_months_maximum: int
    late_months_maximum: int
    first_month: int

    def __post_init__(self) -> None:
        if (
            not 0 <= self.early_months_maximum <= CENTURY
            or not 0 <= self.late_months_maximum <= CENTURY
            or not 0 <= self.first_month <= MAXIMUM_MONTH
        ):
            raise RetirementError("retirement.flexible", self)


@frozen
class MinimumContributionMonths:
    """Contribution months needed to draw a pension, by year (art. 2 of the same measure).

    Attributes:
        steps: (first year, months) in the order of years; each holds until the next one begins,
            the last one without end.

    Raises:
        RetirementError: ``retirement.schedule``, no steps, years out of order, months below 0.
    """

    steps: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        years = [year for year, _ in self.steps]
        if (
            not years
            or any(later <= earlier for earlier, later in itertools.pairwise(years))
            or not 0 <= years[0] <= years[-1] <= year_of(MAXIMUM_MONTH)
            or any(not 0 <= months <= MAXIMUM_CONTRIBUTION_MONTHS for _, months in self.steps)
        ):
            raise RetirementError("retirement.schedule", self.steps)

    @property
    def first_year(self) -> int:
        """The first year on file; before it the minimum is missing, not 0."""
        return self.steps[0][0]

    @property
    def by_year(self) -> tuple[int, ...]:
        """The months of each year from the first step to the last, which holds without end."""
        until = [year for year, _ in self.steps[1:]] + [self.steps[-1][0] + 1]
        return tuple(
            months
            for (year, months), end in zip(self.steps, until, strict=True)
            for _ in range(year, end)
        )


def check_months(value: Months | Fen, highest: int, code: str) -> None:
    """Refuse a value below 0 or above ``highest``, and an array that is not of whole numbers.

    Raises:
        RetirementError: ``code``, or ``retirement.not_whole``.
    """
    try:
        check_within(value, highest, code)
    except MoneyError as error:
        if error.code == "money.not_whole":
            raise RetirementError("retirement.not_whole", error.found) from None
        raise RetirementError(error.code, error.found, (0, highest)) from None


def lowest_of(value: Months) -> int | None:
    """The lowest element, or none of an empty array."""
    if isinstance(value, int):
        return value
    return int(value.min()) if value.size else None


def refuse_where(
    wrong: Flag, code: str, found: Months | Fen, allowed: tuple[Months, Months] | None = None
) -> None:
    """Refuse the first element that is wrong.

    Raises:
        RetirementError: With ``code``, the element, and ``allowed`` as it is for that element.
    """
    if isinstance(wrong, bool):
        if wrong:
            raise RetirementError(code, found, cast("tuple[int, ...]", allowed or ()))
        return
    import numpy as np

    where = np.flatnonzero(wrong)
    if where.size:
        first, *bounds = (
            int(np.broadcast_to(value, wrong.shape).flat[where[0]])
            for value in (found, *(allowed or ()))
        )
        raise RetirementError(code, first, tuple(bounds))
