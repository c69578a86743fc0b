"""Which parts a place offers, and in which order people's options stand.

The comparison says both, for a probe; the order of an applicant's options depends on nothing but
how many plans and tiers the two places list, and whether there are two places at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from calc.applicant import MEDICAL_PLANS
from calc.batch.frame import Frame
from calc.batch.monthly import Interned, present
from calc.batch.terms import Coded, coded
from calc.comparison.options import medical_parts
from calc.findings import Finding
from calc.records import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

PENSION_SLOTS = 5
EMPLOYER, FLEXIBLE_AT_WORK, FLEXIBLE_REGISTERED, RESIDENT, NONE = range(PENSION_SLOTS)
MOST = 32
"""So many plans, and so many tiers, a place may list; not a limit of the law."""


@frozen(slots=False)
class Listed:
    """One plan or tier that a place lists for somebody.

    Attributes:
        variant: Number of the plan, or of the tier's word.
        notes: Number of what there is to say about the choice.
    """

    variant: int
    notes: int


@dataclass
class Offers:
    """Plans and tiers of a place, for each plan and tier somebody may have asked for.

    Attributes:
        frame: The law and the days.
        places: Slugs of the places, by number.
        notes: Numbers of what there is to say.
        tiers: Numbers of tiers' words; 0 is for a place with one premium.
    """

    frame: Frame
    places: Sequence[str]
    notes: Interned
    tiers: Interned
    _keys: dict[int, int] = field(default_factory=dict)
    _plans: list[list[Listed]] = field(default_factory=list)
    _tiers: list[list[Listed]] = field(default_factory=list)

    def rows_of(self, place: Whole, plan: Whole, tier: Whole, words: Sequence[str]) -> Whole:
        """A row of this table for each person.

        Args:
            place: Number of the place.
            plan: Number of the plan asked for, -1 for none.
            tier: Number among ``words`` of the tier asked for, -1 for none.
            words: The words for tiers.
        """
        key = (place * (len(MEDICAL_PLANS) + 1) + plan + 1) * (len(words) + 1) + tier + 1
        size = len(self.places) * (len(MEDICAL_PLANS) + 1) * (len(words) + 1)
        found = present(key, size)
        rows = np.zeros(size, np.int64)
        for each in found.tolist():
            at, asked = divmod(each, len(words) + 1)
            word = words[asked - 1] if asked else None
            rows[each] = self._row(at, word)
        return rows.take(key)

    def _row(self, at: int, tier: str | None) -> int:
        place, plan = divmod(at, len(MEDICAL_PLANS) + 1)
        # an own number for each word, not for each position of a word in one batch
        key = at * 1_000_000 + (0 if tier is None else self.tiers.number(tier) + 1)
        row = self._keys.get(key)
        if row is None:
            told = {
                "medical_plan": MEDICAL_PLANS[plan - 1] if plan else None,
                "resident_medical_tier": tier,
            }
            parts = medical_parts(self.frame.probe(self.places[place], told))
            row = self._keys[key] = len(self._plans)
            self._plans.append(
                [
                    Listed(MEDICAL_PLANS.index(part.plan), self._noted(part.findings))
                    for part in parts
                    if part.scheme == "flexible"
                ]
            )
            self._tiers.append(
                [
                    Listed(self.tiers.number(part.plan), self._noted(part.findings))
                    for part in parts
                    if part.scheme == "resident"
                ]
            )
        return row

    def _noted(self, findings: Sequence[Finding]) -> int:
        said: tuple[Coded, ...] = tuple(coded(finding) for finding in findings)
        return self.notes.number(said)

    def counts(self, of: str) -> Whole:
        """How many plans or tiers each row lists."""
        rows = self._plans if of == "plans" else self._tiers
        return np.array([len(row) for row in rows], np.int64)

    def listed(self, of: str, position: int) -> tuple[Whole, Whole]:
        """Variant and notes at a position of each row's plans or tiers; -1 where it has fewer."""
        rows = self._plans if of == "plans" else self._tiers
        found = [row[position] if position < len(row) else Listed(-1, 0) for row in rows]
        return (
            np.array([each.variant for each in found], np.int64),
            np.array([each.notes for each in found], np.int64),
        )


@frozen(slots=False)
class Shape:
    """How many plans and tiers there are to combine, and for how many places.

    Attributes:
        plans_at_work: Plans at the workplace.
        tiers_at_work: Tiers at the workplace.
        plans_registered: Plans at the registration, if that is another place.
        tiers_registered: Tiers at the registration.
        two_places: Whether the registration is another place on file.
        resident: Whether the registration is on file, so that its resident pension is an option.
    """

    plans_at_work: int
    tiers_at_work: int
    plans_registered: int
    tiers_registered: int
    two_places: bool
    resident: bool

    def options(self) -> list[tuple[int, int]]:
        """Pension slot and medical slot of each option, in the order of the interface."""
        pensions = [FLEXIBLE_AT_WORK]
        pensions += [FLEXIBLE_REGISTERED] if self.two_places else []
        pensions += [RESIDENT] if self.resident else []
        medicals = [medical_slot("plans", False, k) for k in range(self.plans_at_work)]
        medicals += [medical_slot("plans", True, k) for k in range(self.plans_registered)]
        medicals += [medical_slot("tiers", False, k) for k in range(self.tiers_at_work)]
        medicals += [medical_slot("tiers", True, k) for k in range(self.tiers_registered)]
        return [
            (EMPLOYER, MEDICAL_EMPLOYER),
            *((p, m) for p in pensions for m in (*medicals, MEDICAL_NONE)),
            *((NONE, m) for m in medicals),
        ]


MEDICAL_EMPLOYER, MEDICAL_NONE = 0, 1


def medical_slot(of: str, registered: bool, position: int) -> int:
    """The slot of a plan or tier by its position, at the workplace or where registered."""
    return 2 + (2 * (of == "tiers") + registered) * MOST + position
