"""Prices whole columns of people in one part that is paid by the month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from calc.batch import monthly
from calc.batch.bases import Bases, FirstPayments, Wishes, bases_in, bases_now
from calc.batch.monthly import WORKER, MonthlyTable
from calc.records import frozen
from calc.schemes.employer import shares
from calc.schemes.flexible_worker import flexible_contribution
from calc.subsidies.social_insurance import counted_base

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

Contribution = Callable[["Whole", "Whole", str], "Whole"]
"""What a payer owes for a base and a rate: a function of ``calc.schemes``."""


def alone(base_fen: Whole, rate_ppm: Whole, payer: str) -> Whole:
    """A flexible worker's contribution."""
    # the part of it that goes to an account changes nothing of what is paid
    return np.asarray(flexible_contribution(base_fen, rate_ppm, 0).total_fen)


def with_employer(base_fen: Whole, rate_ppm: Whole, payer: str) -> Whole:
    """The share of the worker or of the employer."""
    worker = payer == WORKER
    paid = shares(base_fen, rate_ppm if worker else 0, 0 if worker else rate_ppm)
    return np.asarray(paid.total_fen)


@frozen
class Counted:
    """What counts for a subsidy in the months of one regime.

    Attributes:
        regime: Number of the regime.
        months: Months of the year in it.
        month_fen: The contribution of one of them, as far as it counts.
        known: 1 where it can be counted.
    """

    regime: int
    months: Whole
    month_fen: Whole
    known: Whole


@frozen(slots=False)
class PricedColumn:
    """A part of many people, priced.

    Attributes:
        month_fen: What the worker pays in the month asked for, without yearly items.
        year_fen: What the worker pays for the year.
        row: Row of the table.
        span: Span of the table, which says what is missing.
        bases: Bases of the month asked for, and what there is to say about them.
        tells_base: 1 where what there is to say about the base is said with this part, else 0.
        choice: 1 where there is a base to choose, 0 where not, -1 without a base.
        counted: What counts for a subsidy, for a flexible worker's part.
    """

    month_fen: Whole
    year_fen: Whole
    row: Whole
    span: Whole
    bases: Bases
    tells_base: Whole
    choice: Whole
    counted: tuple[Counted, ...]


@dataclass
class MonthlyPricer:
    """Prices one kind of part.

    Attributes:
        table: Its terms.
        contribution: The scheme's own function.
        first: What was known at first payments; None for what an employer withholds.
        subsidised: The item that counts for a subsidy; empty for none.
    """

    table: MonthlyTable
    contribution: Contribution
    first: FirstPayments | None = None
    subsidised: str = ""

    def price(self, place: Whole, variant: Whole | int, wishes: Wishes) -> PricedColumn:
        """Price a column of people.

        Args:
            place: Number of the place, for each.
            variant: Number of the plan or class, for each or for all.
            wishes: The bases they want.
        """
        table = self.table
        row = table.rows_of(place, variant)
        span = table.spans_of(row, wishes.span)
        bases = bases_now(table, row, wishes, self.first)
        month, main_of_month = self._worker(0, row, bases.fen)
        year = table.span_column(monthly.yearly_fen)[span]
        counted = []
        for regime in range(table.regimes):
            months = table.span_column(monthly.months_of, regime)[span]
            if not months.any():
                continue
            base = self._bases(regime, row, wishes, bases)
            total, main = month, main_of_month
            if base is not bases.fen:
                total, main = self._worker(regime, row, base)
            year = year + total * months
            if self.subsidised:
                counted.append(self._counted(regime, row, months, base, main))
        return PricedColumn(
            month,
            year,
            row,
            span,
            bases,
            table.column(monthly.tells_base)[row],
            table.column(monthly.choice, 0)[row],
            tuple(counted),
        )

    def _counted(self, regime: int, row: Whole, months: Whole, base: Whole, paid: Whole) -> Counted:
        """The contribution on no more than the base that counts for a subsidy."""
        known = self.table.column(monthly.counts, regime)[row]
        caps = self.table.column(monthly.base_cap)
        if caps.max(initial=-1) >= 0:
            capped = np.flatnonzero(caps[row] >= 0)
            rows = row[capped]
            wage = np.maximum(self.table.column(monthly.average, regime)[rows], 0)
            rate = self.table.column(monthly.rate, regime, self.subsidised, WORKER)[rows]
            most = np.asarray(counted_base(base[capped], wage, caps[rows]))
            paid = paid.copy()
            paid[capped] = self.contribution(most, rate, WORKER)
        return Counted(regime, months, paid, known)

    def _bases(self, regime: int, row: Whole, wishes: Wishes, now: Bases) -> Whole:
        """The bases of a regime; those of the month asked for where they cannot differ."""
        tiers = self.table.column(monthly.tiers, 0)
        if regime == 0 and tiers.max(initial=-1) < 0:
            return now.fen
        return bases_in(self.table, regime, row, wishes, self.first)

    def _worker(self, regime: int, row: Whole, base: Whole) -> tuple[Whole, Whole]:
        """What the worker owes in a month of a regime: in all, and for the subsidised item."""
        total = self.table.column(monthly.fixed_of_worker, regime)[row]
        main = total
        for item, payer in self.table.items:
            rates = self.table.column(monthly.rate, regime, item, payer)
            if payer == WORKER and rates.any():
                paid = self.contribution(base, rates[row], payer)
                total = total + paid
                main = paid if item == self.subsidised else main
        return total, main
