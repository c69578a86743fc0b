"""Supplements to employee medical insurance: large-amount supplement, long-term care.

A supplement without a record does not stop the price; the option is then incomplete, and its
total reads "at least". ``none`` on file means that it does not exist there.
"""

from __future__ import annotations

from calc.comparison.bases import Base
from calc.comparison.pricing import NOTHING, ItemPrice, Prices
from calc.comparison.question import Asker
from calc.money import apply_rate, percent_text, yuan_text
from calc.months import first_day, month_of
from calc.parameters.lookup import Answer
from calc.parameters.values import Kind
from calc.schemes.flexible_worker import monthly_share

LARGE_AMOUNT = "employee_medical.large_amount_supplement"
LONG_TERM_CARE = "employee_medical.long_term_care"
EMPLOYER_CARE_RATE = "employee_medical.long_term_care_employer_rate"
EMPLOYEE = "employee"
"""Stands in place of a plan for people enrolled by an employer."""
JULY = 7


def monthly_supplements(
    asker: Asker, month: int, plan: str, base: Base | None
) -> tuple[ItemPrice, ...]:
    """Supplements that are paid by the month: yearly amounts in twelfths, and rates on the base."""
    items = []
    if _paid_monthly(asker, month):
        for name in (LARGE_AMOUNT, LONG_TERM_CARE):
            amount = asker.look_in(name, month) if applies(asker, name, month, plan) else None
            if amount is not None and not amount.is_none:
                share = int(monthly_share(amount.whole))
                formula = f"{yuan_text(amount.whole)} ÷ 12 = {yuan_text(share)}"
                items.append(ItemPrice(name, "worker", share, formula, (amount,)))
    rate = asker.look_in("employee_medical.long_term_care_rate", month)
    if rate is not None and base is not None:
        items.append(_by_rate(base, rate, "worker"))
        if plan == EMPLOYEE:
            own = asker.need_in(EMPLOYER_CARE_RATE, month, required=False, worker_side=False)
            items += [] if own is None or own.is_none else [_by_rate(base, own, "employer")]
    return tuple(items)


def _by_rate(base: Base, rate: Answer, payer: str) -> ItemPrice:
    fen = int(apply_rate(base.fen, rate.whole))
    formula = f"{yuan_text(base.fen)} × {percent_text(rate.whole)} = {yuan_text(fen)}"
    return ItemPrice(LONG_TERM_CARE, payer, fen, formula, (*base.answers, rate))


def yearly_supplements(asker: Asker, plan: str) -> Prices:
    """Supplements that are paid once a year, and a note of those that are not on file."""
    months = asker.question.months
    if not months:
        return NOTHING
    items = []
    for name in (LARGE_AMOUNT, LONG_TERM_CARE):
        if _covered_by_month(asker, name, months[0]) or not applies(asker, name, months[0], plan):
            continue
        found = _once_a_year(asker, name, months)
        if found is None:
            asker.note(name, first_day(months[0]), required=False)
        elif found:
            items.extend(found)
    return Prices(tuple(items))


def applies(asker: Asker, name: str, month: int, plan: str) -> bool:
    """Whether a supplement is for this plan; who it is for stands on file where it is limited."""
    plans = asker.look_in(f"{name}_plans", month)
    if plans is not None and plan not in plans.words:
        return False
    scope = asker.look_in(f"{name}_scope", month)
    return not (plan == EMPLOYEE and scope is not None and scope.word == "flexible_workers")


def _paid_monthly(asker: Asker, month: int) -> bool:
    paid = asker.look_in("employee_medical.supplements_paid", month)
    return paid is not None and paid.word == "monthly"


def _covered_by_month(asker: Asker, name: str, month: int) -> bool:
    """Whether the monthly items hold this supplement already."""
    if name == LONG_TERM_CARE and asker.look_in(f"{name}_rate", month) is not None:
        return True
    return _paid_monthly(asker, month) and asker.look_in(name, month) is not None


def _once_a_year(asker: Asker, name: str, months: tuple[int, ...]) -> list[ItemPrice] | None:
    """The yearly item; empty if on file as none; None if nothing is on file.

    An amount set for a half-year counts for each half on its own.
    """
    on_file = _due_month(asker, name, months)
    due = months[0] if on_file is None else on_file
    amount = asker.look_in(name, due)
    if amount is not None and amount.record.unit != "CNY/half-year":
        return [] if amount.is_none else [_item(name, amount, due, on_file is None)]
    halves = []
    for half in _halves(months):
        found = asker.look_in(name, half)
        if found is not None and found.record.unit == "CNY/half-year":
            halves.append(_item(name, found, half))
    return halves or None


def _item(name: str, amount: Answer, due: int, with_first_payment: bool = False) -> ItemPrice:
    return ItemPrice(
        name,
        "worker",
        amount.whole,
        yuan_text(amount.whole),
        (amount,),
        due_month=due,
        with_first_payment=with_first_payment,
    )


def _halves(months: tuple[int, ...]) -> list[int]:
    """The first month enrolled in each half of the year."""
    july = month_of(months[0] // 12, JULY)
    halves = [[m for m in months if m < july], [m for m in months if m >= july]]
    return [half[0] for half in halves if half]


def _due_month(asker: Asker, name: str, months: tuple[int, ...]) -> int | None:
    """The due month on file, if enrolled in it; else it goes with the first payment."""
    due = asker.look_in(f"{name}_due", months[0])
    if due is not None and due.record.kind is Kind.MONTH_OF_YEAR:
        month = month_of(months[0] // 12, due.whole)
        if month in months:
            return month
    return None
