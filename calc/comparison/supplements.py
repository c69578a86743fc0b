"""Supplements to employee medical insurance: large-amount supplement, long-term care.

A supplement without a record does not stop the price; the option is then incomplete, and its
total reads "at least". ``none`` on file means that it does not exist there. An amount on file for
others than the person leaves theirs unknown: it is a supplement without a record, not none.
"""

from __future__ import annotations

from calc.comparison.bases import Base
from calc.comparison.pricing import ItemPrice, Prices
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
PLAN_OF_EMPLOYEES = "with_account"
"""国发〔1998〕44号: what an employee pays goes into an individual account."""
FOR_FLEXIBLE_WORKERS = "flexible_workers"
HALF_YEARLY = "CNY/half-year"
JULY = 7


def monthly_supplements(
    asker: Asker, month: int, plan: str, base: Base | None
) -> tuple[ItemPrice, ...]:
    """Supplements that are paid by the month: yearly amounts in twelfths, and rates on the base."""
    items = []
    if _paid_monthly(asker, month):
        for name in (LARGE_AMOUNT, LONG_TERM_CARE):
            amount = asker.look_in(name, month)
            if amount is not None and not amount.is_none and owed(asker, name, month, plan):
                share = int(monthly_share(amount.whole))
                formula = f"{yuan_text(amount.whole)} ÷ 12 = {yuan_text(share)}"
                items.append(ItemPrice(name, "worker", share, formula, (amount,)))
    rate = asker.look_in("employee_medical.long_term_care_rate", month)
    if rate is not None and not rate.is_none and base is not None:
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
    items: list[ItemPrice] = []
    months = asker.question.months
    for name in (LARGE_AMOUNT, LONG_TERM_CARE):
        bare = tuple(month for month in months if not _covered_by_month(asker, name, month, plan))
        if not bare:
            continue
        found = _once_a_year(asker, name, bare, plan) if len(bare) == len(months) else ()
        items.extend(found)
        if not found:
            _note_unknown(asker, name, bare[0], plan)
    return Prices(tuple(items))


def _note_unknown(asker: Asker, name: str, month: int, plan: str) -> None:
    """Note a supplement of a month as missing, unless the file says that it is not owed."""
    amount = asker.look_in(name, month)
    if owed(asker, name, month, plan) is False or (amount is not None and amount.is_none):
        return
    asker.note(name, first_day(month), required=False)


def owed(asker: Asker, name: str, month: int, plan: str) -> bool | None:
    """Whether the amount on file is owed under a plan.

    Args:
        asker: Asks about the place.
        name: The supplement.
        month: The month it is for.
        plan: A plan of employee medical insurance, or ``EMPLOYEE``.

    Returns:
        False where the file names the plans under which it is paid, and not this one. None where
        the amount is on file for flexible workers only, so that an employee's is not known; an
        amount entered by hand is anybody's, because the scope on file speaks of the one on file.
    """
    plans = asker.look_in(f"{name}_plans", month)
    if plans is not None and (PLAN_OF_EMPLOYEES if plan == EMPLOYEE else plan) not in plans.words:
        return False
    scope = asker.look_in(f"{name}_scope", month)
    if plan != EMPLOYEE or scope is None or scope.word != FOR_FLEXIBLE_WORKERS:
        return True
    amount = asker.look_in(name, month)
    by_hand = amount is not None and amount.record.entered and not scope.record.entered
    return True if by_hand else None


def _paid_monthly(asker: Asker, month: int) -> bool:
    paid = asker.look_in("employee_medical.supplements_paid", month)
    return paid is not None and paid.word == "monthly"


def _covered_by_month(asker: Asker, name: str, month: int, plan: str) -> bool:
    """Whether the monthly items hold this supplement already, or it does not exist."""
    if name == LONG_TERM_CARE and asker.look_in(f"{name}_rate", month) is not None:
        return True
    if not _paid_monthly(asker, month) or owed(asker, name, month, plan) is None:
        return False
    return asker.look_in(name, month) is not None


def _once_a_year(
    asker: Asker, name: str, months: tuple[int, ...], plan: str
) -> tuple[ItemPrice, ...]:
    """The yearly items, if any is on file for this plan.

    An amount set for a half-year counts for each half on its own; a half without one is noted as
    missing.
    """
    on_file = _due_month(asker, name, months)
    due = months[0] if on_file is None else on_file
    amount = asker.look_in(name, due)
    if amount is not None and amount.record.unit != HALF_YEARLY:
        if amount.is_none or not owed(asker, name, due, plan):
            return ()
        return (_item(name, amount, due, on_file is None),)
    halves = {half: _half_year(asker, name, half, plan) for half in _halves(months)}
    found = tuple(item for item in halves.values() if item is not None)
    for half in [half for half, item in halves.items() if found and item is None]:
        _note_unknown(asker, name, half, plan)
    return found


def _half_year(asker: Asker, name: str, half: int, plan: str) -> ItemPrice | None:
    amount = asker.look_in(name, half)
    if amount is None or amount.record.unit != HALF_YEARLY or not owed(asker, name, half, plan):
        return None
    return _item(name, amount, half)


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
