"""What a form can offer: the values on file that an answer may take at a person's places."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence

from calc.applicant import ELSEWHERE, MEDICAL_PLANS
from calc.messages import Label
from calc.money import yuan_text
from calc.parameters.lookup import Answer, Parameters

Choice = tuple[str, Label]
"""The value of an applicant's key, and its name."""


_SHOWN: Mapping[str, re.Pattern[str]] = {
    "yuan": re.compile(r"-?[0-9]{1,11}(\.[0-9]{1,2})?"),
    "whole": re.compile(r"-?[0-9]{1,11}"),
    "month": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"),
    "yes_no": re.compile("true|false"),
}
"""What a box for an answer of some kind shows, and gives back just as it was."""


def shows(kind: str, answer: str, choices: Collection[str] = ()) -> bool:
    """Whether a box for answers of a kind can show this one and keep it as it is.

    Args:
        kind: How the question is answered: ``yuan``, ``whole``, ``month``, ``yes_no``, ``choice``
            (one of the choices); any other kind shows any text.
        answer: The answer as text.
        choices: The answers that are offered.

    >>> shows("yuan", "5200.00"), shows("yuan", "5200.005"), shows("whole", "1e400")
    (True, False, False)
    """
    if kind == "choice":
        return answer in choices
    return kind not in _SHOWN or _SHOWN[kind].fullmatch(answer) is not None


def cities(parameters: Parameters) -> list[Choice]:
    """The cities on file, province by province."""
    slugs = sorted(parameters.cities(), key=lambda slug: _codes_from_above(parameters, slug))
    return [(slug, parameters.label(slug)) for slug in slugs]


def _codes_from_above(parameters: Parameters, slug: str) -> list[str]:
    return [parameters.places[place].code for place in reversed(parameters.chain(slug))]


def applicant_places(parameters: Parameters, answers: Mapping[str, str]) -> list[str]:
    """The cities on file that a person's answers name: workplace, then registration."""
    named = (answers.get("workplace", ""), answers.get("household_registration", ""))
    places = [parameters.place(name) for name in named if name and name != ELSEWHERE]
    return list(dict.fromkeys(place.slug for place in places if place is not None))


def choices_for(
    parameters: Parameters, key: str, answers: Mapping[str, str], on: dt.date
) -> list[Choice]:
    """The values on file for an answer that depends on the places; empty where none is on file.

    Args:
        parameters: The law on file.
        key: ``medical_plan``, ``resident_medical_tier``, ``resident_pension_tier`` or
            ``groups.hard_to_employ``.
        answers: The person's answers so far.
        on: The day asked about.
    """
    places = applicant_places(parameters, answers)
    return _CHOICES[key](parameters, places, on) if key in _CHOICES else []


def _plans(parameters: Parameters, places: Sequence[str], on: dt.date) -> list[Choice]:
    on_file = set(_variants(parameters, places, "employee_medical.flexible_rate"))
    return [(p, parameters.definitions.token(p)) for p in MEDICAL_PLANS if p in on_file]


def _medical_tiers(parameters: Parameters, places: Sequence[str], on: dt.date) -> list[Choice]:
    tiers = _variants(parameters, places, "resident_medical.premium")
    ordered = sorted(tiers, key=lambda tier: (not tier.startswith("tier_"), tier))
    return [(tier, parameters.definitions.token(tier)) for tier in ordered]


def _pension_tiers(parameters: Parameters, places: Sequence[str], on: dt.date) -> list[Choice]:
    found: set[int] = set()
    for place in places:
        for name in ("resident_pension.tiers", "resident_pension.hardship_tiers"):
            answer = parameters.ask(place, name, on)
            if isinstance(answer, Answer):
                found.update(answer.wholes)
    texts = [yuan_text(tier) for tier in sorted(found)]
    return [(text, Label(text, text)) for text in texts]


def _groups(parameters: Parameters, places: Sequence[str], on: dt.date) -> list[Choice]:
    found: dict[str, None] = {}
    for place in places:
        answer = parameters.ask(place, "social_insurance_subsidy.groups", on)
        if isinstance(answer, Answer):
            found |= dict.fromkeys(answer.words)
    return [(word, parameters.definitions.token(word)) for word in found]


def _variants(parameters: Parameters, places: Sequence[str], parameter: str) -> list[str]:
    levels = dict.fromkeys(level for place in places for level in parameters.chain(place))
    found = dict.fromkeys(v for level in levels for v in parameters.variants(level, parameter))
    return list(found)


_CHOICES: Mapping[str, Callable[[Parameters, Sequence[str], dt.date], list[Choice]]] = {
    "medical_plan": _plans,
    "resident_medical_tier": _medical_tiers,
    "resident_pension_tier": _pension_tiers,
    "groups.hard_to_employ": _groups,
}
