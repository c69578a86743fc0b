"""What a place has on file for the rules of eligibility, and what is known of the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

from calc.applicant import ELSEWHERE
from calc.comparison.question import TRACKS, Question, cite
from calc.comparison.relation import RelationFound
from calc.eligibility import DRAWINGS, FEMALE, MALE, Person, PlaceRule, Terms, There
from calc.findings import Citation
from calc.messages import Label
from calc.months import year_of
from calc.parameters.lookup import Answer
from calc.records import frozen
from calc.relation import ANY_CLASS, CLASSES
from calc.retirement import (
    RetirementError,
    latest_month,
    minimum_contribution_months,
    statutory_month,
)
from calc.statutory import flexible_retirement, minimum_schedule, retirement_track
from calc.verdicts import NO, NOT_TOLD, YES, fact_of, number_of

MONTHS_A_YEAR = 12
WORKPLACE, REGISTRATION = "workplace", "household_registration"


@frozen(slots=False)
class PlaceTerms:
    """The records of a place behind the rules, and the terms made of them.

    Ages, places and the like are those of the day asked for; the waiting period is that of the
    coverage year.
    """

    question: Question
    place: str

    @property
    def label(self) -> Label:
        """The name of the place."""
        return self.question.parameters.label(self.place)

    def answer(self, parameter: str) -> Answer | None:
        """A record in force on the day (or carried, as the mode allows)."""
        day = self.question.on
        if parameter.startswith("resident_medical.") and "wait" in parameter:
            day = dt.date(self.question.year, 1, 1)
        found = self.question.ask(self.place, parameter, day)
        return found if isinstance(found, Answer) else None

    def cite(self, *parameters: str) -> tuple[Citation, ...]:
        """The documents behind some records."""
        return cite(*(self.answer(parameter) for parameter in parameters))

    def number(self, parameter: str) -> int:
        """A number on file, or -1."""
        answer = self.answer(parameter)
        return NOT_TOLD if answer is None or answer.is_none else answer.whole

    def in_months(self, parameter: str) -> int:
        """Years on file as months, or -1."""
        years = self.number(parameter)
        return NOT_TOLD if years < 0 else years * MONTHS_A_YEAR

    def fact(self, parameter: str) -> int:
        """1 where a record says yes, 0 where it says no, -1 where there is none."""
        answer = self.answer(parameter)
        return NOT_TOLD if answer is None else int(answer.word == "yes")

    def there_is(self, *parameters: str) -> int:
        """1 where one of the parameters has a record, else -1."""
        return YES if any(self.answer(parameter) for parameter in parameters) else NOT_TOLD

    def place_rule(self, scheme: str, registered_anyway: int = NOT_TOLD) -> PlaceRule:
        """Whom the place takes into a scheme."""
        places = self.answer(f"{scheme}.places")
        if places is None:
            return PlaceRule(NOT_TOLD, registered_anyway, ANY_CLASS, registered_anyway)
        classes = self.answer(f"{scheme}.places_for")
        named = () if places.is_none else places.words
        return PlaceRule(
            int(WORKPLACE in named),
            int(REGISTRATION in named),
            ANY_CLASS if classes is None else _bits(classes),
            registered_anyway,
        )

    @cached_property
    def fixed_wait(self) -> str:
        """The parameter of the wait in resident medical insurance: national, else local."""
        fixed = "resident_medical.fixed_wait_months"
        return fixed if self.answer(fixed) else "resident_medical.wait_months"

    @cached_property
    def medical_strength(self) -> str:
        """The parameter of the strength for employee medical insurance, if it has one."""
        own = "employee_medical.strength"
        return own if self.answer(own) else "flexible_enrolment.strength"

    @cached_property
    def terms(self) -> Terms:
        """The terms of the place."""
        divisors = self.answer("employee_pension.divisor_months")
        youngest = min((int(age) for age in divisors.table), default=0) if divisors else 0
        return Terms(
            minimum_age_months=self.in_months("flexible_enrolment.age_minimum"),
            youngest_pension_age_months=youngest * MONTHS_A_YEAR or NOT_TOLD,
            resident_pension_age_months=self.in_months("resident_pension.age"),
            resident_pension_needed_months=self.in_months(
                "resident_pension.minimum_contribution_years"
            ),
            medical_needed_months_men=self.in_months("employee_medical.retirement_years_men"),
            medical_needed_months_women=self.in_months("employee_medical.retirement_years_women"),
            minors_below_months=self.in_months("resident_medical.minors_below_age"),
            fixed_wait_months=self.number(self.fixed_wait),
            wait_months_per_missed_year=self.number("resident_medical.wait_months_per_missed_year"),
            employee_pension=self.place_rule("employee_pension"),
            employee_medical=self.place_rule("employee_medical"),
            resident_pension=self.place_rule("resident_pension"),
            # a place takes its own registered residents, whatever choice it gives to others
            resident_medical=self.place_rule("resident_medical", registered_anyway=YES),
            moves_before_benefits=self.fact("employee_medical.transfer_before_retiree_benefits"),
            moves_after_benefits=self.fact("employee_medical.transfer_after_retiree_benefits"),
            gap_wait=_together(
                self.number("employee_medical.gap_months_without_wait"),
                self.number("employee_medical.wait_months_after_gap"),
            ),
            years_in_province=self.there_is("employee_medical.retirement_years_in_province"),
            flexible_strength=self.there_is("flexible_enrolment.strength"),
            medical_strength=self.there_is(self.medical_strength),
            resident_pension_strength=self.there_is("resident_pension.strength"),
            resident_medical_strength=self.there_is("resident_medical.strength"),
            enterprise_part=self.there_is("flexible_enrolment.enterprise_part"),
        )

    @cached_property
    def there(self) -> There:
        """What binds the applicant to the place."""
        question = self.question
        works = int(self.place == question.workplace)
        if question.registration is not None:
            return There(works, int(self.place == question.registration))
        unknown = question.applicant.household_registration != ELSEWHERE
        return There(works, NOT_TOLD if unknown else NO)


def _bits(classes: Answer) -> int:
    return sum(1 << CLASSES.index(name) for name in classes.words if name in CLASSES)


def _together(*numbers: int) -> int:
    return NOT_TOLD if min(numbers) < 0 else YES


def person_of(question: Question, relation: RelationFound) -> Person:
    """What is known of the applicant, as the rules take it."""
    applicant, history = question.applicant, question.applicant.history
    retirement = _retirement(question)
    starts = applicant.enrolled_from
    return Person(
        month=question.month,
        next_month=question.month if starts is None else max(question.month, starts),
        birth_month=number_of(applicant.born),
        retirement_from=retirement.first,
        retirement_until=retirement.last,
        latest_month=retirement.latest,
        minimum_pension_months=retirement.minimum_months,
        possible=relation.possible,
        part_time=relation.part_time,
        drawing=NOT_TOLD if applicant.drawing is None else DRAWINGS.index(applicant.drawing),
        retiree_medical_benefits=fact_of(applicant.retiree_medical_benefits),
        sex=_sex(question),
        employee_pension_months=number_of(history.employee_pension_months),
        deemed_months=number_of(history.deemed_months),
        resident_pension_months=number_of(history.resident_pension_months),
        employee_medical_months=number_of(history.employee_medical_months),
        resident_medical_missed_years=number_of(history.resident_medical_missed_years),
        resident_medical_repaid_years=number_of(history.resident_medical_repaid_years),
    )


@frozen
class _Retirement:
    first: int = NOT_TOLD
    last: int = NOT_TOLD
    latest: int = NOT_TOLD
    minimum_months: int = NOT_TOLD


def _retirement(question: Question) -> _Retirement:
    """The statutory month, between the earliest and the latest of the tracks still possible."""
    born, parameters = question.applicant.born, question.parameters
    if born is None:
        return _Retirement()
    names = list(TRACKS) if question.track is None else [question.track]
    tracks = [retirement_track(parameters, name) for name in names]
    flexible = flexible_retirement(parameters)
    months = [int(statutory_month(born, track)) for track in tracks]
    minimums = {_minimum(question, month) for month in months}
    return _Retirement(
        min(months),
        max(months),
        max(int(latest_month(born, track, flexible)) for track in tracks),
        minimums.pop() if len(minimums) == 1 else NOT_TOLD,
    )


def _minimum(question: Question, month: int) -> int:
    try:
        schedule = minimum_schedule(question.parameters)
        return int(minimum_contribution_months(year_of(month), schedule))
    except RetirementError:  # before the first year on file
        return NOT_TOLD


def _sex(question: Question) -> int:
    if question.track is None:
        return NOT_TOLD
    return MALE if question.track == "male60" else FEMALE


def terms_by_place(question: Question) -> Mapping[str, PlaceTerms]:
    """The terms of every place of the applicant."""
    return {place: PlaceTerms(question, place) for place in question.places}
