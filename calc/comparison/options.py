"""Every way to enrol: the parts that a person could take, and their combinations in fixed order."""

from __future__ import annotations

from collections.abc import Sequence

from calc.applicant import MEDICAL_PLANS
from calc.comparison import employer, flexible, resident
from calc.comparison.pricing import Part
from calc.comparison.question import Question
from calc.findings import Finding
from calc.messages import Label
from calc.months import first_day
from calc.parameters.lookup import Answer

PLAN_RATE = "employee_medical.flexible_rate"
NO_PLAN = Label("无", "none")


def combinations(question: Question) -> list[tuple[Part, Part]]:
    """Pension part and medical part of every option, in the order that the interface fixes.

    Employer goes only with employer, none with none is left out, equal places appear once.
    """
    pairs = [(employer.pension_part(question), employer.medical_part(question))]
    pensions = pension_parts(question)
    medicals = medical_parts(question)
    pairs += [
        (pension, medical)
        for pension in pensions
        for medical in medicals
        if not (pension.scheme == "none" and medical.scheme == "none")
    ]
    return pairs


def pension_parts(question: Question) -> list[Part]:
    """Pension: flexible at each place, resident at the registration, none."""
    parts = [flexible.pension_part(question, place) for place in question.places]
    if question.registration is not None:
        parts.append(resident.pension_part(question, question.registration))
    parts.append(Part("pension", "none"))
    return parts


def medical_parts(question: Question) -> list[Part]:
    """Medical: flexible at each place and plan, resident at each place and tier, none."""
    parts = [part for place in question.places for part in _plans(question, place)]
    parts += [part for place in question.places for part in _tiers(question, place)]
    parts.append(Part("medical", "none"))
    return parts


def _plans(question: Question, place: str) -> list[Part]:
    offered = plans_at(question, place)
    wanted = question.applicant.medical_plan
    if wanted is None:
        return [flexible.medical_part(question, place, plan) for plan in offered]
    if wanted in offered:
        return [flexible.medical_part(question, place, wanted)]
    token = question.parameters.definitions.token
    finding = Finding(
        "medical_plan.offered",
        "fail",
        {
            "place": question.parameters.label(place),
            "plan": token(wanted),
            "offered": [token(plan) for plan in offered] or [NO_PLAN],
        },
        ("medical_plan",),
    )
    return [flexible.medical_part(question, place, wanted, (finding,))]


def plans_at(question: Question, place: str) -> list[str]:
    """The medical plans of a place: those with a rate on the day, else all it has ever had.

    A plan whose rate is on file as none is not offered there.
    """
    variants = _variants(question, place, PLAN_RATE)
    plans: list[str] = [plan for plan in MEDICAL_PLANS if plan in variants]
    plans = plans or [MEDICAL_PLANS[0]]
    day = first_day(question.month)
    asked = {plan: question.parameters.ask(place, f"{PLAN_RATE}.{plan}", day) for plan in plans}
    rates = {plan: found for plan, found in asked.items() if isinstance(found, Answer)}
    current = [plan for plan, rate in rates.items() if not rate.is_none]
    return current or [plan for plan in plans if plan not in rates]


def _tiers(question: Question, place: str) -> list[Part]:
    offered = sorted(_own_variants(question, place, resident.PREMIUM), key=_tier_order)
    wanted = question.applicant.resident_medical_tier
    if not offered:
        return [resident.medical_part(question, place, "")]
    if wanted is None:
        return [resident.medical_part(question, place, tier) for tier in offered]
    if wanted in offered:
        return [resident.medical_part(question, place, wanted)]
    finding = Finding(
        "resident_medical_tier.offered",
        "fail",
        {
            "place": question.parameters.label(place),
            "tier": _tier_label(question, wanted),
            "offered": [_tier_label(question, tier) for tier in offered],
        },
        ("resident_medical_tier",),
    )
    return [resident.medical_part(question, place, wanted, (finding,))]


def _tier_label(question: Question, tier: str) -> Label:
    return question.parameters.definitions.token(tier)


def _tier_order(tier: str) -> tuple[bool, str]:
    """Numbered tiers first, then those for groups (minors)."""
    return (not tier.startswith("tier_"), tier)


def _variants(question: Question, place: str, parameter: str) -> Sequence[str]:
    """The variants on file at a place or above it."""
    parameters = question.parameters
    return [v for level in parameters.chain(place) for v in parameters.variants(level, parameter)]


def _own_variants(question: Question, place: str, parameter: str) -> Sequence[str]:
    """The variants of the nearest level that has any."""
    for level in question.parameters.chain(place):
        variants = question.parameters.variants(level, parameter)
        if variants:
            return variants
    return ()
