"""Ways to enrol by role, workplace or registration, instead of by place: columns, one a way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calc.applicant import MEDICAL_PLANS
from calc.batch.offers import (
    EMPLOYER,
    FLEXIBLE_AT_WORK,
    FLEXIBLE_REGISTERED,
    MEDICAL_EMPLOYER,
    MEDICAL_NONE,
    NONE,
    RESIDENT,
    medical_slot,
)
from calc.batch.options import Options
from calc.batch.parts import Parts
from calc.comparison.options import PLAN_RATE
from calc.comparison.resident import PREMIUM
from calc.parameters.lookup import Parameters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

WORKPLACE, REGISTRATION = "workplace", "household_registration"
_PENSIONS = {
    EMPLOYER: f"employer@{WORKPLACE}",
    FLEXIBLE_AT_WORK: f"flexible@{WORKPLACE}",
    FLEXIBLE_REGISTERED: f"flexible@{REGISTRATION}",
    RESIDENT: f"resident@{REGISTRATION}",
    NONE: "none",
}


class Roles:
    """The ways to enrol that any place on file could offer, in the order of the interface.

    Attributes:
        names: Their names, as ids of options with roles in place of places.
    """

    def __init__(self, parameters: Parameters) -> None:
        self._plans = _plans(parameters)
        self._tiers = _tiers(parameters)
        medicals = [
            *(f"flexible.{plan}@{role}" for role in _ROLES for plan in self._plans),
            *(
                f"resident{'.' if tier else ''}{tier}@{role}"
                for role in _ROLES
                for tier in self._tiers
            ),
            "none",
        ]
        pairs = [(_PENSIONS[EMPLOYER], f"employer@{WORKPLACE}")]
        pairs += [
            (_PENSIONS[pension], medical)
            for pension in (FLEXIBLE_AT_WORK, FLEXIBLE_REGISTERED, RESIDENT, NONE)
            for medical in medicals
            if not (pension == NONE and medical == "none")
        ]
        self.names = [f"pension={pension};medical={medical}" for pension, medical in pairs]
        self._medical_of = {medical: number for number, medical in enumerate(medicals)}
        numbers = {name: number for number, name in enumerate(self.names)}
        # a way by the numbers of its two parts; the employer's medical part comes last
        self._way = np.full((len(_PENSIONS), len(medicals) + 1), -1, np.int64)
        self._way[EMPLOYER, len(medicals)] = 0
        for pension in (FLEXIBLE_AT_WORK, FLEXIBLE_REGISTERED, RESIDENT, NONE):
            for medical, number in self._medical_of.items():
                name = f"pension={_PENSIONS[pension]};medical={medical}"
                self._way[pension, number] = numbers.get(name, -1)

    def of(self, parts: Parts, options: Options) -> Whole:
        """The number of each option's way; -1 for a tier that no place on file has."""
        lines = np.zeros((len(parts.medicals.numbers), len(parts.people)), np.int64)
        for line, slot in enumerate(parts.medicals.numbers):
            lines[line] = self._medicals(parts, slot)
        cells = options.cells_of(parts.medicals, options.medical)
        medical = lines.reshape(-1).take(cells)
        known = medical >= 0
        return np.where(known, self._way[options.pension, np.maximum(medical, 0)], -1)

    def _medicals(self, parts: Parts, slot: int) -> Whole:
        """The number of each person's medical part in a slot."""
        numbers = np.full(len(parts.people), -1, np.int64)
        if slot == MEDICAL_EMPLOYER:
            numbers[:] = self._way.shape[1] - 1
        elif slot == MEDICAL_NONE:
            numbers[:] = self._medical_of["none"]
        for role, group in zip(_ROLES, parts.groups, strict=True):
            rows = slice(None) if group.rows is None else group.rows
            for of, words in (
                ("plans", MEDICAL_PLANS),
                ("tiers", parts.by.shared.tier_words.values),
            ):
                for position in range(parts.longest(of, group)):
                    if slot == medical_slot(of, group.registered, position):
                        scheme = "flexible" if of == "plans" else "resident"
                        names = [f"{scheme}{'.' if word else ''}{word}@{role}" for word in words]
                        known = np.array([self._medical_of.get(name, -1) for name in names] + [-1])
                        variant, _ = parts.by.offers.listed(of, position)
                        numbers[rows] = known[variant[group.offered]]
        return numbers


_ROLES = (WORKPLACE, REGISTRATION)


def _plans(parameters: Parameters) -> list[str]:
    """The medical plans that any place has on file, in their usual order."""
    on_file = {v for place in parameters.places for v in parameters.variants(place, PLAN_RATE)}
    return [plan for plan in MEDICAL_PLANS if plan in on_file]


def _tiers(parameters: Parameters) -> list[str]:
    """The tiers of resident medical insurance that any place has on file; none comes first."""
    return sorted({"", *(v for p in parameters.places for v in parameters.variants(p, PREMIUM))})
