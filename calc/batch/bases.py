"""Contribution bases of whole columns, and what there is to say about each.

The numbers are those of ``calc.schemes.contribution_base``; what is said is what
``calc.comparison.bases`` says, as one small number instead of a finding with words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from calc.batch import monthly
from calc.batch.frame import SPANS
from calc.batch.monthly import NO_TIERS, MonthlyTable, present, tiers_at
from calc.comparison.bases import bounds_when_the_year_began, tiers_when_the_year_began
from calc.records import frozen
from calc.schemes.contribution_base import held_within, nearest_tier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from calc.batch.terms import Coded, Tiers
    from calc.comparison.question import Asker

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]

SAYINGS: tuple[Coded | None, ...] = (
    None,
    ("base.unknown", "pass"),
    ("base.within_bounds", "pass"),
    ("base.held", "pass"),
    ("base.lifted", "pass"),
    ("base.within_bounds", "fail"),
    ("base.is_a_tier", "pass"),
    ("base.is_a_tier", "fail"),
    ("tier.nearest", "pass"),
    ("tier.fixed_for_the_year", "pass"),
    ("base.fixed_here", "pass"),
    ("base.stands_in_for_wage", "pass"),
)
"""What can be said about a base, by number."""
(
    NOTHING,
    UNKNOWN,
    WITHIN,
    HELD,
    LIFTED,
    OUTSIDE,
    A_TIER,
    NO_TIER,
    NEAREST,
    FIXED_FOR_THE_YEAR,
    FIXED_HERE,
    STANDS_IN,
) = range(len(SAYINGS))
RHYTHMS = (
    ("monthly", "advance"),
    ("monthly", "arrears"),
    ("quarterly", "advance"),
    ("quarterly", "arrears"),
    ("half_yearly", "advance"),
    ("half_yearly", "arrears"),
    ("yearly", "advance"),
    ("yearly", "arrears"),
)
"""Frequency and timing of payment, by number."""
_NO_BOUNDS = (0, -1)


@frozen(slots=False)
class Wishes:
    """What people want the base to be; some of a column's rows or all of them.

    Attributes:
        fen: The chosen base, else the income; -1 where neither is known.
        chosen: Whether it was chosen. None for the wage that an employer pays on.
        stands_in: Whether a chosen base stands in for a wage that was not told; None for others.
        span_now: Months enrolled in the year of the day asked for.
        span: Months enrolled in the year added up.
        rhythm: Number of the payment rhythm.
    """

    fen: Whole
    chosen: Flags | None
    stands_in: Flags | None
    span_now: Whole
    span: Whole
    rhythm: Whole

    def some(self, rows: Whole) -> Wishes:
        """Those of some rows."""
        return Wishes(
            self.fen[rows],
            None if self.chosen is None else self.chosen[rows],
            None if self.stands_in is None else self.stands_in[rows],
            self.span_now[rows],
            self.span[rows],
            self.rhythm[rows],
        )


@frozen
class Bases:
    """Bases of a column, and the number of what there is to say."""

    fen: Whole
    sayings: Whole


@dataclass
class FirstPayments:
    """What was known at the first payment of a year, by row, months enrolled and rhythm.

    Attributes:
        table: The terms of the part.
        scheme: The scheme it belongs to.
        fixes_tier: Whether the tier of the first payment stays for the year.
    """

    table: MonthlyTable
    scheme: str
    fixes_tier: bool = False
    _bounds: dict[int, tuple[int, int]] = field(default_factory=dict)
    _tiers: dict[tuple[int, bool], int] = field(default_factory=dict)

    def bounds(self, row: Whole, wishes: Wishes) -> tuple[Whole, Whole]:
        """Floor and ceiling of the month asked for as known then; crossed where none were."""
        keys, inverse = self._keys(row, wishes.span_now, wishes.rhythm)
        found = [self._bounds_at(int(key)) for key in keys]
        floors, ceilings = np.array(found, np.int64).reshape(-1, 2).T
        return floors[inverse], ceilings[inverse]

    def tiers(self, row: Whole, wishes: Wishes, *, now: bool) -> Whole:
        """The number of the tiers as known then, for the month asked for or for the year."""
        keys, inverse = self._keys(row, wishes.span_now if now else wishes.span, wishes.rhythm)
        found = [self._tiers_at(int(key), now) for key in keys]
        return np.array(found, np.int64)[inverse]

    def _keys(self, row: Whole, span: Whole, rhythm: Whole) -> tuple[Whole, Whole]:
        keys = (row * SPANS + span) * len(RHYTHMS) + rhythm
        distinct = present(keys, len(self.table.rows) * SPANS * len(RHYTHMS))
        return distinct, np.searchsorted(distinct, keys)

    def _bounds_at(self, key: int) -> tuple[int, int]:
        if key not in self._bounds:
            frame = self.table.frame
            asker, _ = self._asker(key, frame.month)
            found = bounds_when_the_year_began(asker, frame.month, self.scheme)
            self._bounds[key] = found or _NO_BOUNDS
        return self._bounds[key]

    def _tiers_at(self, key: int, now: bool) -> int:
        if (key, now) not in self._tiers:
            frame = self.table.frame
            near = frame.month if now else frame.january
            asker, first = self._asker(key, near)
            month = frame.month if now else frame.january + min(first, 11)
            tiers = tuple(tiers_when_the_year_began(asker, month).items())
            self._tiers[key, now] = self.table.shared.tiers.number(tiers)
        return self._tiers[key, now]

    def _asker(self, key: int, near: int) -> tuple[Asker, int]:
        place_and_span, rhythm = divmod(key, len(RHYTHMS))
        row, span = divmod(place_and_span, SPANS)
        frequency, timing = RHYTHMS[rhythm]
        place = self.table.rows[row].place
        probe = self.table.frame.probe(
            place,
            {"payment_frequency": frequency, "payment_timing": timing},
            span=span,
            near=near,
        )
        return probe.asker(place), span // 13


def bases_in(
    table: MonthlyTable, regime: int, row: Whole, wishes: Wishes, first: FirstPayments | None
) -> Whole:
    """The bases of one regime of the year.

    Args:
        table: The terms.
        regime: Number of the regime.
        row: The row of the table for each person.
        wishes: What they want.
        first: What was known at first payments, for a part that fixes a tier for the year.
    """
    floor = table.column(monthly.floor, regime)[row]
    ceiling = table.column(monthly.ceiling, regime)[row]
    wish = np.maximum(wishes.fen, 0)
    held: Whole = np.asarray(held_within(wish, floor, ceiling).base_fen)
    tiers = table.column(monthly.tiers, regime)
    if tiers.max(initial=NO_TIERS) >= 0:
        tiered = np.flatnonzero(tiers[row] >= 0)
        if tiered.size:
            found = _on_tiers(
                table, tiers[row[tiered]], row[tiered], wishes.some(tiered), first, now=False
            )
            held[tiered] = found.fen
    return held


def bases_now(
    table: MonthlyTable, row: Whole, wishes: Wishes, first: FirstPayments | None
) -> Bases:
    """The bases of the month asked for, and what there is to say about them."""
    floor = table.column(monthly.floor, 0)[row]
    ceiling = table.column(monthly.ceiling, 0)[row]
    choice = table.column(monthly.choice, 0)[row]
    held = held_within(np.maximum(wishes.fen, 0), floor, ceiling)
    base: Whole = np.asarray(held.base_fen)
    outside = np.asarray(held.lifted | held.lowered)
    if wishes.chosen is None:
        said = np.where(outside, HELD, NOTHING)
        if wishes.stands_in is not None:
            said[wishes.stands_in] = STANDS_IN
    else:
        said = np.where(
            wishes.chosen, np.where(outside, OUTSIDE, WITHIN), np.where(outside, HELD, NOTHING)
        )
        _lift(said, row, wishes, first)
        fixed = choice == 0
        said = np.where(fixed, np.where(wishes.chosen & outside, FIXED_HERE, NOTHING), said)
    said = np.where((wishes.fen < 0) & (choice == 1), UNKNOWN, said)
    said[choice < 0] = NOTHING
    tiers = table.column(monthly.tiers, 0)
    if tiers.max(initial=NO_TIERS) >= 0:
        tiered = np.flatnonzero(tiers[row] >= 0)
        if tiered.size:
            found = _on_tiers(
                table, tiers[row[tiered]], row[tiered], wishes.some(tiered), first, now=True
            )
            base[tiered], said[tiered] = found.fen, found.sayings
    return Bases(base, said)


def _lift(said: Whole, row: Whole, wishes: Wishes, first: FirstPayments | None) -> None:
    """A chosen base that fitted when the year began is lifted, not refused."""
    refused = np.flatnonzero(said == OUTSIDE)
    if refused.size and first is not None:
        some = wishes.some(refused)
        floor, ceiling = first.bounds(row[refused], some)
        fitted = (some.fen >= floor) & (some.fen <= ceiling)
        said[refused[fitted]] = LIFTED


def _on_tiers(
    table: MonthlyTable,
    tiers: Whole,
    row: Whole,
    wishes: Wishes,
    first: FirstPayments | None,
    *,
    now: bool,
) -> Bases:
    """Bases on tiers, for each pair of tiers now and tiers at the year's first payment."""
    at_first = tiers
    if first is not None and first.fixes_tier:
        at_first = first.tiers(row, wishes, now=now)
    count = len(table.shared.tiers.values)
    base, said = np.zeros(len(row), np.int64), np.zeros(len(row), np.int64)
    pairs = tiers * count + at_first
    for pair in present(pairs, count * count).tolist():
        rows = np.flatnonzero(pairs == pair)
        found = _on(
            tiers_at(table.shared, pair // count),
            tiers_at(table.shared, pair % count),
            wishes.some(rows),
        )
        base[rows], said[rows] = found.fen, found.sayings
    return Bases(base, said)


def _on(now: Tiers, at_first: Tiers, wishes: Wishes) -> Bases:
    """Bases on one place's tiers, as ``calc.comparison.bases`` finds them for one person."""
    chosen = wishes.chosen
    if chosen is None:
        raise AssertionError("an employer pays on the wage, not on a tier")
    wish = wishes.fen
    known = np.maximum(wish, 0)
    bases = [base for base, _ in now]
    nearest: Whole = np.asarray(nearest_tier(known, bases))
    if at_first == now:  # then the tier that the year began with is the one found now
        fixed = np.full(len(wish), -1, np.int64)
    else:
        fixed = _fixed_by_first_payment(known, np.asarray(chosen), now, at_first)
    exact = nearest == wish
    said = np.where(
        chosen,
        np.where(
            exact, A_TIER, np.where((wish >= bases[0]) & (wish <= bases[-1]), NO_TIER, OUTSIDE)
        ),
        np.where(exact, NOTHING, NEAREST),
    )
    moved = (fixed >= 0) & (fixed != np.where(chosen, wish, nearest))
    said = np.where(moved, FIXED_FOR_THE_YEAR, said)
    base = np.where(moved, fixed, nearest)
    unknown = wish < 0
    return Bases(np.where(unknown, bases[0], base), np.where(unknown, UNKNOWN, said))


def _fixed_by_first_payment(known: Whole, chosen: Flags, now: Tiers, at_first: Tiers) -> Whole:
    """The base now of the tier that the first payment fixed; -1 where it fixed none."""
    fixed = np.full(len(known), -1, np.int64)
    if not at_first:
        return fixed
    today = {proportion: base for base, proportion in now}
    then = dict(at_first)
    tier: Whole = np.where(chosen, known, np.asarray(nearest_tier(known, sorted(then))))
    for base, proportion in then.items():
        fixed = np.where(tier == base, today.get(proportion, -1), fixed)
    is_one_now = np.isin(known, [base for base, _ in now])
    return np.where(chosen & is_one_now, -1, fixed)
