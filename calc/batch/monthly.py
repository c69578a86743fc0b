"""Dense tables of what is paid by the month: terms by place and month, spans by place and months.

A row of a table is one part in one variant at one place; a person has one whole number that says
which. Neighbouring months with equal terms are one *regime*: a year has one or two of them, so a
year costs as many passes over a column, not twelve. Regime 0 is that of the month asked for.
Rows and spans are filled in when a batch first holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from calc.batch.frame import MONTHS_A_YEAR, SPANS, Frame
from calc.batch.terms import BaseTerms, ItemTerms, MonthlyPart, MonthTerms, Tiers, joined
from calc.comparison.pricing import Prices
from calc.comparison.question import Asker, MissingValue
from calc.records import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

WORKER = "worker"
UNPRICED, INCOMPLETE, NOT_OFFERED = 1, 2, 4
"""Flags of a part: a required value is missing, one on the worker's side is, nothing is priced."""
NO_TIERS = -1
YearlyPrices = Callable[[Asker, str], Prices]


@dataclass
class Interned:
    """Numbers for values that are alike for many rows."""

    values: list[object] = field(default_factory=list)
    _numbers: dict[object, int] = field(default_factory=dict)

    def number(self, value: object) -> int:
        """The number of a value, the same for equal values."""
        number = self._numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number


@dataclass
class Shared:
    """Numbers that the tables have in common.

    Attributes:
        tiers: For tiers of a base.
        missing: For lists of missing values.
        notes: For what there is to say; 0 is nothing.
        tier_words: For the words of tiers of resident medical insurance; 0 is the empty one.
    """

    tiers: Interned = field(default_factory=Interned)
    missing: Interned = field(default_factory=Interned)
    notes: Interned = field(default_factory=Interned)
    tier_words: Interned = field(default_factory=Interned)

    def number_of_missing(self, values: Sequence[MissingValue]) -> int:
        """A number for a list of missing values; the day they were missed on does not count."""
        return self.missing.number(
            tuple((value.place, value.parameter, value.required) for value in values)
        )


@frozen(slots=False)
class Regime:
    """Months with equal terms."""

    base: BaseTerms | None
    items: tuple[ItemTerms, ...]
    average: int | None
    """The average wage, where a subsidy counts the base against it."""


@frozen(slots=False)
class Row:
    """One part in one variant at one place."""

    place: str
    variant: str
    regimes: tuple[Regime, ...]
    by_month: tuple[int, ...]
    """The regime of each month of the year."""
    months: tuple[MonthTerms, ...]
    """Each month of the year, then the month asked for."""
    base_cap_ppm: int | None
    """The share of the average wage above which a subsidy does not count the base."""


@frozen(slots=False)
class Span:
    """What a row is over some months of the year."""

    row: int
    counts: tuple[int, ...]
    flags: int
    yearly_fen: int
    missing: int


@dataclass
class MonthlyTable:
    """The terms of one kind of part at every place and in every variant.

    Attributes:
        frame: The law and the days.
        shared: Numbers shared with other tables.
        places: Slugs of the places, by number.
        variants: Plans or classes, by number.
        part_of: The part of a variant.
        probe_of: What a probe of a variant tells.
        yearly: What a variant adds once a year.
        base_caps: By place, the share of the average wage above which the base does not count
            for a subsidy.
    """

    frame: Frame
    shared: Shared
    places: Sequence[str]
    variants: Sequence[str]
    part_of: Callable[[str], MonthlyPart]
    probe_of: Callable[[str], dict[str, object]] = lambda variant: {}
    yearly: YearlyPrices | None = None
    base_caps: Mapping[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    _row_of: Whole = field(init=False)
    _span_of: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    _columns: dict[tuple[object, object], Whole] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._row_of = np.full(len(self.places) * len(self.variants), -1, np.int64)

    # -- rows and spans of people -----------------------------------------------------------

    def rows_of(self, place: Whole, variant: Whole | int) -> Whole:
        """The rows of people, from the numbers of their place and variant."""
        key = place * len(self.variants) + variant
        found = present(key, self._row_of.size)
        for new in found[self._row_of[found] < 0]:
            self._add_row(int(new))
        return _taken(self._row_of, key)

    def spans_of(self, row: Whole, span: Whole) -> Whole:
        """The numbers of people's spans, from their rows and months enrolled."""
        key = row * SPANS + span
        found = present(key, self._span_of.size)
        for new in found[self._span_of[found] < 0]:
            self._add_span(int(new))
        return _taken(self._span_of, key)

    def column(self, value: Callable[..., int], *where: int | str) -> Whole:
        """A value of every row as a column, such as ``column(floor, regime)``."""
        return self._column(value, self.rows, where)

    def span_column(self, value: Callable[..., int], *where: int) -> Whole:
        """A value of every span as a column."""
        return self._column(value, self.spans, where)

    def _column(
        self, value: Callable[..., int], items: Sequence[Row | Span], where: tuple[object, ...]
    ) -> Whole:
        known = self._columns.get((value, where))
        if known is None or known.size != len(items):
            known = np.array([value(self, item, *where) for item in items], np.int64)
            self._columns[value, where] = known
        return known

    @property
    def regimes(self) -> int:
        """How many regimes the row with the most of them has."""
        return max((len(row.regimes) for row in self.rows), default=0)

    @property
    def items(self) -> tuple[tuple[str, str], ...]:
        """Every item and payer that a row has, in order of first use."""
        return tuple(
            dict.fromkeys(
                (item.item, item.payer)
                for row in self.rows
                for regime in row.regimes
                for item in regime.items
            )
        )

    # -- filling in -------------------------------------------------------------------------

    def _add_row(self, key: int) -> None:
        place = self.places[key // len(self.variants)]
        variant = self.variants[key % len(self.variants)]
        part, frame = self.part_of(variant), self.frame
        probe = frame.probe(place, self.probe_of(variant))
        known: dict[int, MonthTerms] = {}
        for month in frame.months:
            if month not in known:
                known[month] = part.terms(probe.asker(place), month)
        months = tuple(known[month] for month in frame.months)
        cap = self.base_caps.get(place)
        each = [
            Regime(month.base, month.items, None if cap is None else month.average)
            for month in months
        ]
        regimes = tuple(dict.fromkeys((each[-1], *each)))
        by_month = tuple(regimes.index(regime) for regime in each[:-1])
        self._row_of[key] = len(self.rows)
        self.rows.append(Row(place, variant, regimes, by_month, months, cap))
        more = np.full(SPANS, -1, np.int64)
        self._span_of = np.concatenate([self._span_of, more])

    def _add_span(self, key: int) -> None:
        number, span = divmod(key, SPANS)
        row = self.rows[number]
        first, end = divmod(span, MONTHS_A_YEAR + 1)
        inside = range(first, end)
        months = [row.months[month] for month in inside]
        current = row.months[-1]
        yearly, noted = self._once_a_year(row, span)
        missing = joined([current.missing, *(month.missing for month in months), noted])
        flags = UNPRICED * any(value.required for value in missing)
        flags |= INCOMPLETE * any(value.worker_side for value in missing)
        offered = current.items or yearly.items or any(month.items for month in months)
        flags |= NOT_OFFERED * (not offered)
        self._span_of[key] = len(self.spans)
        by_regime = [row.by_month[month] for month in inside]
        self.spans.append(
            Span(
                number,
                tuple(by_regime.count(regime) for regime in range(len(row.regimes))),
                flags,
                sum(item.fen for item in yearly.items if item.payer == WORKER),
                self.shared.number_of_missing(missing),
            )
        )

    def _once_a_year(self, row: Row, span: int) -> tuple[Prices, tuple[MissingValue, ...]]:
        if self.yearly is None:
            return Prices(), ()
        probe = self.frame.probe(row.place, self.probe_of(row.variant), span=span)
        asker = probe.asker(row.place)
        prices = self.yearly(asker, row.variant)
        return prices, tuple(asker.missing.values())


def _taken(numbers: Whole, keys: Whole) -> Whole:
    return numbers.take(keys)


def present(keys: Whole, size: int) -> Whole:
    """The distinct keys, all below ``size``, in ascending order."""
    seen = np.zeros(size, dtype=bool)
    seen[keys] = True
    return np.flatnonzero(seen)


# -- what a row or a span says, to be made a column of ---------------------------------------


def floor(table: MonthlyTable, row: Row, regime: int) -> int:
    """The lowest base; 0 where none is on file."""
    base = _base(row, regime)
    return base.floor if base else 0


def ceiling(table: MonthlyTable, row: Row, regime: int) -> int:
    """The highest base; 0 where none is on file."""
    base = _base(row, regime)
    return base.ceiling if base else 0


def tiers(table: MonthlyTable, row: Row, regime: int) -> int:
    """The number of the tiers, ``NO_TIERS`` without any."""
    base = _base(row, regime)
    return table.shared.tiers.number(base.tiers) if base and base.tiers else NO_TIERS


def choice(table: MonthlyTable, row: Row, regime: int) -> int:
    """1 where there is a base to choose, 0 where it is the same for everybody, -1 without one."""
    base = _base(row, regime)
    return -1 if base is None else int(not base.fixed)


def rate(table: MonthlyTable, row: Row, regime: int, item: str, payer: str) -> int:
    """The rate of an item in ppm; 0 where it is a fixed amount, or none."""
    return sum(i.rate_ppm or 0 for i in _items(row, regime) if (i.item, i.payer) == (item, payer))


def fixed_of_worker(table: MonthlyTable, row: Row, regime: int) -> int:
    """What the worker owes whatever the base."""
    return sum(item.fen for item in _items(row, regime) if item.payer == WORKER)


def average(table: MonthlyTable, row: Row, regime: int) -> int:
    """The average wage that a subsidy counts the base against; -1 where it is not on file."""
    found = row.regimes[regime].average if regime < len(row.regimes) else None
    return -1 if found is None else found


def base_cap(table: MonthlyTable, row: Row) -> int:
    """The share of it above which the base does not count; -1 where there is no such limit."""
    return -1 if row.base_cap_ppm is None else row.base_cap_ppm


def counts(table: MonthlyTable, row: Row, regime: int) -> int:
    """1 where a month's contribution can be counted for a subsidy, else 0."""
    known = row.base_cap_ppm is None or average(table, row, regime) >= 0
    return int(known and any(item.rate_ppm is not None for item in _items(row, regime)))


def regime_in(table: MonthlyTable, row: Row, month: int) -> int:
    """The regime of a month of the year."""
    return row.by_month[month]


def tells_base(table: MonthlyTable, row: Row) -> int:
    """1 where what there is to say about the base is said with this part, else 0."""
    return int(row.months[-1].tells_base)


def months_of(table: MonthlyTable, span: Span, regime: int) -> int:
    """How many months of a span lie in a regime."""
    return span.counts[regime] if regime < len(span.counts) else 0


def yearly_fen(table: MonthlyTable, span: Span) -> int:
    """What the worker owes once a year."""
    return span.yearly_fen


def _base(row: Row, regime: int) -> BaseTerms | None:
    return row.regimes[regime].base if regime < len(row.regimes) else None


def _items(row: Row, regime: int) -> tuple[ItemTerms, ...]:
    return row.regimes[regime].items if regime < len(row.regimes) else ()


def tiers_at(shared: Shared, number: int) -> Tiers:
    """The tiers of a number."""
    found: Tiers = shared.tiers.values[number]  # type: ignore[assignment]  # only tiers go in
    return found
