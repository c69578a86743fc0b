"""Parts through an employer: pension with unemployment and work injury; medical with maternity."""

from __future__ import annotations

from calc.comparison.bases import Base, wage_base
from calc.comparison.flexible import rate_formula
from calc.comparison.pricing import NOTHING, ItemPrice, Part, Prices
from calc.comparison.question import Asker, Question
from calc.comparison.supplements import EMPLOYEE, monthly_supplements, yearly_supplements
from calc.findings import Finding
from calc.parameters.lookup import Answer
from calc.schemes.employer import shares

PENSION, MEDICAL, MATERNITY = "employee_pension", "employee_medical", "employee_medical.maternity"


def pension_part(question: Question) -> Part:
    """Employee pension, unemployment and work injury through the employer at the workplace."""
    return Part("pension", "employer", question.workplace, monthly=pension_prices)


def medical_part(question: Question) -> Part:
    """Employee medical insurance with maternity through the employer at the workplace."""
    return Part(
        "medical",
        "employer",
        question.workplace,
        monthly=medical_prices,
        yearly=lambda asker: yearly_supplements(asker, EMPLOYEE),
    )


def pension_prices(asker: Asker, month: int) -> Prices:
    """A month of pension, unemployment and work injury through an employer."""
    base = wage_base(asker, PENSION, month)
    if base is None:
        return NOTHING
    account = asker.look_in(f"{PENSION}.individual_account_rate", month)
    pension = both_shares(
        asker, month, base, PENSION, f"{PENSION}.employee_rate", f"{PENSION}.employer_rate"
    )
    items = [
        # the worker's whole share goes to the account while its rate is the account's rate
        _with_account(item, account) if item.payer == "worker" else item
        for item in pension
    ]
    items += both_shares(
        asker,
        month,
        base,
        "unemployment",
        "unemployment.employee_rate",
        "unemployment.employer_rate",
    )
    items += _work_injury(asker, month, base)
    findings = base.findings
    if asker.question.applicant.work_injury_class is None:
        findings += (Finding("work_injury.class_unknown", "pass", {}, ("work_injury_class",)),)
    return Prices(tuple(items), findings)


def medical_prices(asker: Asker, month: int) -> Prices:
    """A month of medical insurance and maternity through an employer."""
    base = wage_base(asker, MEDICAL, month)
    if base is None:
        return NOTHING
    items = both_shares(
        asker, month, base, MEDICAL, f"{MEDICAL}.employee_rate", f"{MEDICAL}.employer_rate"
    )
    maternity = asker.need_in(f"{MEDICAL}.maternity_rate", month, required=False, worker_side=False)
    if maternity is not None and not maternity.is_none:
        items.append(_share(MATERNITY, "employer", base, maternity))
    items += monthly_supplements(asker, month, EMPLOYEE, base)
    return Prices(tuple(items))


def both_shares(
    asker: Asker, month: int, base: Base, item: str, worker_rate: str, employer_rate: str
) -> list[ItemPrice]:
    """The worker's line (required) and the employer's (a hole there unprices nothing)."""
    worker = asker.need_in(worker_rate, month)
    employer = asker.need_in(employer_rate, month, required=False, worker_side=False)
    items = [] if worker is None else [_share(item, "worker", base, worker)]
    if employer is not None:
        items.append(_share(item, "employer", base, employer))
    return items


def _work_injury(asker: Asker, month: int, base: Base) -> list[ItemPrice]:
    number = asker.question.applicant.work_injury_class
    if number is None:
        return []
    rate = asker.need_in(
        f"work_injury.employer_rate.class_{number}", month, required=False, worker_side=False
    )
    return [] if rate is None else [_share("work_injury", "employer", base, rate)]


def _share(item: str, payer: str, base: Base, rate: Answer) -> ItemPrice:
    paid = shares(
        base.fen,
        rate.whole if payer == "worker" else 0,
        rate.whole if payer == "employer" else 0,
    )
    fen = int(paid.total_fen)
    return ItemPrice(item, payer, fen, rate_formula(base, rate, fen), (*base.answers, rate))


def _with_account(item: ItemPrice, account: Answer | None) -> ItemPrice:
    if account is None:
        return item
    rate = item.answers[-1]
    return ItemPrice(
        item.item,
        item.payer,
        item.fen,
        item.formula,
        item.answers,
        account_fen=item.fen if rate.whole == account.whole else None,
    )
