"""Parts in the resident schemes: a tier or a premium a year, the same for all who take it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from calc.batch.frame import Frame
from calc.batch.monthly import (
    INCOMPLETE,
    NOT_OFFERED,
    UNPRICED,
    WORKER,
    Interned,
    Shared,
    present,
)
from calc.batch.terms import coded
from calc.comparison.pricing import Prices
from calc.comparison.question import Asker
from calc.comparison.resident import medical_prices, pension_prices, tier_day
from calc.records import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

NOT_CHOSEN = -1


@frozen(slots=False)
class YearlyRow:
    """A part that costs the same for everybody who takes it."""

    place: str
    variant: str
    year_fen: int
    flags: int
    missing: int
    notes: int
    items: tuple[tuple[str, str, int], ...]


@dataclass
class YearlyTable:
    """Rows of parts that are paid by the year, filled in when a batch first holds them."""

    frame: Frame
    shared: Shared
    rows: list[YearlyRow] = field(default_factory=list)
    _row_of: dict[tuple[object, ...], int] = field(default_factory=dict)

    def row(
        self,
        key: tuple[object, ...],
        place: str,
        variant: str,
        prices: Callable[[Asker], Prices],
        told: Mapping[str, object] | None = None,
    ) -> int:
        """The number of a row."""
        number = self._row_of.get(key)
        if number is None:
            asker = self.frame.probe(place, told).asker(place)
            found = prices(asker)
            missing = tuple(asker.missing.values())
            flags = UNPRICED * any(value.required for value in missing)
            flags |= INCOMPLETE * any(value.worker_side for value in missing)
            flags |= NOT_OFFERED * (not found.items)
            number = self._row_of[key] = len(self.rows)
            self.rows.append(
                YearlyRow(
                    place,
                    variant,
                    sum(item.fen for item in found.items if item.payer == WORKER),
                    flags,
                    self.shared.number_of_missing(missing),
                    self.shared.notes.number(tuple(coded(each) for each in found.findings)),
                    tuple((item.item, item.payer, item.fen) for item in found.items),
                )
            )
        return number

    def year_fen(self) -> Whole:
        """What the worker pays for the year, by row."""
        return np.array([row.year_fen for row in self.rows], np.int64)


@dataclass
class ResidentPension:
    """The resident pension: a row for each place, tier and answer about hardship."""

    table: YearlyTable
    places: Sequence[str]
    _offered: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def rows_of(self, place: Whole, chosen_fen: Whole, hardship: Whole) -> Whole:
        """The rows of people.

        Args:
            place: Number of the place of registration.
            chosen_fen: The tier chosen, -1 for none.
            hardship: Whether the person is in a hardship group: 1, 0 or -1.
        """
        rows = np.zeros(len(place), np.int64)
        for number in present(place, len(self.places)).tolist():
            at = np.flatnonzero(place == number)
            offered = self._tiers(number)
            tier = np.searchsorted(np.array(offered, np.int64), chosen_fen[at])
            tier = np.minimum(tier, len(offered) - 1)
            # whatever is no tier is the same: one more than the highest stands for it
            fits = np.array(offered, np.int64)[tier] == chosen_fen[at]
            key = np.where(fits, tier, len(offered)) * 3 + hardship[at] + 1
            by_key = np.zeros(3 * len(offered) + 3, np.int64)
            for each in present(key, by_key.size).tolist():
                by_key[each] = self._row(number, each)
            rows[at] = by_key[key]
        return rows

    def _tiers(self, number: int) -> tuple[int, ...]:
        """Nothing chosen, then every tier of a place in ascending order, those for hardship too."""
        if number not in self._offered:
            frame, place = self.table.frame, self.places[number]
            probe = frame.probe(place)
            asker, day = probe.asker(place), tier_day(probe)
            found = [
                asker.look(f"resident_pension.{name}", day) for name in ("tiers", "hardship_tiers")
            ]
            tiers = {fen for answer in found if answer is not None for fen in answer.wholes}
            self._offered[number] = (NOT_CHOSEN, *sorted(tiers))
        return self._offered[number]

    def _row(self, number: int, key: int) -> int:
        tier, hardship = divmod(key, 3)
        offered = self._tiers(number)
        chosen = offered[tier] if tier < len(offered) else max(offered) + 2
        told: dict[str, object] = {"hardship": {0: None, 1: False, 2: True}[hardship]}
        if chosen != NOT_CHOSEN:
            told["resident_pension_tier"] = f"{chosen // 100}.{chosen % 100:02d}"
        place = self.places[number]
        return self.table.row(("pension", number, key), place, "", pension_prices, told)


@dataclass
class ResidentMedical:
    """Resident medical insurance: a row for each place and tier."""

    table: YearlyTable
    places: Sequence[str]
    tiers: Interned

    def rows_of(self, place: Whole, tier: Whole) -> Whole:
        """The rows of people, from the numbers of their place and of the tier's word."""
        count = len(self.tiers.values)
        key = place * count + tier
        rows = np.zeros(len(self.places) * count, np.int64)
        for each in present(key, rows.size).tolist():
            rows[each] = self._row(each // count, str(self.tiers.values[each % count]))
        return rows.take(key)

    def _row(self, number: int, tier: str) -> int:
        return self.table.row(
            ("medical", number, tier),
            self.places[number],
            tier,
            lambda asker: medical_prices(asker, tier),
        )
