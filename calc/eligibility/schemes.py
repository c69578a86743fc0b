"""The rules of each way to enrol, by the code of the finding: one person or an array of persons.

The screen and the batch call these very functions. A function returns every rule that it knows
for its way to enrol, in the order in which findings are listed, never only those that fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from calc.eligibility.ages import (
    Paid,
    below_age,
    employed_in,
    old_enough,
    paid_months,
    paying_on,
    pays_alone_in,
    too_young_for,
)
from calc.eligibility.enrolment import (
    DRAWS_EMPLOYEE_PENSION,
    DRAWS_RESIDENT_PENSION,
    PlaceRule,
    enrolled_by_employer,
    enrols_alone,
    not_drawing,
    taken_in,
    without_retiree_benefits,
)
from calc.eligibility.judged import ABSENT, Judged
from calc.eligibility.notes import (
    moves_with_registration,
    on_file,
    reaches,
    wait_after_missed_years,
    where,
)
from calc.records import frozen
from calc.relation import MANAGED_BIT, in_labour_relation
from calc.verdicts import NOT_TOLD, PASS, UNKNOWN, YES, bit, select

if TYPE_CHECKING:
    from calc.verdicts import Small

MALE, FEMALE = 0, 1
Rules = Mapping[str, Judged]


@frozen
class Person:
    """What the rules need to know about a person; -1 where it was not told.

    Attributes:
        month: The month asked about.
        next_month: The first month still to be paid: that month, or a later start.
        birth_month: Month of birth.
        retirement_from: The statutory month, or the earliest it can be where the track is open.
        retirement_until: The same month, or the latest it can be.
        latest_month: The latest month that may be agreed, for ``retirement_until``.
        minimum_pension_months: The minimum of the statutory year.
        possible: The relations the person may be in, as bits (``calc.relation``).
        part_time: Outcome of the limits of part-time work.
        drawing: 0 none, 1 the employee pension, 2 the resident pension.
        retiree_medical_benefits: Fact.
        sex: 0 male, 1 female.
        employee_pension_months: Paid months, without deemed ones.
        deemed_months: Deemed months.
        resident_pension_months: Months paid in the resident pension.
        employee_medical_months: Months paid in employee medical insurance.
        resident_medical_missed_years: Coverage years missed.
        resident_medical_repaid_years: Years of them paid afterwards.
    """

    month: Small
    next_month: Small
    birth_month: Small = NOT_TOLD
    retirement_from: Small = NOT_TOLD
    retirement_until: Small = NOT_TOLD
    latest_month: Small = NOT_TOLD
    minimum_pension_months: Small = NOT_TOLD
    possible: Small = 7
    part_time: Small = UNKNOWN
    drawing: Small = NOT_TOLD
    retiree_medical_benefits: Small = NOT_TOLD
    sex: Small = NOT_TOLD
    employee_pension_months: Small = NOT_TOLD
    deemed_months: Small = NOT_TOLD
    resident_pension_months: Small = NOT_TOLD
    employee_medical_months: Small = NOT_TOLD
    resident_medical_missed_years: Small = NOT_TOLD
    resident_medical_repaid_years: Small = NOT_TOLD

    @property
    def employed(self) -> Small:
        """Whether the person is in a labour relation: 1, 0 or -1."""
        return in_labour_relation(self.possible)

    @property
    def pension_paid(self) -> Paid:
        """Months that count in the employee pension."""
        return paid_months(self.employee_pension_months, self.deemed_months)


@frozen
class Terms:
    """What a place has on file for these rules; -1 where it has nothing.

    Ages and years are in months. ``*_strength`` and the like are facts: something is on file.
    """

    minimum_age_months: Small
    youngest_pension_age_months: Small
    resident_pension_age_months: Small
    resident_pension_needed_months: Small
    medical_needed_months_men: Small
    medical_needed_months_women: Small
    minors_below_months: Small
    fixed_wait_months: Small
    wait_months_per_missed_year: Small
    employee_pension: PlaceRule
    employee_medical: PlaceRule
    resident_pension: PlaceRule
    resident_medical: PlaceRule
    moves_before_benefits: Small
    moves_after_benefits: Small
    gap_wait: Small
    years_in_province: Small
    flexible_strength: Small
    medical_strength: Small
    resident_pension_strength: Small
    resident_medical_strength: Small
    enterprise_part: Small

    def medical_needed_months(self, sex: Small) -> Small:
        """Months for retiree medical benefits; -1 where they are not on file or the sex counts."""
        men, women = self.medical_needed_months_men, self.medical_needed_months_women
        not_told = select(men == women, men, NOT_TOLD)
        return select(sex == MALE, men, select(sex == FEMALE, women, not_told))


@frozen
class There:
    """What binds a person to a place: facts; -1 where it was not told.

    Attributes:
        works: Works there.
        registered: Is registered there.
    """

    works: Small
    registered: Small


def through_employer(person: Person, terms: Terms) -> Rules:
    """Every employee scheme through an employer at the workplace."""
    return {
        "relation.employer_enrols": Judged(enrolled_by_employer(person.employed)),
        "relation.part_time_enrolment": _part_time_enrolment(person),
        "age.minimum": _old_enough(person, terms),
        "employer.before_retirement": employed_in(
            person.month, person.retirement_from, person.retirement_until, person.latest_month
        ),
        **_not_drawing(person, terms),
        "medical.no_retiree_benefits": _without_retiree_benefits(person, terms),
        **_years_of_the_pension(person),
        "employee_medical.retirement_years": _years_of_medical(person, terms),
        "pension.both_schemes": _both_schemes(person),
    }


def flexible_pension(person: Person, terms: Terms, there: There) -> Rules:
    """The employee pension as a flexible worker."""
    return {
        "relation.enrols_alone": _enrols_alone(person),
        "employee_pension.place": _taken_in(terms.employee_pension, person, there),
        "age.minimum": _old_enough(person, terms),
        "employee_pension.before_retirement": pays_alone_in(
            person.month,
            person.retirement_from,
            person.retirement_until,
            paying_on(person.pension_paid, person.minimum_pension_months),
        ),
        **_not_drawing(person, terms),
        **_years_of_the_pension(person),
        "pension.both_schemes": _both_schemes(person),
        "strength.employee_pension": Judged(on_file(terms.flexible_strength)),
        **_enterprise_part(person, terms),
    }


def flexible_medical(person: Person, terms: Terms, there: There) -> Rules:
    """Employee medical insurance as a flexible worker."""
    without_benefits = _without_retiree_benefits(person, terms)
    moves = moves_with_registration(
        terms.moves_before_benefits, terms.moves_after_benefits, without_benefits.outcome
    )
    rule_on_file = bit((terms.moves_before_benefits >= 0) | (terms.moves_after_benefits >= 0))
    return {
        "relation.enrols_alone": _enrols_alone(person),
        "employee_medical.place": _taken_in(terms.employee_medical, person, there),
        "age.minimum": _old_enough(person, terms),
        "employee_medical.before_retirement": pays_alone_in(
            person.month,
            person.retirement_from,
            person.retirement_until,
            _pays_on_medical(person, terms),
        ),
        "medical.no_retiree_benefits": without_benefits,
        "employee_medical.retirement_years": _years_of_medical(person, terms),
        "employee_medical.years_in_province": Judged(on_file(terms.years_in_province)),
        "employee_medical.gap": Judged(select(terms.gap_wait < 0, UNKNOWN, PASS)),
        "employee_medical.transfer": Judged(where(rule_on_file, select(moves < 0, UNKNOWN, PASS))),
        "strength.employee_medical": Judged(on_file(terms.medical_strength)),
        **_enterprise_part(person, terms),
    }


def resident_pension(person: Person, terms: Terms, there: There) -> Rules:
    """The resident pension."""
    limit = person.birth_month + terms.resident_pension_age_months
    known = (person.birth_month >= 0) & (terms.resident_pension_age_months >= 0)
    due = select(known, limit, NOT_TOLD)
    years = reaches(
        person.next_month,
        due,
        due,
        paid_months(person.resident_pension_months),
        bit(person.resident_pension_months >= 0),
        terms.resident_pension_needed_months,
    )
    return {
        "relation.enrols_alone": _enrols_alone(person),
        "resident_pension.place": _taken_in(terms.resident_pension, person, there),
        "age.minimum": _old_enough(person, terms),
        "resident_pension.before_age": below_age(
            person.month, person.birth_month, terms.resident_pension_age_months
        ),
        **_not_drawing(person, terms),
        "resident_pension.minimum_years": _unless(person.drawing, DRAWS_RESIDENT_PENSION, years),
        "pension.both_schemes": _both_schemes(person),
        "strength.resident_pension": Judged(on_file(terms.resident_pension_strength)),
    }


def resident_medical(person: Person, terms: Terms, there: There, *, for_minors: bool) -> Rules:
    """Resident medical insurance; ``for_minors`` is its tier for minors and students."""
    _, most = wait_after_missed_years(
        person.resident_medical_missed_years,
        person.resident_medical_repaid_years,
        terms.fixed_wait_months,
        terms.wait_months_per_missed_year,
    )
    minors = below_age(person.month, person.birth_month, terms.minors_below_months)
    return {
        "relation.enrols_alone": _enrols_alone(person),
        "resident_medical.place": _taken_in(terms.resident_medical, person, there),
        **({"resident_medical_tier.minors": minors} if for_minors else {}),
        "medical.no_retiree_benefits": _without_retiree_benefits(person, terms),
        "resident_medical.wait": Judged(select(most < 0, UNKNOWN, PASS), most),
        "strength.resident_medical": Judged(on_file(terms.resident_medical_strength)),
    }


def _old_enough(person: Person, terms: Terms) -> Judged:
    return old_enough(person.month, person.birth_month, terms.minimum_age_months)


def _enrols_alone(person: Person) -> Judged:
    return Judged(enrols_alone(person.employed, person.part_time))


def _part_time_enrolment(person: Person) -> Judged:
    """Arises for part-time employees: pension and medical insurance they may pay themselves."""
    arises = bit((person.employed == YES) & (person.part_time == PASS))
    return Judged(where(arises, PASS))


def _taken_in(rule: PlaceRule, person: Person, there: There) -> Judged:
    return Judged(taken_in(rule, person.possible, there.works, there.registered))


def _not_drawing(person: Person, terms: Terms) -> Rules:
    """Neither pension is drawn: nobody pays into one while drawing it, or draws both."""
    young = too_young_for(person.month, person.birth_month, terms.youngest_pension_age_months)
    below_60 = too_young_for(person.month, person.birth_month, terms.resident_pension_age_months)
    return {
        "pension.no_employee_pension": Judged(
            not_drawing(person.drawing, DRAWS_EMPLOYEE_PENSION, young)
        ),
        "pension.no_resident_pension": Judged(
            not_drawing(person.drawing, DRAWS_RESIDENT_PENSION, below_60)
        ),
    }


def _without_retiree_benefits(person: Person, terms: Terms) -> Judged:
    young = too_young_for(person.month, person.birth_month, terms.youngest_pension_age_months)
    return Judged(without_retiree_benefits(person.retiree_medical_benefits, young))


def _years_of_the_pension(person: Person) -> Rules:
    years = reaches(
        person.next_month,
        person.retirement_from,
        person.retirement_until,
        person.pension_paid,
        bit(person.employee_pension_months >= 0),
        person.minimum_pension_months,
    )
    return {
        "employee_pension.minimum_months": _unless(person.drawing, DRAWS_EMPLOYEE_PENSION, years)
    }


def _years_of_medical(person: Person, terms: Terms) -> Judged:
    years = reaches(
        person.next_month,
        person.retirement_from,
        person.retirement_until,
        paid_months(person.employee_medical_months),
        bit(person.employee_medical_months >= 0),
        terms.medical_needed_months(person.sex),
    )
    return _unless(person.retiree_medical_benefits, YES, years)


def _pays_on_medical(person: Person, terms: Terms) -> Small:
    """By sex; where it was not told, what holds for both."""
    paid = paid_months(person.employee_medical_months)
    men = paying_on(paid, terms.medical_needed_months_men)
    women = paying_on(paid, terms.medical_needed_months_women)
    not_told = select(men == women, men, UNKNOWN)
    return select(person.sex == MALE, men, select(person.sex == FEMALE, women, not_told))


def _unless(value: Small, reached: int, note: Judged) -> Judged:
    """A note on what is still to be reached, absent where it is reached already."""
    done = value == reached
    return Judged(
        select(done, ABSENT, note.outcome),
        select(done, -1, note.distance),
        select(done, -1, note.first_month),
    )


def _both_schemes(person: Person) -> Judged:
    """Arises where months were paid in both pensions; how many overlap is not asked."""
    both_paid = (person.employee_pension_months > 0) & (person.resident_pension_months > 0)
    return Judged(where(bit(both_paid), PASS))


def _enterprise_part(person: Person, terms: Terms) -> Rules:
    """What the enterprise does for managed people, where a document says it."""
    managed = person.possible == MANAGED_BIT
    arises = bit(managed & (terms.enterprise_part == YES))
    return {"strength.enterprise_part": Judged(where(arises, PASS))}
