"""Projects the pension part of an option from the day asked for to retirement and beyond."""

from __future__ import annotations

from collections.abc import Mapping

from calc.benefits import BenefitError
from calc.comparison.assumptions import assumptions_for
from calc.comparison.pricing import PricedPart
from calc.comparison.projecting_employee import EmployeeLife
from calc.comparison.projecting_life import Life
from calc.comparison.projecting_resident import ResidentLife
from calc.comparison.projection import NO_PROJECTION, Projection
from calc.comparison.question import Question
from calc.money import MoneyError
from calc.retirement import RetirementError

LIVES: Mapping[str, type[Life]] = {
    "employer": EmployeeLife,
    "flexible": EmployeeLife,
    "resident": ResidentLife,
}


def project(question: Question, part: PricedPart, entered: Mapping[str, int]) -> Projection:
    """What a pension part buys, as a band of estimates; ``NO_PROJECTION`` without a pension.

    Args:
        question: The comparison's fixed facts.
        part: The pension part, priced.
        entered: Assumptions entered by the user (``read_assumptions``).
    """
    if part.part.scheme not in LIVES:
        return NO_PROJECTION
    kind = LIVES[part.part.scheme]
    assumptions = assumptions_for(question, part.part.place, entered, kind.assumed)
    life = kind(question, part, assumptions)
    try:
        return life.project()
    except (BenefitError, MoneyError, RetirementError):
        # a life or an assumption beyond the tables of the law or beyond what amounts may become
        life.note("projection.beyond_bounds")
        return life.empty()
