"""Parts as a flexible worker: employee pension, and employee medical insurance by plan."""

from __future__ import annotations

from collections.abc import Callable

from calc.comparison.bases import Base, medical_base, pension_base
from calc.comparison.pricing import NOTHING, ItemPrice, Part, Prices
from calc.comparison.question import Asker, Question
from calc.comparison.supplements import monthly_supplements, yearly_supplements
from calc.findings import Finding
from calc.money import percent_text, yuan_text
from calc.months import first_day
from calc.parameters.lookup import Answer
from calc.schemes.flexible_worker import flexible_contribution

WITH_ACCOUNT = "with_account"


def pension_part(question: Question, place: str) -> Part:
    """Employee pension at a place as a flexible worker."""
    return Part("pension", "flexible", place, monthly=pension_prices)


def pension_prices(asker: Asker, month: int) -> Prices:
    """A month of the employee pension as a flexible worker."""
    base = pension_base(asker, month)
    rate = asker.need_in("employee_pension.flexible_rate", month)
    account = asker.need_in("employee_pension.individual_account_rate", month)
    if base is None or rate is None or account is None:
        return NOTHING
    paid = flexible_contribution(base.fen, rate.whole, account.whole)
    item = ItemPrice(
        "employee_pension",
        "worker",
        int(paid.total_fen),
        rate_formula(base, rate, int(paid.total_fen)),
        (*base.answers, rate, account),
        account_fen=int(paid.individual_account_fen),
    )
    return Prices((item,), base.findings)


def medical_part(
    question: Question, place: str, plan: str, findings: tuple[Finding, ...] = ()
) -> Part:
    """Employee medical insurance at a place as a flexible worker, in one plan."""
    return Part(
        "medical",
        "flexible",
        place,
        plan,
        medical_prices(plan),
        lambda asker: yearly_supplements(asker, plan),
        findings,
    )


def medical_prices(plan: str) -> Callable[[Asker, int], Prices]:
    """The prices of a plan by month."""

    def prices(asker: Asker, month: int) -> Prices:
        base = medical_base(asker, month)
        name = f"employee_medical.flexible_rate.{plan}"
        rate = asker.need_in(name, month)
        if rate is not None and rate.is_none:  # no such plan in that month, so no price either
            asker.note(name, first_day(month))
            rate = None
        supplements = monthly_supplements(asker, month, plan, base)
        if base is None or rate is None:
            return Prices(supplements)
        points = asker.look_in("employee_medical.account_points", month)
        points = points if plan == WITH_ACCOUNT else None
        paid = flexible_contribution(base.fen, rate.whole, points.whole if points else 0)
        split_is_known = plan != WITH_ACCOUNT or points is not None
        item = ItemPrice(
            "employee_medical",
            "worker",
            int(paid.total_fen),
            rate_formula(base, rate, int(paid.total_fen)),
            (*base.answers, rate, *((points,) if points else ())),
            account_fen=int(paid.individual_account_fen) if split_is_known else None,
        )
        return Prices((item, *supplements), base.findings)

    return prices


def rate_formula(base: Base, rate: Answer, total_fen: int) -> str:
    """Base (and how it came about) times rate."""
    before = f"{base.derivation}; " if base.derivation else ""
    return f"{before}{yuan_text(base.fen)} × {percent_text(rate.whole)} = {yuan_text(total_fen)}"
