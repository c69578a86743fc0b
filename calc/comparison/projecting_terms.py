"""What an employee pension depends on beside the month chosen and the assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from calc.benefits import BenefitFormula
from calc.comparison.bases import Base
from calc.records import frozen
from calc.retirement import MinimumContributionMonths


@frozen
class Past:
    """What was paid before; unknown parts count as nothing and are listed as needed.

    Attributes:
        months: Months paid.
        deemed: Deemed months, beside them.
        index: Average index of the months paid, in units of 10^-8.
        account_fen: The account, with the resident account that will be moved into it.
    """

    months: int
    deemed: int
    index: int
    account_fen: int

    @property
    def counted(self) -> int:
        """All months that count."""
        return self.months + self.deemed


@frozen
class BaseOfYear:
    """A benefit calculation base and the year whose value it is."""

    fen: int
    year: int


@frozen
class Terms:
    """Everything a pension depends on beside the choice and the assumptions.

    Amounts are of a month of the day asked for.

    Attributes:
        base: The contribution base.
        own_fen: The worker's payment.
        account_month_fen: What of it goes to the account.
        employer_fen: The employer's payment.
        index: Base over average wage, in units of 10^-8.
        province: The benefit calculation base.
        city: The second one, where the formula takes one.
        years_decimals: See ``employee_pension``.
        transitional_ppm: The transitional coefficient; None without deemed months or on file.
    """

    born: int
    base: Base
    own_fen: int
    account_month_fen: int
    employer_fen: int
    index: int
    past: Past
    province: BaseOfYear
    city: BaseOfYear | None
    years_decimals: int | None
    transitional_ppm: int | None
    divisors: Mapping[int, int]
    schedule: MinimumContributionMonths

    @property
    def formula(self) -> BenefitFormula:
        """Which calculation bases make the basic pension."""
        return BenefitFormula.PROVINCE if self.city is None else BenefitFormula.PROVINCE_AND_CITY

    def on_base(self, base_fen: int) -> Terms:
        """The same on another base: every amount that depends on it in proportion."""

        def scaled(value: int) -> int:
            return (2 * value * base_fen + self.base.fen) // (2 * self.base.fen)

        return replace(
            self,
            own_fen=scaled(self.own_fen),
            account_month_fen=scaled(self.account_month_fen),
            employer_fen=scaled(self.employer_fen),
            index=scaled(self.index),
        )
