"""How an estimated pension comes about, step by step with the numbers in it.

The amounts are those of the estimate; a growth over years is written as a power though it is
rounded each year, so that its last digits may differ from what the formula gives.
"""

from __future__ import annotations

from calc.benefits import INDEX_ONE
from calc.benefits.employee import BenefitParts, Transitional
from calc.benefits.resident import ResidentBenefitParts
from calc.comparison.projection import FormulaStep, percent_text_signed
from calc.money import percent_text, yuan_text


def growth_step(code: str, start_fen: int, rate_ppm: int, years: int, end_fen: int) -> FormulaStep:
    """An amount of today in the year of retirement."""
    power = "" if years <= 0 else f" × (1 + {_rate(rate_ppm)})^{years}"
    return FormulaStep(code, _equals(f"{yuan_text(start_fen)}{power}", end_fen))


def real_step(pension_fen: int, rate_ppm: int, years: int, real_fen: int) -> FormulaStep:
    """The pension in today's money."""
    power = "" if years <= 0 else f" ÷ (1 + {_rate(rate_ppm)})^{years}"
    return FormulaStep("real", _equals(f"{yuan_text(pension_fen)}{power}", real_fen))


def employee_steps(
    parts: BenefitParts,
    province_fen: int,
    city_fen: int | None,
    index: int,
    account_fen: int,
    transitional: Transitional | None,
) -> list[FormulaStep]:
    """Basic, account and transitional part of an employee pension, and their sum."""
    indexed = province_fen if city_fen is None else city_fen
    mean = f"({yuan_text(province_fen)} + {yuan_text(indexed)} × {index_text(index)}) ÷ 2"
    years = _quotient(int(parts.years.numerator), parts.years.denominator)
    basic, account = int(parts.basic_fen), int(parts.account_fen)
    divisor = _quotient(int(parts.divisor_tenths), 10)
    steps = [
        FormulaStep("basic", _equals(f"{mean} × {years} × 1 %", basic)),
        FormulaStep("account", _equals(f"{yuan_text(account_fen)} ÷ {divisor}", account)),
    ]
    before = int(parts.transitional_fen)
    if transitional is not None:
        share = f"{yuan_text(province_fen)} × {index_text(index)}"
        coefficient = percent_text(int(transitional.coefficient_ppm))
        share += f" × {int(transitional.months)}/12 × {coefficient}"
        steps.append(FormulaStep("transitional", _equals(share, before)))
    return [*steps, _total([basic, account, *([before] if transitional else [])])]


def resident_steps(
    parts: ResidentBenefitParts,
    start_fen: int,
    rises: int,
    rise_fen: int,
    account_fen: int,
    divisor: int,
    years_beyond: int,
) -> list[FormulaStep]:
    """Base pension, account and addition of a resident pension, and their sum."""
    base, account, more = int(parts.base_fen), int(parts.account_fen), int(parts.addition_fen)
    risen = f" + {rises} × {yuan_text(rise_fen)}" if rises else ""
    steps = [
        FormulaStep("base_pension", _equals(f"{yuan_text(start_fen)}{risen}", base)),
        FormulaStep("account", _equals(f"{yuan_text(account_fen)} ÷ {divisor}", account)),
    ]
    if more:
        each = f"{years_beyond} × {yuan_text(more // years_beyond)}"
        steps.append(FormulaStep("addition", _equals(each, more)))
    return [*steps, _total([base, account, *([more] if more else [])])]


def index_text(index: int) -> str:
    """An average contribution index without trailing zeros.

    >>> index_text(60_000_000), index_text(100_000_000), index_text(68_834_001)
    ('0.6', '1', '0.68834001')
    """
    whole, rest = divmod(index, INDEX_ONE)
    return f"{whole}.{rest:08d}".rstrip("0").rstrip(".")


def _total(amounts: list[int]) -> FormulaStep:
    return FormulaStep("total", _equals(" + ".join(map(yuan_text, amounts)), sum(amounts)))


def _equals(left: str, right_fen: int) -> str:
    """A formula with what it comes to; alone where nothing is calculated."""
    right = yuan_text(right_fen)
    return right if left == right else f"{left} = {right}"


def _rate(ppm: int) -> str:
    text = percent_text_signed(ppm)
    return f"({text})" if ppm < 0 else text


def _quotient(numerator: int, denominator: int) -> str:
    """A number of decimals where it has them, else a fraction.

    >>> _quotient(3067, 100), _quotient(2400, 100), _quotient(368, 12), _quotient(360, 12)
    ('30.67', '24', '368/12', '30')
    """
    whole, rest = divmod(numerator, denominator)
    if not rest:
        return str(whole)
    if denominator == 12:
        return f"{numerator}/12"
    return f"{whole}.{rest:0{len(str(denominator)) - 1}d}".rstrip("0")
