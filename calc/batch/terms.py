"""The terms of one part at one place: what the comparison would price a month with.

Read off the comparison's own prices for a probe, never looked up a second time: an item's amount
is either fixed or a rate on the base, and the item itself tells which.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from calc.comparison import employer, flexible
from calc.comparison.bases import Base, medical_base, pension_base, tiers_by_base, wage_base
from calc.comparison.pricing import ItemPrice, Prices
from calc.comparison.question import Asker, MissingValue
from calc.findings import Finding
from calc.money import apply_rate
from calc.records import frozen

Tiers = tuple[tuple[int, int], ...]
"""Bases in ascending order, each with its proportion of the average wage in ppm (0: none)."""
Coded = tuple[str, str]
"""A finding without its words: rule and outcome."""
WAGE_BASE_SCHEMES = {"employer pension": "employee_pension", "employer medical": "employee_medical"}


@frozen
class BaseTerms:
    """How a base comes about: held within bounds, on a tier, or the same for everybody.

    Attributes:
        floor: Lowest base; for a base that is the same for everybody, that base.
        ceiling: Highest base; the same as ``floor`` there.
        fixed: Whether nobody has a choice.
        tiers: The tiers, where there are any.
    """

    floor: int
    ceiling: int
    fixed: bool = False
    tiers: Tiers = ()


@frozen
class ItemTerms:
    """What one payer owes for one item: a fixed amount, or a rate on the base."""

    item: str
    payer: str
    fen: int
    rate_ppm: int | None = None


@frozen
class MonthTerms:
    """The terms of one month, and what was missing.

    Attributes:
        base: None where it cannot be found.
        items: What is owed.
        tells_base: Whether what there is to say about the base is said with this part.
        notes: What else there is to say.
        missing: Values that are not on file.
        average: Last year's average wage that a subsidy counts the base against, if the part has
            one and it is on file.
    """

    base: BaseTerms | None
    items: tuple[ItemTerms, ...]
    tells_base: bool
    notes: tuple[Coded, ...]
    missing: tuple[MissingValue, ...]
    average: int | None = None


@frozen(slots=False)
class MonthlyPart:
    """A part that is paid by the month, as the comparison prices it.

    Attributes:
        name: Which part.
        prices: The comparison's prices of a month.
        base: The comparison's base of a month.
        scheme: For a flexible worker's part, the scheme it belongs to.
    """

    name: str
    prices: Callable[[Asker, int], Prices]
    base: Callable[[Asker, int], Base | None]
    scheme: str = ""

    def terms(self, asker: Asker, month: int) -> MonthTerms:
        """The terms of a month, for an asker that has not asked anything yet."""
        prices = self.prices(asker, month)
        base = self.base(asker, month)
        of_base = base.findings if base else ()
        items = {(item.item, item.payer): item for item in reversed(prices.items)}
        # of two prices for one item the comparison takes the first
        terms = tuple(_item_terms(item, base) for item in prices.items if item in items.values())
        by_rate = any(item.rate_ppm is not None for item in terms)
        return MonthTerms(
            None if base is None else _base_terms(asker, month, base),
            terms,
            all(f in prices.findings for f in of_base) if of_base else by_rate,
            tuple(coded(finding) for finding in prices.findings if finding not in of_base),
            tuple(asker.missing.values()),
            self._average(asker, month),
        )

    def _average(self, asker: Asker, month: int) -> int | None:
        average = asker.look_in(f"{self.scheme}.average_wage", month) if self.scheme else None
        return None if average is None else average.whole


def flexible_pension() -> MonthlyPart:
    """The employee pension as a flexible worker."""
    return MonthlyPart(
        "flexible pension", flexible.pension_prices, pension_base, "employee_pension"
    )


def flexible_medical(plan: str) -> MonthlyPart:
    """Employee medical insurance as a flexible worker, in one plan."""
    return MonthlyPart(
        "flexible medical", flexible.medical_prices(plan), medical_base, "employee_medical"
    )


def employer_pension() -> MonthlyPart:
    """Pension, unemployment and work injury through an employer."""
    return MonthlyPart(
        "employer pension",
        employer.pension_prices,
        lambda asker, month: wage_base(asker, "employee_pension", month),
    )


def employer_medical() -> MonthlyPart:
    """Medical insurance and maternity through an employer."""
    return MonthlyPart(
        "employer medical",
        employer.medical_prices,
        lambda asker, month: wage_base(asker, "employee_medical", month),
    )


def coded(finding: Finding) -> Coded:
    """A finding without its words."""
    return finding.rule, finding.outcome


def _base_terms(asker: Asker, month: int, base: Base) -> BaseTerms:
    if base.range_fen is None:
        return BaseTerms(base.fen, base.fen, fixed=True)
    floor, ceiling = base.range_fen
    asked = {answer.asked: answer for answer in base.answers}
    if "employee_pension.tiers" in asked:
        return BaseTerms(floor, ceiling, tiers=tuple(tiers_by_base(asker, month).items()))
    if "employee_medical.base_tiers" in asked:
        bases = sorted(asked["employee_medical.base_tiers"].wholes)
        return BaseTerms(floor, ceiling, tiers=tuple((base_fen, 0) for base_fen in bases))
    return BaseTerms(floor, ceiling)


def _item_terms(item: ItemPrice, base: Base | None) -> ItemTerms:
    """A rate on the base cites the base's values first, then the rate; a fixed amount does not."""
    if base is None or item.answers[: len(base.answers)] != base.answers:
        return ItemTerms(item.item, item.payer, item.fen)
    rate = item.answers[len(base.answers)].whole
    if apply_rate(base.fen, rate) != item.fen:
        raise AssertionError(f"{item.item}: {item.fen} is not {rate} ppm of {base.fen}")
    return ItemTerms(item.item, item.payer, 0, rate)


def joined(months: Sequence[Sequence[MissingValue]]) -> tuple[MissingValue, ...]:
    """What is missing over several months, as one asker would have noted it."""
    noted: dict[str, MissingValue] = {}
    for month in months:
        for value in month:
            known = noted.get(value.parameter)
            if known is None or (value.required and not known.required):
                noted[value.parameter] = value
    return tuple(noted.values())
