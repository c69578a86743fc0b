"""Prices one part of an option (one scheme at one place) month by month and for the year."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from calc.comparison.question import Asker, MissingValue, Question
from calc.findings import Finding
from calc.money import yuan_text
from calc.parameters.lookup import Answer
from calc.records import frozen

Payer = str


@frozen
class ItemPrice:
    """What one payer owes for one item, in one month or for the year.

    Attributes:
        account_fen: The part that goes to an individual account; None where the item has none
            or the split is not on file.
        due_month: For items paid once a year, the month in which they are due.
        with_first_payment: Due with the first payment of the year, whenever that is; then
            ``due_month`` is the first month of enrolment.
    """

    item: str
    payer: Payer
    fen: int
    formula: str
    answers: tuple[Answer, ...]
    account_fen: int | None = None
    due_month: int | None = None
    with_first_payment: bool = False


@frozen
class Prices:
    """The priceable items of a month or a year, and what there is to say about them."""

    items: tuple[ItemPrice, ...] = ()
    findings: tuple[Finding, ...] = ()


NOTHING = Prices()


def no_prices(asker: Asker, month: int) -> Prices:
    """A part that costs nothing by the month."""
    return NOTHING


def no_yearly_prices(asker: Asker) -> Prices:
    """A part that costs nothing by the year."""
    return NOTHING


@frozen
class Part:
    """One scheme at one place, as it stands in an option.

    Attributes:
        role: pension or medical.
        scheme: employer, flexible, resident or none.
        place: Slug; empty for none.
        plan: Medical plan or tier, where the place has several.
        monthly: Prices of one month.
        yearly: Prices that belong to the year as a whole.
        findings: What there is to say apart from prices.
    """

    role: str
    scheme: str
    place: str = ""
    plan: str = ""
    monthly: Callable[[Asker, int], Prices] = no_prices
    yearly: Callable[[Asker], Prices] = no_yearly_prices
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """The half of the option's id."""
        if self.scheme == "none":
            return f"{self.role}=none"
        plan = f".{self.plan}" if self.plan else ""
        return f"{self.role}={self.scheme}{plan}@{self.place}"


@frozen
class Line:
    """One item and payer of an option, for the month and for the year.

    Attributes:
        month_fen: The month of the day asked for; None for items paid by the year.
        year_fen: What belongs to the year; None where a month of it cannot be priced.
        by_month: The months of the year with their amounts; empty for yearly items.
        due_month: The month in which a yearly item is due.
        with_first_payment: Whether a yearly item goes with the first payment of the year.
    """

    item: str
    payer: Payer
    month_fen: int | None
    year_fen: int | None
    account_fen: int | None
    formula: str
    year_formula: str
    answers: tuple[Answer, ...]
    by_month: Mapping[int, int] = field(default_factory=dict)
    due_month: int | None = None
    with_first_payment: bool = False

    @property
    def pooled_fen(self) -> int | None:
        """The part of the month that goes to the pooled fund."""
        if self.month_fen is None or self.account_fen is None:
            return None
        return self.month_fen - self.account_fen

    @property
    def marks(self) -> tuple[str, ...]:
        """How its values were found, other than in force: carried_forward, stand_in, entered."""
        return tuple(sorted({a.status for a in self.answers} - {"in_force"}))


@frozen
class PricedPart:
    """A part with its lines, findings and missing values."""

    part: Part
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    missing: tuple[MissingValue, ...]


def price(question: Question, part: Part) -> PricedPart:
    """Price a part for the month of the day asked for and for every month of the year."""
    if part.scheme == "none":
        return PricedPart(part, (), (), ())
    asker = question.asker(part.place)
    current = part.monthly(asker, question.month)
    by_month = {
        month: current if month == question.month else part.monthly(asker, month)
        for month in question.months
    }
    yearly = part.yearly(asker)
    holes = any(value.required for value in asker.missing.values())
    lines = (
        *_monthly_lines(current, by_month, holes=holes),
        *(_yearly_line(item) for item in yearly.items),
    )
    findings = (*part.findings, *current.findings, *yearly.findings)
    return PricedPart(part, lines, findings, tuple(asker.missing.values()))


def _monthly_lines(
    current: Prices, by_month: Mapping[int, Prices], *, holes: bool
) -> Iterable[Line]:
    """The lines of a part; ``holes`` tells that a value a price needs is missing.

    Without holes the worker's item that has no price in some months is not owed in them, such as a
    supplement that begins within the year. An employer's item may have holes of its own.
    """
    keys = dict.fromkeys(
        (item.item, item.payer) for prices in (current, *by_month.values()) for item in prices.items
    )
    for item, payer in keys:
        now = _item(current, item, payer)
        months = {month: _item(prices, item, payer) for month, prices in by_month.items()}
        amounts = {month: found.fen for month, found in months.items() if found is not None}
        whole = len(amounts) == len(months) or (payer == "worker" and not holes)
        found = [price for price in (now, *months.values()) if price is not None]
        yield Line(
            item=item,
            payer=payer,
            month_fen=None if now is None else now.fen,
            year_fen=sum(amounts.values()) if whole else None,
            account_fen=None if now is None else now.account_fen,
            formula="" if now is None else now.formula,
            year_formula=sum_formula(amounts.values()) if whole else "",
            answers=_distinct(answer for price in found for answer in price.answers),
            by_month=amounts,
        )


def _yearly_line(item: ItemPrice) -> Line:
    return Line(
        item=item.item,
        payer=item.payer,
        month_fen=None,
        year_fen=item.fen,
        account_fen=item.account_fen,
        formula=item.formula,
        year_formula="",
        answers=item.answers,
        due_month=item.due_month,
        with_first_payment=item.with_first_payment,
    )


def _item(prices: Prices, item: str, payer: Payer) -> ItemPrice | None:
    for price in prices.items:
        if price.item == item and price.payer == payer:
            return price
    return None


def _distinct(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Each record once, in the order of first use."""
    return tuple({(a.asked, a.record.where, a.status): a for a in answers}.values())


def sum_formula(amounts: Iterable[int]) -> str:
    """How a year adds up, equal neighbours together.

    >>> sum_formula([31528, 31528, 32011])
    '2 × 315.28 + 1 × 320.11 = 950.67'
    """
    runs = [(fen, len(list(group))) for fen, group in itertools.groupby(amounts)]
    if not runs:
        return "0.00"
    total = yuan_text(sum(fen * count for fen, count in runs))
    return " + ".join(f"{count} × {yuan_text(fen)}" for fen, count in runs) + f" = {total}"
