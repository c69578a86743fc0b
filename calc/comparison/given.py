"""What was given, against the law on file: every problem of an applicant at once.

The applicant's own form (keys, types, ranges) is checked by ``calc.applicant``. Here stand the
words that only the law on file knows: places, groups, tiers; the day and the year; and a chosen
base that fits nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from calc.applicant import ELSEWHERE, Applicant, Given, given_by, read_applicant
from calc.comparison.bases import medical_base, pension_base
from calc.comparison.question import Asker, Question
from calc.comparison.resident import PREMIUM
from calc.comparison.social_conditions import NO_GROUPS, group_names
from calc.errors import CanbaoError, Problem, problem
from calc.money import half_width, yuan_text
from calc.months import month_of_day, month_text
from calc.parameters.lookup import Mode, Parameters

FIRST_YEAR, LAST_YEAR = 1997, 2100
_Where = Callable[[Sequence[str | int]], str]
_PLACES = (
    ("workplace",),
    ("household_registration",),
    ("accident_insurance", "platform_registered_in"),
)
_GROUP = ("groups", "hard_to_employ")
_TIER = ("resident_medical_tier",)


def question_of(
    applicant: Applicant | Given | Mapping[str, object],
    parameters: Parameters,
    *,
    on: dt.date,
    known_on: dt.date | None,
    year: int | None,
    mode: Mode,
) -> Question:
    """The question that an applicant asks.

    Raises:
        CanbaoError: Anything that was given is not taken; every problem is listed.
    """
    given = given_by(applicant)
    problems: list[Problem] = []
    person: Applicant | None = None
    try:
        if isinstance(applicant, Applicant):
            person = applicant
        else:
            person = read_applicant(given.data, given.where)
    except CanbaoError as error:
        problems += error.problems
    # words as they are understood or, where something else is wrong, as they were written
    data = given.data if person is None else person.to_dict()
    refused = {each.where for each in problems}
    problems += [
        each for each in _unknown_words(data, parameters, given.where) if each.where not in refused
    ]
    asked_year = on.year if year is None else year
    problems += _wrong_days(person, on, year, given.where)
    if problems or person is None:
        raise CanbaoError(problems)
    places = [
        None if place is None else place.slug
        for name in (person.workplace, person.household_registration)
        for place in [parameters.place(name or "")]
    ]
    question = Question(
        person, parameters, on, known_on or on, asked_year, mode, places[0] or "", places[1]
    )
    unfit = [*_unfit_base(question, "pension", given), *_unfit_base(question, "medical", given)]
    if unfit:
        raise CanbaoError(unfit)
    return question


def _wrong_days(
    person: Applicant | None, on: dt.date, year: int | None, where: _Where
) -> Iterator[Problem]:
    if person is not None and person.born is not None and person.born > month_of_day(on):
        latest = month_text(month_of_day(on))
        yield problem("born.after_day", where(["born"]), month_text(person.born), [f"≤ {latest}"])
    for what, value in (("year", year), ("on", on.year)):
        if value is not None and not FIRST_YEAR <= value <= LAST_YEAR:
            yield problem("year.out_of_range", what, value, [f"{FIRST_YEAR} .. {LAST_YEAR}"])


def _unknown_words(
    data: Mapping[str, object], parameters: Parameters, where: _Where
) -> Iterator[Problem]:
    """Words that stand nowhere on file. What is no word at all is the form's problem."""
    for path in _PLACES:
        name = _word(data, path)
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
        yield problem("place.unknown", where, name, choices=allowed)
    elif place.slug not in cities:
        yield problem("place.not_a_city", where, name, allowed)


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
            continue
        outside = any(f.rule == "base.within_bounds" and f.outcome == "fail" for f in base.findings)
        if not outside:
            return []
        low, high = base.range_fen
        ranges.append(f"{place}: {yuan_text(low)} .. {yuan_text(high)}")
    if not ranges:
        return []
    return [
        problem("base.fits_nowhere", given.where([f"{scheme}_base"]), yuan_text(chosen), ranges)
    ]
