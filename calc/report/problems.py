"""Problems as a screen says them: the field and the reason, without codes and command lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from calc.errors import Problem
from calc.i18n import Lang, render, text_of
from calc.messages import N_, Message
from calc.parameters.lookup import Parameters
from calc.report.names import label_text
from calc.wording import LISTED, plain_problem_text

CHOOSE = N_("choose one from the list")
ON_SCREENS: Mapping[str, str] = {
    "place.unknown": CHOOSE,
    "place.not_a_city": CHOOSE,
    "group.unknown": CHOOSE,
    "tier.unknown": CHOOSE,
    "value.not_allowed": CHOOSE,
    "boolean.unclear": N_("choose yes or no"),
}
"""What to do where a screen offers a list, and a file would need the words that stand in it."""
MONEY = "money."
"""What is wrong with the form of a number; its range does not matter then."""
UNKNOWN_NAME = "parameter.unknown"
"""Hundreds would be allowed; the nearest is enough."""
FIELD = N_("{place}, {parameter}")
NOT_ON_FILE = N_("«{name}»")


def screen_problem(problem: Problem, where: str, parameters: Parameters, lang: Lang) -> str:
    """One problem as a sentence.

    Args:
        problem: The problem.
        where: The field that it is about, in words.
        parameters: Names of the places.
        lang: Language of the sentence.
    """
    advice = ON_SCREENS.get(problem.code)
    if problem.code == UNKNOWN_NAME:
        problem = replace(problem, allowed=())
    if advice is not None or problem.code.startswith(MONEY):
        problem = replace(problem, allowed=(), nearest="")
    allowed = tuple(_in_words(each, parameters, lang) for each in problem.allowed)
    return plain_problem_text(replace(problem, where=where, allowed=allowed), lang, advice)


def _in_words(allowed: object, parameters: Parameters, lang: Lang) -> str:
    """``weihai: 4573.00 .. 22863.00`` with the place by its name; all else as it is."""
    text = text_of(allowed, lang).replace(" .. ", " \N{EN DASH} ")
    slug, colon, rest = text.partition(": ")
    if not colon or slug not in parameters.places:
        return text
    return LISTED[lang].format(where=label_text(parameters.label(slug), lang), text=rest)


def entry_name(key: str, parameters: Parameters, lang: Lang) -> str:
    """``weihai.employee_pension.flexible_rate`` in words, as far as it is on file."""
    place, _, parameter = key.partition(".")
    if place not in parameters.places or parameters.definitions.find(parameter) is None:
        return render(Message(NOT_ON_FILE, {"name": key}), lang)
    params = {
        "place": parameters.label(place),
        "parameter": parameters.definitions.label(parameter),
    }
    return render(Message(FIELD, params), lang)
