"""How notes are told: years to reach, waiting, moving, and how strongly a document asks."""

from __future__ import annotations

from collections.abc import Mapping

from calc.comparison import reasons
from calc.comparison.question import MEDICAL_OFFICE
from calc.comparison.telling import (
    DELAYED_AGE,
    ONE_PENSION,
    PAYING_ON_MEDICAL,
    PAYING_ON_PENSION,
    Case,
    Teller,
    Told,
)
from calc.eligibility import FEMALE, Judged, moves_with_registration, wait_after_missed_years
from calc.findings import Citation
from calc.messages import Message
from calc.verdicts import NO, NOT_TOLD, PASS, UNKNOWN

MINIMUM_MONTHS = Citation("国务院关于渐进式延迟法定退休年龄的办法", "2")
MEN = "employee_medical.retirement_years_men"
WOMEN = "employee_medical.retirement_years_women"
IN_PROVINCE = "employee_medical.retirement_years_in_province"
RESIDENT_YEARS = "resident_pension.minimum_contribution_years"
MOVES_BEFORE = "employee_medical.transfer_before_retiree_benefits"
MOVES_AFTER = "employee_medical.transfer_after_retiree_benefits"
GAP = "employee_medical.gap_months_without_wait"
GAP_WAIT = "employee_medical.wait_months_after_gap"
PER_YEAR = "resident_medical.wait_months_per_missed_year"


def _years(judged: Judged, paid: Message, needed: int, due: int) -> Message:
    short, month = int(judged.distance), int(judged.first_month)
    if month < 0:
        return reasons.reached(paid, needed)
    if short <= 0:
        return reasons.reached_in_time(paid, needed, month, due)
    return reasons.short_when_due(paid, needed, short, month, due)


def pension_months(case: Case, judged: Judged) -> Told:
    """Months to the minimum of the employee pension."""
    person = case.person
    sources = (MINIMUM_MONTHS, PAYING_ON_PENSION)
    months, deemed = int(person.employee_pension_months), int(person.deemed_months)
    if judged.outcome == PASS:
        counted = months + max(deemed, 0)
        deemed_open = deemed == NOT_TOLD and int(judged.first_month) >= 0
        paid = reasons.paid_so_far(counted, deemed_open=deemed_open)
        needed, due = int(person.minimum_pension_months), int(person.retirement_from)
        needs = ("history.deemed_months",) if deemed_open else ()
        return Told({"why": _years(judged, paid, needed, due)}, needs, sources)
    if months == NOT_TOLD:
        keys = ("history.employee_pension_months", *_due_keys(case))
        return Told({"why": reasons.PAID_OPEN}, keys, sources)
    if case.unknown_birth():
        return Told({"why": reasons.DUE_OPEN}, _due_keys(case), sources)
    if case.unknown_track():
        return Told({"why": reasons.TRACK_OPEN}, case.unknown_track(), sources)
    return Told({"why": reasons.NEEDED_OPEN}, (), sources)


def _due_keys(case: Case) -> tuple[str, ...]:
    return (*case.unknown_birth(), *case.unknown_track())


def resident_years(case: Case, judged: Judged) -> Told:
    """Months to the minimum years of the resident pension."""
    person = case.person
    sources = case.place.cite(RESIDENT_YEARS, "resident_pension.age")
    months = int(person.resident_pension_months)
    if judged.outcome == PASS:
        due = int(person.birth_month + case.place.terms.resident_pension_age_months)
        needed = int(case.place.terms.resident_pension_needed_months)
        paid = reasons.paid_so_far(months, deemed_open=False)
        return Told({"why": _years(judged, paid, needed, due)}, (), sources)
    if months == NOT_TOLD:
        keys = ("history.resident_pension_months", *case.unknown_birth())
        return Told({"why": reasons.PAID_OPEN}, keys, sources)
    if case.unknown_birth():
        return Told({"why": reasons.BIRTH_OPEN}, case.unknown_birth(), sources)
    return Told({"why": case.not_on_file(RESIDENT_YEARS)}, case.set_key(RESIDENT_YEARS))


def medical_years(case: Case, judged: Judged) -> Told:
    """Months to the years for retiree medical benefits, by place and sex."""
    person = case.person
    sources = (PAYING_ON_MEDICAL, DELAYED_AGE, *case.place.cite(MEN, WOMEN))
    needed = int(case.place.terms.medical_needed_months(person.sex))
    months = int(person.employee_medical_months)
    if judged.outcome == PASS:
        paid = reasons.paid_so_far(months, deemed_open=False)
        due = int(person.retirement_from)
        return Told({"why": _years(judged, paid, needed, due)}, (), sources)
    missing = WOMEN if person.sex == FEMALE else MEN
    if case.place.number(missing) == NOT_TOLD:
        return Told({"why": case.not_on_file(missing)}, case.set_key(missing), sources)
    if months == NOT_TOLD:
        keys = ("history.employee_medical_months", *_due_keys(case))
        return Told({"why": reasons.PAID_OPEN}, keys, sources)
    if case.unknown_birth():
        return Told({"why": reasons.DUE_OPEN}, _due_keys(case), sources)
    return Told({"why": reasons.SEX_OPEN}, case.unknown_track(), sources)


def years_in_province(case: Case, judged: Judged) -> Told:
    """Some of the years have to be in the province."""
    return Told({"years": case.place.number(IN_PROVINCE)}, (), case.place.cite(IN_PROVINCE))


def gap(case: Case, judged: Judged) -> Told:
    """What a break in payment brings."""
    if judged.outcome == UNKNOWN:
        return Told({"place": case.label, "office": MEDICAL_OFFICE})
    params = {
        "place": case.label,
        "gap": case.place.number(GAP),
        "wait": case.place.number(GAP_WAIT),
    }
    return Told(params, (), case.place.cite(GAP, GAP_WAIT))


def transfer(case: Case, judged: Judged) -> Told:
    """Whether the medical relation moves with the registration."""
    sources = case.place.cite(MOVES_BEFORE, MOVES_AFTER)
    terms, benefits = case.place.terms, case.benefits
    if judged.outcome == UNKNOWN and benefits == UNKNOWN:
        needs = ("retiree_medical_benefits",)
        return Told({"place": case.label, "why": reasons.MOVING_OPEN}, needs, sources)
    if judged.outcome == UNKNOWN:
        missing = MOVES_AFTER if terms.moves_after_benefits == NOT_TOLD else MOVES_BEFORE
        params = {"place": case.label, "why": case.not_on_file(missing)}
        return Told(params, case.set_key(missing), sources)
    moves = moves_with_registration(
        terms.moves_before_benefits, terms.moves_after_benefits, benefits
    )
    if moves == NO:
        why = reasons.STAYS
    elif benefits == PASS and terms.moves_after_benefits == NO:
        why = reasons.MOVES_UNTIL_BENEFITS
    else:
        why = reasons.MOVES
    return Told({"place": case.label, "why": why}, (), sources)


def wait(case: Case, judged: Judged) -> Told:
    """Waiting months in resident medical insurance."""
    terms, person = case.place.terms, case.person
    sources = case.place.cite(case.place.fixed_wait, PER_YEAR)
    missed = int(person.resident_medical_missed_years)
    repaid = int(person.resident_medical_repaid_years)
    if judged.outcome == UNKNOWN:
        if terms.fixed_wait_months == NOT_TOLD:
            return Told({"why": reasons.wait_not_on_file(case.label, MEDICAL_OFFICE)})
        needs = ("history.resident_medical_missed_years",)
        return Told({"why": reasons.MISSED_OPEN}, needs, sources)
    fixed = int(terms.fixed_wait_months)
    if missed == 0:
        return Told({"why": reasons.no_wait(fixed)}, (), sources)
    least, most = wait_after_missed_years(missed, repaid, fixed, terms.wait_months_per_missed_year)
    repaid_open = repaid == NOT_TOLD
    keys = ("history.resident_medical_repaid_years",) if repaid_open else ()
    if least == most:
        return Told({"why": reasons.wait_of(missed, int(most))}, keys, sources)
    why = reasons.wait_between(missed, int(least), int(most), repaid_open=repaid_open)
    return Told({"why": why}, keys, sources)


def both_schemes(case: Case, judged: Judged) -> Told:
    """Months paid in both pensions count once."""
    return Told({}, (), (ONE_PENSION,))


def _strength(parameter: str) -> Teller:
    def tell(case: Case, judged: Judged) -> Told:
        name = parameter or case.place.medical_strength
        answer = case.place.answer(name)
        word = "" if answer is None else answer.word
        params = {"place": case.label, "strength": case.token(word)}
        return Told(params, (), case.place.cite(name))

    return tell


TELLERS: Mapping[str, Teller] = {
    "employee_pension.minimum_months": pension_months,
    "resident_pension.minimum_years": resident_years,
    "employee_medical.retirement_years": medical_years,
    "employee_medical.years_in_province": years_in_province,
    "employee_medical.gap": gap,
    "employee_medical.transfer": transfer,
    "resident_medical.wait": wait,
    "pension.both_schemes": both_schemes,
    "strength.employee_pension": _strength("flexible_enrolment.strength"),
    "strength.employee_medical": _strength(""),
    "strength.resident_pension": _strength("resident_pension.strength"),
    "strength.resident_medical": _strength("resident_medical.strength"),
    "strength.enterprise_part": _strength("flexible_enrolment.enterprise_part"),
}
