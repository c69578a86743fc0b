"""What was given, against the law on file: every problem of an applicant at once.

The applicant's own form (keys, types, ranges) is checked by ``calc.applicant``. Here stand the
words that only the law on file knows: places, groups, tiers; the day and the year; and a chosen
base that fits nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from calc.applicant import ELSEWHERE, Applicant, Given, Reading, given_by, reading_of
from calc.comparison.asking import FIRST_YEAR, LAST_YEAR, Asking
from calc.comparison.bases import medical_base, pension_base
from calc.comparison.question import Asker, Question
from calc.comparison.resident import PREMIUM
from calc.comparison.social_conditions import NO_GROUPS, group_names
from calc.errors import CanbaoError, Problem, problem
from calc.money import half_width, yuan_text
from calc.months import month_of_day, month_text
from calc.parameters.lookup import Parameters

__all__ = ["FIRST_YEAR", "FIT_NEEDS", "LAST_YEAR", "question_of", "tier_names", "wrong_inputs"]

_Where = Callable[[Sequence[str | int]], str]
_PLACES = (
    ("workplace",),
    ("household_registration",),
    ("accident_insurance", "platform_registered_in"),
)
_GROUP = ("groups", "hard_to_employ")
_TIER = ("resident_medical_tier",)
FIT_NEEDS = frozenset(
    {
        "workplace",
        "household_registration",
        "payment_frequency",
        "payment_timing",
        "enrolled_from",
    }
)
"""Where one of these is wrong, nobody can say whether a chosen base fits anywhere."""


def question_of(
    applicant: Applicant | Given | Mapping[str, object], parameters: Parameters, asking: Asking
) -> Question:
    """The question that an applicant asks.

    Raises:
        CanbaoError: Anything that was given is not taken; every problem is listed.
    """
    given = given_by(applicant)
    reading = (
        Reading(applicant, frozenset(), ())
        if isinstance(applicant, Applicant)
        else reading_of(given)
    )
    problems = _problems_of(given, reading, parameters, asking)
    question = _question(reading, parameters, asking)
    if problems or question is None:
        raise CanbaoError(problems)
    return question


def wrong_inputs(
    given: Given | None, parameters: Parameters | None, asking: Asking
) -> list[Problem]:
    """What is wrong with inputs of which others can't be read at all.

    Args:
        given: The applicant, or None where there is none to look at.
        parameters: The law on file; None leaves out what only the law can tell.
        asking: What is asked.
    """
    if given is None:
        return list(asking.problems)
    return _problems_of(given, reading_of(given), parameters, asking)


def _problems_of(
    given: Given, reading: Reading, parameters: Parameters | None, asking: Asking
) -> list[Problem]:
    problems = list(reading.problems)
    unknown: list[Problem] = []
    if parameters is not None:
        # words as they are understood or, where nothing can be read, as they were written
        data = given.data if reading.person is None else reading.person.to_dict()
        refused = {each.where for each in problems}
        words = _unknown_words(data, parameters, given.where, reading.wrong)
        unknown = [each for each in words if each.where not in refused]
    problems += unknown
    problems += _late_birth(reading, asking, given.where)
    problems += asking.problems
    question = None if parameters is None else _question(reading, parameters, asking)
    if question is not None and not reading.wrong & FIT_NEEDS:
        for scheme in ("pension", "medical"):
            problems += _unfit_base(question, scheme, given)
    return problems


def _question(reading: Reading, parameters: Parameters, asking: Asking) -> Question | None:
    """The question, as far as what it is about could be read; None where that is not enough."""
    person, day, known = reading.person, asking.on, asking.known_on
    if person is None or day is None or known is None or asking.mode is None:
        return None
    if _born_later(person, day):
        person = person.model_copy(update={"born": None})  # refused, and so not told
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    cities = parameters.cities()
    names = [person.workplace]
    if person.household_registration not in (None, ELSEWHERE):
        names.append(person.household_registration or "")
    slugs = [place.slug for name in names if (place := parameters.place(name)) is not None]
    if len(slugs) < len(names) or any(slug not in cities for slug in slugs):
        return None
    year = day.year if asking.year is None else asking.year
    registration = slugs[1] if len(slugs) > 1 else None
    person = person.model_copy(
        update={
            "workplace": slugs[0],
            "household_registration": registration or person.household_registration,
        }
    )
    return Question(person, parameters, day, known, year, asking.mode, slugs[0], registration)


def _born_later(person: Applicant, day: dt.date) -> bool:
    return person.born is not None and person.born > month_of_day(day)


def _late_birth(reading: Reading, asking: Asking, where: _Where) -> Iterator[Problem]:
    person, day = reading.person, asking.on
    if person is not None and day is not None and _born_later(person, day):
        latest = month_text(month_of_day(day))
        yield problem(
            "born.after_day", where(["born"]), month_text(person.born or 0), [f"≤ {latest}"]
        )


def _unknown_words(
    data: Mapping[str, object], parameters: Parameters, where: _Where, wrong: frozenset[str]
) -> Iterator[Problem]:
    """Words that stand nowhere on file. What is no word at all is the form's problem."""
    for path in _PLACES:
        name = None if path[0] in wrong and len(path) == 1 else _word(data, path)
        if name is not None:
            yield from _unknown_place(parameters, name, path, where(path))
    group = _word(data, _GROUP)
    groups = (*group_names(parameters), NO_GROUPS)
    if group is not None and group not in groups:
        yield problem("group.unknown", where(_GROUP), group, choices=groups)
    tier = _word(data, _TIER)
    if tier is not None and tier not in tier_names(parameters):
        yield problem("tier.unknown", where(_TIER), tier, choices=tier_names(parameters))


def tier_names(parameters: Parameters) -> tuple[str, ...]:
    """Every tier of the resident medical insurance that stands on file anywhere."""
    names = (parameters.variants(place, PREMIUM) for place in parameters.places)
    return tuple(sorted({tier for each in names for tier in each}))


def _word(data: Mapping[str, object], path: Sequence[str]) -> str | None:
    value: object = data
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return (half_width(value).strip() or None) if isinstance(value, str) else None


def _unknown_place(
    parameters: Parameters, name: str, path: Sequence[str], where: str
) -> Iterator[Problem]:
    may_be_elsewhere = path != ("workplace",)
    if may_be_elsewhere and name == ELSEWHERE:
        return
    place, cities = parameters.place(name), sorted(parameters.cities())
    allowed = [*cities, ELSEWHERE] if may_be_elsewhere else cities
    if place is None:
        found = problem("place.unknown", where, name, choices=allowed)
        yield replace(found, nearest=_called(parameters, name, cities) or found.nearest)
    elif place.slug not in cities:
        yield problem("place.not_a_city", where, name, allowed)


def _called(parameters: Parameters, name: str, cities: Sequence[str]) -> str:
    """The place that people call so: by its Chinese name, with or without the word for city."""
    for slug in cities:
        full = parameters.places[slug].label.zh
        if name in (full, full.removesuffix("市")):
            return slug
    return ""


def _unfit_base(question: Question, scheme: str, given: Given) -> list[Problem]:
    """The problem of a chosen base that lies outside the bounds of every place."""
    person = question.applicant
    chosen = person.pension_base_fen if scheme == "pension" else person.medical_base_fen
    find = pension_base if scheme == "pension" else medical_base
    if chosen is None:
        return []
    ranges = []
    for place in question.places:
        base = find(Asker(question, place), question.month)
        if base is None or base.range_fen is None:
            return []  # a place that sets the base itself, or whose bounds are not on file
        outside = any(f.rule == "base.within_bounds" and f.outcome == "fail" for f in base.findings)
        if not outside:
            return []
        low, high = base.range_fen
        ranges.append(f"{place}: {yuan_text(low)} .. {yuan_text(high)}")
    return [
        problem("base.fits_nowhere", given.where([f"{scheme}_base"]), yuan_text(chosen), ranges)
    ]
