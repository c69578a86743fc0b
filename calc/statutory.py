"""The national retirement tables, taken from the law on file into the shapes of ``retirement``."""

from __future__ import annotations

import datetime as dt

from calc.errors import CanbaoError, problem
from calc.months import month_of_day
from calc.parameters.lookup import Answer, Parameters
from calc.retirement import FlexibleRetirement, MinimumContributionMonths, RetirementTrack

NATION = "national"
REFORM = dt.date(2025, 1, 1)
"""国务院关于渐进式延迟法定退休年龄的办法 is in force from here; its table covers all births."""
MONTHS_A_YEAR = 12


def retirement_track(parameters: Parameters, name: str) -> RetirementTrack:
    """The row of the law's table for a track.

    Raises:
        CanbaoError: A number of the table is not on file.
    """
    return RetirementTrack(
        name=name,
        original_age_months=MONTHS_A_YEAR * _number(parameters, f"retirement.original_age.{name}"),
        months_per_step=_number(parameters, f"retirement.months_per_step.{name}"),
        delay_maximum_months=_number(parameters, f"retirement.delay_maximum.{name}"),
        first_delayed_birth_month=_number(
            parameters, f"retirement.first_delayed_birth_month.{name}"
        ),
    )


def flexible_retirement(parameters: Parameters) -> FlexibleRetirement:
    """How far one may leave the statutory month.

    Raises:
        CanbaoError: A number is not on file.
    """
    return FlexibleRetirement(
        early_months_maximum=_number(parameters, "retirement.early_months_maximum"),
        late_months_maximum=_number(parameters, "retirement.late_months_maximum"),
        first_month=month_of_day(REFORM),
    )


def minimum_schedule(parameters: Parameters) -> MinimumContributionMonths:
    """The minimum contribution months by year, from the records on file."""
    series = parameters.series(NATION, "employee_pension.minimum_contribution_months")
    steps = {r.first.year: r.parsed for r in series if isinstance(r.parsed, int)}
    return MinimumContributionMonths(tuple(sorted(steps.items())))


def divisor_table(parameters: Parameters) -> dict[int, int]:
    """Divisor months of the employee pension by whole age (国发〔2005〕38号).

    Raises:
        CanbaoError: The table is not on file.
    """
    return {int(age): months for age, months in divisor_answer(parameters).table.items()}


def divisor_answer(parameters: Parameters) -> Answer:
    """The same table with its way home.

    Raises:
        CanbaoError: The table is not on file.
    """
    return _answer(parameters, "employee_pension.divisor_months")


def resident_divisor(parameters: Parameters) -> int:
    """Divisor months of the resident pension (国发〔2014〕8号).

    Raises:
        CanbaoError: The number is not on file.
    """
    return resident_divisor_answer(parameters).whole


def resident_divisor_answer(parameters: Parameters) -> Answer:
    """The same number with its way home.

    Raises:
        CanbaoError: The number is not on file.
    """
    return _answer(parameters, "resident_pension.divisor_months")


def _number(parameters: Parameters, name: str) -> int:
    return _answer(parameters, name).whole


def _answer(parameters: Parameters, name: str) -> Answer:
    answer = parameters.ask(NATION, name, REFORM)
    if not isinstance(answer, Answer):
        raise CanbaoError([problem("parameter.missing", NATION, name)])
    return answer
