"""Employee pension and employee medical insurance as a flexible worker (灵活就业人员参保)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.money import apply_rates, apply_ratio
from calc.records import frozen

if TYPE_CHECKING:
    from calc.money import Fen, Ppm

MONTHS_A_YEAR = 12


@frozen
class FlexibleContribution:
    """A month of a flexible worker's contribution, in fen.

    Attributes:
        total_fen: What the person pays.
        individual_account_fen: The part that goes to the individual account (个人账户).
    """

    total_fen: Fen
    individual_account_fen: Fen

    @property
    def pooled_fund_fen(self) -> Fen:
        """The rest, to the pooled fund (统筹基金)."""
        return self.total_fen - self.individual_account_fen


def flexible_contribution(
    base_fen: Fen, rate_ppm: Ppm, account_rate_ppm: Ppm
) -> FlexibleContribution:
    """A month's contribution, pension and medical alike.

    Total and account part are each rounded half up to the fen; the pooled part is the difference,
    so that the parts always add up.

    Args:
        base_fen: Contribution base (缴费基数), already held within the bounds, on a tier, or
            computed by the place's rule; not checked here.
        rate_ppm: The whole rate: 20 % for the pension, the rate of the plan for medical.
        account_rate_ppm: The points of it that go to the account: 8 for the pension, those on
            file for a medical plan with account, 0 for a plan without.

    Raises:
        MoneyError: An argument is negative or too large.

    Source:
        Pension: 国发〔2005〕38号. Medical: rates by place; in Shandong since 2026
        鲁政字〔2023〕184号.

    >>> flexible_contribution(500_000, 200_000, 80_000)
    FlexibleContribution(total_fen=100000, individual_account_fen=40000)
    """
    total, account = apply_rates(base_fen, (rate_ppm, account_rate_ppm))
    return FlexibleContribution(total, account)


def monthly_share(year_amount_fen: Fen) -> Fen:
    """A month of a supplement that is set by the year and paid by the month, to the fen.

    >>> monthly_share(1_500)
    125
    """
    return apply_ratio(year_amount_fen, 1, MONTHS_A_YEAR)
