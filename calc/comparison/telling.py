"""How conditions of eligibility are told: reason, what is needed, documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from calc.comparison import reasons
from calc.comparison.question import MEDICAL_OFFICE, PENSION_OFFICE, Question
from calc.comparison.relation import INJURY_BY_EMPLOYER, PAYS_ALONE, RelationFound
from calc.comparison.terms import REGISTRATION, PlaceTerms
from calc.eligibility import (
    Judged,
    Person,
    covers,
    too_young_for,
    without_retiree_benefits,
)
from calc.findings import Citation
from calc.messages import Label, Message
from calc.months import month_text
from calc.records import frozen
from calc.relation import ANY_CLASS, CLASSES
from calc.verdicts import FAIL, NOT_TOLD, PASS, UNKNOWN, YES, before

DELAYED_AGE = Citation("国务院关于渐进式延迟法定退休年龄的办法", "1")
LATE_CHOICE = Citation("国务院关于渐进式延迟法定退休年龄的办法", "3")
PAYING_ON_PENSION = Citation("社会保险法", "16")
PAYING_ON_MEDICAL = Citation("社会保险法", "27")
ONE_PENSION = Citation("人社部发〔2014〕17号")
AGE_MINIMUM = "flexible_enrolment.age_minimum"
RESIDENT_AGE = "resident_pension.age"
MINORS_BELOW = "resident_medical.minors_below_age"


@frozen(slots=False)
class Case:
    """One part of an option: whose it is, and what its place has on file."""

    question: Question
    relation: RelationFound
    person: Person
    place: PlaceTerms

    @property
    def label(self) -> Label:
        """The name of the place."""
        return self.place.label

    @property
    def benefits(self) -> int:
        """Outcome of "retiree medical benefits are not drawn"."""
        person = self.person
        age = self.place.terms.youngest_pension_age_months
        young = too_young_for(person.month, person.birth_month, age)
        return int(without_retiree_benefits(person.retiree_medical_benefits, young))

    def token(self, word: str) -> Label:
        """A word of the parameters in both languages."""
        return self.question.parameters.definitions.token(word)

    def set_key(self, parameter: str) -> tuple[str, ...]:
        """What to enter where a number is not on file."""
        return (f"--set {self.place.place}.{parameter}",)

    def not_on_file(self, parameter: str) -> Message:
        """The sentence for a number that is not on file."""
        office = MEDICAL_OFFICE if "medical" in parameter else PENSION_OFFICE
        name = self.question.parameters.definitions.label(parameter)
        return reasons.not_on_file(self.label, name, office)

    def unknown_birth(self) -> tuple[str, ...]:
        """The key of the birth month, where it was not told."""
        return ("born",) if self.person.birth_month == NOT_TOLD else ()

    def unknown_track(self) -> tuple[str, ...]:
        """The key of the sex, where neither it nor the track was told."""
        return ("sex",) if self.question.track is None else ()


@frozen
class Told:
    """What a finding says besides its outcome."""

    params: Mapping[str, object] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()


Teller = Callable[[Case, Judged], Told]


def employer_enrols(case: Case, judged: Judged) -> Told:
    """In a labour relation the employer enrols."""
    sources = (*PAYS_ALONE, *case.relation.enrolment)
    return Told({}, case.relation.needs if judged.outcome == UNKNOWN else (), sources)


def enrols_alone(case: Case, judged: Judged) -> Told:
    """Without a labour relation, or in part-time work, the person enrols alone."""
    sources = (*PAYS_ALONE, *case.relation.enrolment)
    employed = case.person.employed
    if judged.outcome == FAIL:
        return Told({}, (), sources)
    if judged.outcome == PASS:
        part_time = case.person.part_time == PASS and employed != 0
        why = reasons.WORKS_PART_TIME if part_time else reasons.NO_LABOUR_RELATION
        return Told({"why": why}, (), sources)
    if employed == YES:
        return Told({"why": reasons.HOURS_OPEN}, case.relation.hours_needed, sources)
    return Told({"why": reasons.RELATION_OPEN}, case.relation.needs, sources)


def _place(scheme: str, office: Label) -> Teller:
    def tell(case: Case, judged: Judged) -> Told:
        sources = case.place.cite(f"{scheme}.places")
        works, registered = case.place.there.works == YES, case.place.there.registered == YES
        if judged.outcome == PASS:
            if works and registered:
                why = reasons.works_and_is_registered(case.label)
            elif works:
                why = reasons.takes_workers(case.label)
            else:
                why = reasons.takes_registered(case.label)
            return Told({"why": why}, (), sources)
        if judged.outcome == FAIL:
            places = case.place.answer(f"{scheme}.places")
            named = [] if places is None or places.is_none else list(places.words)
            labels = [case.token(word) for word in named]
            only = reasons.takes_only(case.label, labels) if labels else None
            return Told({"why": only or reasons.takes_nobody(case.label)}, (), sources)
        return _place_open(case, scheme, office, sources)

    return tell


def _place_open(case: Case, scheme: str, office: Label, sources: tuple[Citation, ...]) -> Told:
    """What would decide the place: the registration, the relation, or a document."""
    rule = getattr(case.place.terms, scheme)
    covered = covers(rule.for_classes, case.person.possible)
    registration = (REGISTRATION,) if case.place.there.registered == NOT_TOLD else ()
    classes = [case.token(n) for i, n in enumerate(CLASSES) if int(rule.for_classes) >> i & 1]
    if rule.for_classes != ANY_CLASS and covered == NOT_TOLD:
        why = reasons.choice_depends_on_relation(case.label, classes)
        return Told({"why": why}, (*case.relation.needs, *registration), sources)
    if registration:
        return Told({"why": reasons.registration_open(case.label)}, registration, sources)
    if rule.for_classes != ANY_CLASS:
        return Told({"why": reasons.choice_is_for_others(case.label, classes)}, (), sources)
    return Told({"why": reasons.no_document(case.label, office)}, (), sources)


def age_minimum(case: Case, judged: Judged) -> Told:
    """Old enough."""
    sources = case.place.cite(AGE_MINIMUM)
    age = case.place.number(AGE_MINIMUM)
    if judged.outcome == PASS:
        return Told({"age": age}, (), sources)
    if judged.outcome == FAIL:
        first = month_text(int(judged.first_month))
        return Told({"age": age, "first": first}, (), sources)
    if case.unknown_birth():
        return Told({"why": reasons.BIRTH_OPEN}, case.unknown_birth(), sources)
    return Told({"why": case.not_on_file(AGE_MINIMUM)}, case.set_key(AGE_MINIMUM))


def _before_retirement(
    paid_keys: tuple[str, ...], needed: Callable[[Case], int], law: Citation
) -> Teller:
    def tell(case: Case, judged: Judged) -> Told:
        person = case.person
        first, last = int(person.retirement_from), int(person.retirement_until)
        time = before(person.month, first, last)
        sources = (DELAYED_AGE, law, *case.place.cite(AGE_MINIMUM))
        if time != FAIL:
            why = _before(case, first, last, int(judged.outcome))
            needs = () if judged.outcome == PASS else _keys_of_retirement(case)
            return Told({"why": why}, needs, sources)
        paid = {key: _paid(person, key) for key in paid_keys}
        told = sum(max(months, 0) for months in paid.values())
        if judged.outcome == PASS and needed(case) == NOT_TOLD:
            return Told({"why": reasons.SHORT_PAYS_ON}, (), sources)
        if judged.outcome == PASS:
            why = reasons.pays_on_after(first, last, needed(case) - told)
            return Told({"why": why}, (), sources)
        if judged.outcome == FAIL:
            enough = reasons.has_enough_after if told else reasons.never_paid_before
            return Told({"why": enough(first, last)}, (), sources)
        missing = tuple(f"history.{key}" for key in paid_keys if paid[key] == NOT_TOLD)
        if missing:
            return Told({"why": reasons.months_paid_open(first, last)}, missing, sources)
        if case.unknown_track():
            why = reasons.minimum_by_track_after(first, last)
            return Told({"why": why}, case.unknown_track(), sources)
        return Told({"why": reasons.minimum_open_after(last)}, (), sources)

    return tell


def _before(case: Case, first: int, last: int, outcome: int) -> Message:
    """Why, as long as the statutory month is not certainly reached."""
    if first == NOT_TOLD:
        return reasons.SHORT_PAYS_ON if outcome == PASS else reasons.BIRTH_OPEN
    if case.person.month >= first:
        return reasons.SHORT_PAYS_ON if outcome == PASS else reasons.retirement_open(first, last)
    return reasons.retires_in(first) if first == last else reasons.retires_not_before(first)


def _keys_of_retirement(case: Case) -> tuple[str, ...]:
    return (*case.unknown_birth(), *case.unknown_track())


def _paid(person: Person, key: str) -> int:
    return int(getattr(person, key))


def _pension_needed(case: Case) -> int:
    return int(case.person.minimum_pension_months)


def _medical_needed(case: Case) -> int:
    return int(case.place.terms.medical_needed_months(case.person.sex))


def employed_before_retirement(case: Case, judged: Judged) -> Told:
    """An employer enrols before the statutory month; later by agreement only."""
    person = case.person
    first, last = int(person.retirement_from), int(person.retirement_until)
    latest = int(person.latest_month)
    if judged.outcome == FAIL:
        return Told({"why": reasons.after_the_latest(latest)}, (), (DELAYED_AGE, LATE_CHOICE))
    if judged.outcome == UNKNOWN and first != NOT_TOLD and person.month >= last:
        why = reasons.by_agreement_until(first, last, latest)
        return Told({"why": why}, case.unknown_track(), (DELAYED_AGE, LATE_CHOICE))
    why = _before(case, first, last, int(judged.outcome))
    needs = () if judged.outcome == PASS else _keys_of_retirement(case)
    return Told({"why": why}, needs, (DELAYED_AGE,))


def resident_pension_age(case: Case, judged: Judged) -> Told:
    """The resident pension is paid into before its age."""
    sources = case.place.cite(RESIDENT_AGE)
    if judged.outcome != UNKNOWN:
        return Told({"age": case.place.number(RESIDENT_AGE)}, (), sources)
    if case.unknown_birth():
        return Told({"why": reasons.BIRTH_OPEN}, case.unknown_birth(), sources)
    return Told({"why": case.not_on_file(RESIDENT_AGE)}, case.set_key(RESIDENT_AGE))


def part_time_enrolment(case: Case, judged: Judged) -> Told:
    """In part-time work the employer owes less than all of it."""
    return Told({}, (), (*PAYS_ALONE, INJURY_BY_EMPLOYER))


def drawing(case: Case, judged: Judged) -> Told:
    """No pension is drawn already."""
    return Told({}, ("drawing",) if judged.outcome == UNKNOWN else (), (ONE_PENSION,))


def retiree_benefits(case: Case, judged: Judged) -> Told:
    """No retiree medical benefits are drawn already."""
    needs = ("retiree_medical_benefits",) if judged.outcome == UNKNOWN else ()
    return Told({}, needs, (PAYING_ON_MEDICAL,))


def minors_tier(case: Case, judged: Judged) -> Told:
    """The tier for minors and students."""
    needs = case.unknown_birth() if judged.outcome == UNKNOWN else ()
    age = case.place.number(MINORS_BELOW)
    return Told({"age": age}, needs, case.place.cite(MINORS_BELOW))


TELLERS: Mapping[str, Teller] = {
    "relation.employer_enrols": employer_enrols,
    "relation.part_time_enrolment": part_time_enrolment,
    "relation.enrols_alone": enrols_alone,
    "employee_pension.place": _place("employee_pension", PENSION_OFFICE),
    "employee_medical.place": _place("employee_medical", MEDICAL_OFFICE),
    "resident_pension.place": _place("resident_pension", PENSION_OFFICE),
    "resident_medical.place": _place("resident_medical", MEDICAL_OFFICE),
    "age.minimum": age_minimum,
    "employee_pension.before_retirement": _before_retirement(
        ("employee_pension_months", "deemed_months"), _pension_needed, PAYING_ON_PENSION
    ),
    "employee_medical.before_retirement": _before_retirement(
        ("employee_medical_months",), _medical_needed, PAYING_ON_MEDICAL
    ),
    "employer.before_retirement": employed_before_retirement,
    "resident_pension.before_age": resident_pension_age,
    "pension.no_employee_pension": drawing,
    "pension.no_resident_pension": drawing,
    "medical.no_retiree_benefits": retiree_benefits,
    "resident_medical_tier.minors": minors_tier,
}
