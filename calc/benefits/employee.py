"""Employee pension: basic part, account part, transitional part.

Source: 国发〔2005〕38号 item 6. Not checked here: that the minimum contribution months are met
(``calc.retirement``), which year's calculation base holds, later yearly adjustments, the part for
people who retired or began to work before the account was opened beyond the plain formula below.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from calc.benefits.divisor import MAXIMUM_TENTHS
from calc.benefits.exact import (
    INDEX_ONE,
    MAXIMUM_BASE_FEN,
    MAXIMUM_INDEX,
    MAXIMUM_MONTHS,
    BenefitError,
    check,
    half_up,
    refuse_where,
    times_over,
)
from calc.money import MAXIMUM_FEN, PPM
from calc.records import frozen

if TYPE_CHECKING:
    from calc.benefits.exact import Whole
    from calc.money import Fen, Ppm

MAXIMUM_DECIMALS = 4
"""More decimals of a year than any sheet prints."""
MAXIMUM_COEFFICIENT_PPM = PPM // 10
"""10 % a year, several times any transitional coefficient."""
_PERCENT = 100
_DENOMINATORS = (12, *(10**decimals for decimals in range(MAXIMUM_DECIMALS + 1)))


class BenefitFormula(StrEnum):
    """Which calculation bases make the basic pension; the values are those on file."""

    PROVINCE = "province"
    PROVINCE_AND_CITY = "province_and_city"


@frozen
class ContributionYears:
    """Contribution months as the years a place calculates with: ``numerator / denominator``.

    Attributes:
        numerator: Months, or hundredths of a year and the like.
        denominator: 12, or a power of ten up to 10 000.

    Raises:
        BenefitError: ``benefit.months``, more than a hundred years; ``benefit.decimals``, another
            denominator; ``benefit.not_whole``.
    """

    numerator: Whole
    denominator: int

    def __post_init__(self) -> None:
        if self.denominator not in _DENOMINATORS:
            raise BenefitError("benefit.decimals", self.denominator, _DENOMINATORS)
        check(self.numerator, MAXIMUM_MONTHS // 12 * self.denominator, "benefit.months")


@frozen
class Transitional:
    """Years before the individual account was opened, paid and deemed ones.

    Attributes:
        months: Their months, contained in the contribution months.
        coefficient_ppm: Share of the indexed wage per year, in parts per million: 13 000 is 1.3 %.
    """

    months: Whole
    coefficient_ppm: Ppm


@frozen
class BenefitParts:
    """A month's employee pension by parts, each to the fen.

    Attributes:
        basic_fen: Basic pension, in fen a month.
        account_fen: Account pension, in fen a month.
        transitional_fen: Transitional pension, in fen a month; 0 without such years.
        total_fen: Their sum.
        years: The contribution years the basic pension was calculated with.
        divisor_tenths: The divisor, in tenths of a month.
    """

    basic_fen: Fen
    account_fen: Fen
    transitional_fen: Fen
    total_fen: Fen
    years: ContributionYears
    divisor_tenths: Whole


def contribution_years(months: Whole, decimals: int | None = None) -> ContributionYears:
    """Years as a place calculates with them.

    Args:
        months: Contribution months, 0 to ``MAXIMUM_MONTHS``.
        decimals: Decimals the years are rounded to, half up (2 on Shandong's award sheets), or
            none for months over 12 (Yunnan's).

    Raises:
        BenefitError: ``benefit.months``, ``benefit.decimals`` or ``benefit.not_whole``.

    >>> contribution_years(368, 2), contribution_years(368)
    (ContributionYears(numerator=3067, denominator=100), \
ContributionYears(numerator=368, denominator=12))
    """
    check(months, MAXIMUM_MONTHS, "benefit.months")
    if decimals is None:
        return ContributionYears(months, 12)
    check(decimals, MAXIMUM_DECIMALS, "benefit.decimals")
    scale: int = 10**decimals
    return ContributionYears(half_up(months * scale, 12), scale)


def basic_pension(
    *,
    formula: BenefitFormula,
    province_base_fen: Fen,
    city_base_fen: Fen | None,
    average_index: Whole,
    years: ContributionYears,
) -> Fen:
    """Basic pension of a month.

    国发〔2005〕38号 item 6: W × (1 + Z) / 2 × years × 1 %. Henan's award sheets take the one from
    the province's and the index from the city's base: (W_province + W_city × Z) / 2 × years × 1 %;
    the document that says so is not on file.

    Args:
        formula: Which of the two.
        province_base_fen: Calculation base (计发基数) of the province, in fen a month.
        city_base_fen: Calculation base of the city, in fen a month; only for the second formula.
        average_index: Average contribution index, in units of 10^-8.
        years: From ``contribution_years``.

    Returns:
        Fen a month, half up.

    Raises:
        BenefitError: ``benefit.city_base_missing``; ``benefit.city_base_unused``, a city base
            given to a formula without one; ``benefit.base``, ``benefit.index``,
            ``benefit.not_whole``.

    >>> basic_pension(
    ...     formula=BenefitFormula.PROVINCE_AND_CITY,
    ...     province_base_fen=673_800,
    ...     city_base_fen=626_000,
    ...     average_index=68_834_000,
    ...     years=contribution_years(474),
    ... )
    218178
    """
    if formula is BenefitFormula.PROVINCE_AND_CITY:
        if city_base_fen is None:
            raise BenefitError("benefit.city_base_missing", formula)
        indexed_base = city_base_fen
    elif city_base_fen is not None:
        raise BenefitError("benefit.city_base_unused", city_base_fen)
    else:
        indexed_base = province_base_fen
    check(province_base_fen, MAXIMUM_BASE_FEN, "benefit.base")
    check(indexed_base, MAXIMUM_BASE_FEN, "benefit.base")
    check(average_index, MAXIMUM_INDEX, "benefit.index")
    twice_the_mean = province_base_fen * INDEX_ONE + indexed_base * average_index
    divisor = 2 * INDEX_ONE * _PERCENT * years.denominator
    return times_over(twice_the_mean, years.numerator, divisor)


def account_pension(balance_fen: Fen, divisor_tenths: Whole) -> Fen:
    """Account pension of a month: balance over divisor, half up to the fen.

    国发〔2005〕38号 item 6.

    Args:
        balance_fen: Account at retirement, in fen.
        divisor_tenths: Divisor in tenths of a month, from ``divisor_months_tenths``.

    Raises:
        BenefitError: ``benefit.account``, ``benefit.divisor``, ``benefit.not_whole``.

    >>> account_pension(13_809_630, 1183)
    116734
    """
    check(balance_fen, MAXIMUM_FEN, "benefit.account")
    check(divisor_tenths, MAXIMUM_TENTHS, "benefit.divisor", 1)
    return half_up(10 * balance_fen, divisor_tenths)


def transitional_pension(
    *,
    base_fen: Fen,
    average_index: Whole,
    years: ContributionYears,
    coefficient_ppm: Ppm,
) -> Fen:
    """Transitional pension of a month: W × Z × years before the account × coefficient.

    国发〔2005〕38号 item 6 leaves it to the provinces; this is the plain form of Shandong's and
    Yunnan's award sheets. Not checked: provinces that use another index or another base for it.

    Args:
        base_fen: Calculation base, in fen a month.
        average_index: Average contribution index, in units of 10^-8.
        years: Years before the account was opened.
        coefficient_ppm: Share per year, in parts per million.

    Raises:
        BenefitError: ``benefit.base``, ``benefit.index``, ``benefit.coefficient``,
            ``benefit.not_whole``.
    """
    check(base_fen, MAXIMUM_BASE_FEN, "benefit.base")
    check(average_index, MAXIMUM_INDEX, "benefit.index")
    check(coefficient_ppm, MAXIMUM_COEFFICIENT_PPM, "benefit.coefficient")
    return times_over(
        base_fen * average_index,
        years.numerator * coefficient_ppm,
        INDEX_ONE * PPM * years.denominator,
    )


def employee_pension(
    *,
    formula: BenefitFormula,
    province_base_fen: Fen,
    city_base_fen: Fen | None,
    average_index: Whole,
    contribution_months: Whole,
    account_fen: Fen,
    divisor_tenths: Whole,
    years_decimals: int | None = None,
    transitional: Transitional | None = None,
) -> BenefitParts:
    """A month's employee pension, each part rounded half up to the fen and then added.

    国发〔2005〕38号 item 6. Not checked: the minimum contribution months.

    Args:
        formula: Which calculation bases make the basic pension.
        province_base_fen: Calculation base (计发基数) of the province, in fen a month.
        city_base_fen: That of the city, in fen a month, where the formula takes one; else None.
        average_index: Average contribution index, in units of 10^-8 (``parse_index``).
        contribution_months: All months that count, deemed ones included.
        account_fen: Individual account at retirement, in fen.
        divisor_tenths: Divisor in tenths of a month.
        years_decimals: Decimals the place rounds years to; none for months over 12.
        transitional: Years before the account was opened; None if there are none.

    Raises:
        BenefitError: As ``basic_pension``, ``account_pension``, ``transitional_pension`` and
            ``contribution_years``; ``benefit.transitional_months``, more transitional than
            contribution months.

    >>> parts = employee_pension(
    ...     formula=BenefitFormula.PROVINCE,
    ...     province_base_fen=1_204_900,
    ...     city_base_fen=None,
    ...     average_index=INDEX_ONE,
    ...     contribution_months=240,
    ...     account_fen=13_900_000,
    ...     divisor_tenths=1390,
    ... )
    >>> parts.basic_fen, parts.account_fen, parts.total_fen
    (240980, 100000, 340980)
    """
    years = contribution_years(contribution_months, years_decimals)
    basic = basic_pension(
        formula=formula,
        province_base_fen=province_base_fen,
        city_base_fen=city_base_fen,
        average_index=average_index,
        years=years,
    )
    account = account_pension(account_fen, divisor_tenths)
    before: Fen = 0
    if transitional is not None:
        before_years = contribution_years(transitional.months, years_decimals)
        refuse_where(
            transitional.months > contribution_months,
            "benefit.transitional_months",
            transitional.months,
        )
        before = transitional_pension(
            base_fen=province_base_fen,
            average_index=average_index,
            years=before_years,
            coefficient_ppm=transitional.coefficient_ppm,
        )
    return BenefitParts(
        basic_fen=basic,
        account_fen=account,
        transitional_fen=before,
        total_fen=basic + account + before,
        years=years,
        divisor_tenths=divisor_tenths,
    )
