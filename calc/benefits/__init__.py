"""What is paid: employee and resident pension, divisors, the average index, the account.

Pure functions on whole numbers (fen, months, parts), for one person or an ``int64`` array of
persons alike, exact to the fen. The law's tables and numbers are arguments: they live in the
parameters, not here.
"""

from calc.benefits.account import (
    INTEREST_FROM_NEXT_YEAR,
    AccountBalance,
    AccountYear,
    AverageIndex,
    ContributionPeriod,
    average_contribution_index,
    grow_account,
)
from calc.benefits.divisor import divisor_months_tenths, parse_divisor
from calc.benefits.employee import (
    BenefitFormula,
    BenefitParts,
    ContributionYears,
    Transitional,
    account_pension,
    basic_pension,
    contribution_years,
    employee_pension,
    transitional_pension,
)
from calc.benefits.exact import INDEX_ONE, BenefitError, index_text, parse_index
from calc.benefits.resident import ResidentBenefitParts, extra_years, resident_pension

__all__ = [
    "INDEX_ONE",
    "INTEREST_FROM_NEXT_YEAR",
    "AccountBalance",
    "AccountYear",
    "AverageIndex",
    "BenefitError",
    "BenefitFormula",
    "BenefitParts",
    "ContributionPeriod",
    "ContributionYears",
    "ResidentBenefitParts",
    "Transitional",
    "account_pension",
    "average_contribution_index",
    "basic_pension",
    "contribution_years",
    "divisor_months_tenths",
    "employee_pension",
    "extra_years",
    "grow_account",
    "index_text",
    "parse_divisor",
    "parse_index",
    "resident_pension",
    "transitional_pension",
]
