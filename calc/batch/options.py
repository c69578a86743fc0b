"""Every option of every person: two parts each, in the order of the interface."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from calc.batch.offers import Shape
from calc.batch.parts import Parts, Slots
from calc.records import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_STRIDE = 64
"""More than the longest list of plans or tiers."""


@frozen(slots=False)
class Options:
    """The options of some people, a row each.

    Attributes:
        who: Position of the person among the people.
        pension: Slot of the pension part.
        medical: Slot of the medical part.
        first: For each person, where their options begin; then where the last ones end.
    """

    who: Whole
    pension: Whole
    medical: Whole
    first: Whole

    def some(self, chosen: Whole) -> Options:
        """Some of the options; ``first`` has no meaning then."""
        return Options(
            self.who.take(chosen), self.pension.take(chosen), self.medical.take(chosen), self.first
        )

    def cells_of(self, slots: Slots, slot: Whole) -> Whole:
        """Where each option's part stands in a matrix of slots, row after row."""
        line = np.zeros(max(slots.numbers) + 1, np.int64)
        line[list(slots.numbers)] = np.arange(len(slots.numbers)) * slots.count
        return line.take(slot) + self.who


@dataclass
class Expander:
    """Lays out options; remembers the order for each shape of a person's places."""

    _shapes: dict[int, int] = field(default_factory=dict)
    _start: list[int] = field(default_factory=lambda: [0])
    _pension: list[int] = field(default_factory=list)
    _medical: list[int] = field(default_factory=list)

    def options(self, parts: Parts, kept: Flags) -> Options:
        """The options of the people that are kept; the others have none."""
        shape = self._shapes_of(parts)
        start = np.array(self._start, np.int64)
        count = np.where(kept, (start[1:] - start[:-1])[shape], 0)
        first = np.concatenate([[0], np.cumsum(count)])
        who = np.repeat(np.arange(len(shape)), count)
        order = np.arange(first[-1]) + np.repeat(start[shape] - first[:-1], count)
        return Options(
            who,
            np.array(self._pension, np.int64)[order],
            np.array(self._medical, np.int64)[order],
            first,
        )

    def _shapes_of(self, parts: Parts) -> Whole:
        """The number of each person's shape."""
        people = parts.people
        keys = np.zeros(len(people), np.int64)
        for group in parts.groups:
            listed = parts.by.offers.counts("plans") * _STRIDE + parts.by.offers.counts("tiers")
            at = slice(None) if group.rows is None else group.rows
            place = 1 if group.registered else _STRIDE**2 * 2
            keys[at] += (listed[group.offered] * 2 + group.registered) * place
        keys = keys * 2 + (people.registration >= 0)
        distinct, inverse = np.unique(keys, return_inverse=True)
        return np.array([self._number(int(key)) for key in distinct], np.int64)[inverse]

    def _number(self, key: int) -> int:
        number = self._shapes.get(key)
        if number is None:
            number = self._shapes[key] = len(self._shapes)
            for pension, medical in _shape(key).options():
                self._pension.append(pension)
                self._medical.append(medical)
            self._start.append(len(self._pension))
        return number


def _shape(key: int) -> Shape:
    key, resident = divmod(key, 2)
    work, registered = divmod(key, _STRIDE**2 * 2)
    listed, two_places = divmod(registered, 2)
    plans, tiers = divmod(work // 2, _STRIDE)
    plans_registered, tiers_registered = divmod(listed, _STRIDE)
    return Shape(plans, tiers, plans_registered, tiers_registered, bool(two_places), bool(resident))
