"""Every subsidy beside the options, and what of it lowers an option's cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calc.comparison.accident_insurance import accident_insurance_subsidy
from calc.comparison.entries import Subsidy
from calc.comparison.pricing import PricedPart
from calc.comparison.question import Question
from calc.comparison.social_insurance import social_insurance_subsidies
from calc.comparison.training import training_subsidy


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
