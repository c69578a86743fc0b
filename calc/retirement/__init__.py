"""When: statutory month, early and late bounds, minimum contribution months, what is still short.

Pure functions on months as whole numbers (``calc.months``), for one person or an ``int64`` array
of persons alike. The law's numbers (tracks, schedule, bounds) are arguments: they live in the
parameters, not here. Nothing asks what day it is, so a person born in the future or long retired
gets the dates that the rule gives.
"""

from calc.retirement.bridging import (
    Bridge,
    Conversion,
    bridge_to,
    bridge_to_minimum,
    convert_between_schemes,
    first_month_with_minimum,
    months_short,
)
from calc.retirement.dates import (
    ChosenRetirement,
    RetirementDates,
    choose_retirement,
    delay_months,
    earliest_month,
    latest_month,
    minimum_contribution_months,
    reference_year,
    retirement_dates,
    statutory_age_months,
    statutory_month,
)
from calc.retirement.tables import (
    MAXIMUM_CONTRIBUTION_MONTHS,
    MAXIMUM_MONTH,
    FlexibleRetirement,
    MinimumContributionMonths,
    RetirementError,
    RetirementTrack,
)

__all__ = [
    "MAXIMUM_CONTRIBUTION_MONTHS",
    "MAXIMUM_MONTH",
    "Bridge",
    "ChosenRetirement",
    "Conversion",
    "FlexibleRetirement",
    "MinimumContributionMonths",
    "RetirementDates",
    "RetirementError",
    "RetirementTrack",
    "bridge_to",
    "bridge_to_minimum",
    "choose_retirement",
    "convert_between_schemes",
    "delay_months",
    "earliest_month",
    "first_month_with_minimum",
    "latest_month",
    "minimum_contribution_months",
    "months_short",
    "reference_year",
    "retirement_dates",
    "statutory_age_months",
    "statutory_month",
]
