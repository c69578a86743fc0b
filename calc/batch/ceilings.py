"""The ceiling of the social-insurance subsidy for every option that has a flexible worker's part.

The place of the flexible pension grants it, else that of the medical part, for what is paid there.
Of more months than are left the dearest count.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from calc.batch import monthly
from calc.batch.frame import MONTHS_A_YEAR
from calc.batch.monthly import MonthlyTable
from calc.batch.offers import (
    FLEXIBLE_AT_WORK,
    FLEXIBLE_REGISTERED,
    NONE,
    PENSION_SLOTS,
    RESIDENT,
)
from calc.batch.options import Options
from calc.batch.parts import Group, Parts, Slots, some
from calc.batch.pricing import PricedColumn
from calc.records import frozen
from calc.subsidies.social_insurance import SocialSubsidyFacts, ceiling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@frozen(slots=False)
class Paid:
    """One flexible worker's part of some people of a group.

    Attributes:
        table: The terms of the part.
        inside: Which of the group they are; None for all.
        priced: The part.
    """

    table: MonthlyTable
    inside: Whole | None
    priced: PricedColumn

    def total(self, count: int) -> tuple[Flags, Whole]:
        """Whether the year's contributions can be counted, and their sum, for a whole group."""
        known, total = np.zeros(count, dtype=bool), np.zeros(count, np.int64)
        found = [each for each in self.priced.counted if each.months.any()]
        at = slice(None) if self.inside is None else self.inside
        known[at] = True
        for each in found:
            known[at] &= (each.known == 1) | (each.months == 0)
            total[at] += each.month_fen * each.months
        return known, total

    def by_month(self, chosen: Whole) -> Whole:
        """The contributions of each month of the year, for some of a group; a row a person."""
        at = chosen if self.inside is None else np.searchsorted(self.inside, chosen)
        amounts = np.zeros((len(chosen), self.table.regimes), np.int64)
        for each in self.priced.counted:
            amounts[:, each.regime] = each.month_fen[at]
        row = self.priced.row[at]
        regimes = [
            self.table.column(monthly.regime_in, month)[row] for month in range(MONTHS_A_YEAR)
        ]
        return np.take_along_axis(amounts, np.stack(regimes, axis=1), axis=1)


class Ceilings:
    """The ceilings of options: a line for each way in which flexible parts stand together.

    Only ways that occur among the options are worked out.
    """

    def __init__(self, parts: Parts, options: Options) -> None:
        self._parts = parts
        self._options = options
        self._lines = [np.zeros(len(parts.people), np.int64)]
        medicals = max(parts.medicals.numbers) + 1
        self._pairs = options.pension * medicals + options.medical
        self._occurs = np.zeros((PENSION_SLOTS, medicals), dtype=bool)
        self._occurs.reshape(-1)[self._pairs] = True
        self._line_of = np.zeros(self._occurs.shape, np.int64)
        facts = parts.by.social.facts(parts.people, parts.standing)
        for group in parts.groups:
            self._add(group, facts)

    def of_options(self) -> Whole:
        """The ceiling of each option."""
        begins = (self._line_of.reshape(-1) * len(self._parts.people)).take(self._pairs)
        return np.concatenate(self._lines).take(begins + self._options.who)

    def _add(self, group: Group, facts: SocialSubsidyFacts) -> None:
        """The lines of one place: the pension alone, a plan alone, and both together."""
        parts, occurs = self._parts, self._occurs
        one = _AtPlace(parts, group, facts)
        slot = FLEXIBLE_REGISTERED if group.registered else FLEXIBLE_AT_WORK
        plans = parts.plan_slots(group)
        others = occurs[slot].copy()
        others[plans] = False
        pension = one.paid("flexible pension", parts.pensions, slot)
        if others.any():
            self._line_of[slot] = self._line(group, one.ceiling([pension], only_pension=True))
        for plan in plans:
            medical = one.paid("flexible medical", parts.medicals, plan)
            if occurs[[RESIDENT, NONE], plan].any():
                alone = self._line(group, one.ceiling([medical]))
                self._line_of[[RESIDENT, NONE], plan] = alone
            if occurs[slot, plan]:
                self._line_of[slot, plan] = self._line(group, one.ceiling([pension, medical]))

    def _line(self, group: Group, ceilings: Whole) -> int:
        line = np.zeros(len(self._parts.people), np.int64)
        line[slice(None) if group.rows is None else group.rows] = ceilings
        self._lines.append(line)
        return len(self._lines) - 1


class _AtPlace:
    """People at one of their places, and how they stand there."""

    def __init__(self, parts: Parts, group: Group, facts: SocialSubsidyFacts) -> None:
        self._parts, self._group = parts, group
        self._local = parts.by.local_amounts
        rows = group.rows
        possible = np.asarray(parts.standing.relation.possible)
        span = parts.spans[1]
        if rows is not None:
            facts, possible, span = some(facts, rows), possible[rows], span[rows]
        self._standing = parts.by.social.standing(group.place, facts, possible)
        first, end = np.divmod(span, MONTHS_A_YEAR + 1)
        self._first, self._end = first, end
        self._months = np.maximum(end - first, 0)

    def paid(self, kind: str, slots: Slots, slot: int) -> Paid:
        """A part of the people of this group."""
        rows, priced = slots.priced[slot]
        inside = rows
        if rows is not None and self._group.rows is not None:
            inside = np.searchsorted(self._group.rows, rows)
        return Paid(self._parts.by.monthly[kind].table, inside, priced)

    def ceiling(self, paid: Sequence[Paid], *, only_pension: bool = False) -> Whole:
        """The most that is paid for some parts; 0 where nothing is or where it is closed."""
        count = len(self._group.place)
        known, total = np.ones(count, dtype=bool), np.zeros(count, np.int64)
        for each in paid:
            counted, fen = each.total(count)
            known &= counted
            total += fen
        months = np.minimum(self._standing.left, self._months)
        known &= ~self._standing.closed
        fewer = np.flatnonzero(known & (months < self._months))
        if fewer.size:
            total[fewer] = self._dearest(paid, fewer, months[fewer])
        return np.where(known, self._bounded(total, months, only_pension), 0)

    def _dearest(self, paid: Sequence[Paid], chosen: Whole, months: Whole) -> Whole:
        """The sum of so many of the dearest months of some people."""
        amounts = sum(
            (each.by_month(chosen) for each in paid),
            np.zeros((len(chosen), MONTHS_A_YEAR), np.int64),
        )
        month = np.arange(MONTHS_A_YEAR)
        enrolled = (month >= self._first[chosen][:, None]) & (month < self._end[chosen][:, None])
        in_order = -np.sort(-np.where(enrolled, amounts, 0), axis=1)
        return np.asarray(np.where(month < months[:, None], in_order, 0).sum(axis=1))

    def _bounded(self, total: Whole, months: Whole, only_pension: bool) -> Whole:
        """The share of what was paid, and no more than the place pays."""
        place, local = self._group.place, self._local
        amount = (local.pension_fen if only_pension else local.amount_fen)[place]
        by_month = (local.pension_by_month if only_pension else local.by_month)[place]
        amount = np.where(by_month == 1, amount * months, amount)
        share = local.share[place]
        most = np.zeros(len(place), np.int64)
        for number, ratio in enumerate(local.shares):
            at = np.flatnonzero(share == number)
            if at.size:
                most[at] = ceiling(total[at], ratio, amount[at])
        # neither a share nor an amount of the place's own: nothing bounds it, nothing is said
        return np.where((share == 0) & (local.amount_fen[place] < 0), 0, most)
