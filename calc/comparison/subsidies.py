"""Every subsidy beside the options, and what of it lowers an option's cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calc.applicant import ELSEWHERE, Applicant
from calc.comparison.accident_insurance import accident_insurance_subsidy
from calc.comparison.entries import Subsidy
from calc.comparison.pricing import PricedPart
from calc.comparison.question import Question
from calc.comparison.social_conditions import group_problems
from calc.comparison.social_insurance import social_insurance_subsidies
from calc.comparison.training import training_subsidy
from calc.errors import Problem, problem
from calc.parameters.lookup import Parameters

PLATFORM_KEY = "applicant accident_insurance.platform_registered_in"


def subsidies(
    question: Question, possible: int, options: Mapping[str, tuple[PricedPart, PricedPart]]
) -> tuple[Subsidy, ...]:
    """The subsidies in fixed order: accident insurance, social insurance by place, training.

    Args:
        question: What is compared.
        possible: The relations that the person may be in, as bits.
        options: Pension part and medical part of each option.
    """
    return (
        accident_insurance_subsidy(question),
        *social_insurance_subsidies(question, possible, options),
        training_subsidy(question),
    )


def received_fen(entries: Sequence[Subsidy], option: str, parts: Sequence[PricedPart]) -> int:
    """What is received for an option's own costs; ceilings are none of it."""
    items = {line.item for part in parts for line in part.lines if line.payer == "worker"}
    return sum(entry.receipt_fen(option, frozenset(items)) for entry in entries)


def ceiling_fen(entries: Sequence[Subsidy], option: str) -> int:
    """What may be received on top at most."""
    return sum(entry.ceiling_fen(option) for entry in entries)


def claim_problems(person: Applicant, parameters: Parameters) -> list[Problem]:
    """What the applicant gives for subsidies and the law on file does not know."""
    told = person.accident_insurance.platform_registered_in
    cities = sorted(parameters.cities())
    problems = group_problems(person, parameters)
    if told is None or told == ELSEWHERE:
        return problems
    place = parameters.place(told)
    if place is None:
        choices = [*cities, ELSEWHERE]
        problems.append(problem("place.unknown", PLATFORM_KEY, told, choices=choices))
    elif place.slug not in cities:
        problems.append(problem("place.not_a_city", PLATFORM_KEY, told, [*cities, ELSEWHERE]))
    return problems
