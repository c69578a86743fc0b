"""Codes of findings about the relation and about who may take an option.

``{why}`` is a sentence of its own (``calc.comparison.reasons``): the same outcome can have several
reasons. Conditions decide whether an option is open. The findings of the relation do not (what
follows from it does: ``relation.employer_enrols``, ``relation.enrols_alone``), nor do notes.
"""

from __future__ import annotations

from calc.codes.model import FindingCode
from calc.messages import N_

_RELATION = (
    FindingCode(
        "relation.lawful_parties",
        passes=N_(
            "You and the enterprise are lawful parties: criterion 1 of a labour relation is met."
        ),
        fails=N_(
            "You and the enterprise are not both lawful parties: criterion 1 of a labour relation "
            "is not met."
        ),
        unknown=N_(
            "Criterion 1 of a labour relation was not told: are you and the enterprise lawful "
            "parties (you of working age, the enterprise a lawful employer)?"
        ),
        condition=False,
    ),
    FindingCode(
        "relation.under_management",
        passes=N_(
            "The enterprise's rules apply to you, and you work under its management for pay: "
            "criterion 2 is met."
        ),
        fails=N_(
            "The enterprise's rules do not apply to you, or you do not work under its management "
            "for pay: criterion 2 is not met."
        ),
        unknown=N_(
            "Criterion 2 was not told: do the enterprise's rules apply to you, and do you work "
            "under its management for pay?"
        ),
        condition=False,
    ),
    FindingCode(
        "relation.part_of_business",
        passes=N_("Your work is part of the enterprise's business: criterion 3 is met."),
        fails=N_("Your work is not part of the enterprise's business: criterion 3 is not met."),
        unknown=N_("Criterion 3 was not told: is your work part of the enterprise's business?"),
        condition=False,
    ),
    FindingCode(
        "relation.platform_manages",
        passes=N_(
            "The enterprise manages the work: its rules and algorithm govern how it is done."
        ),
        fails=N_("The enterprise does not manage the work."),
        unknown=N_(
            "Not told: does the enterprise manage the work (do its rules and algorithm govern how "
            "it is done)?"
        ),
        condition=False,
    ),
    FindingCode(
        "relation.by_facts",
        passes=N_("The facts of the work decide: {relation}."),
        condition=False,
    ),
    FindingCode(
        "relation.by_label",
        passes=N_("You said: {relation}. No fact that was told speaks against it."),
        condition=False,
    ),
    FindingCode(
        "relation.undecided",
        unknown=N_("What was told does not decide the relation. Still possible: {possible}."),
        condition=False,
    ),
    FindingCode(
        "relation.label",
        passes=N_("What you said agrees with the facts: {label}."),
        fails=N_("You said: {label}. The facts of the work rule that out, and the facts decide."),
        condition=False,
    ),
    FindingCode(
        "relation.registered_self_employed",
        passes=N_("You are registered as self-employed, and nothing that was told contradicts it."),
        fails=N_(
            "You are registered as self-employed, but by the facts of the work it is: {relation}. "
            "The registration changes nothing; the facts decide."
        ),
        unknown=N_(
            "You are registered as self-employed. Whether that agrees with the facts of the work "
            "depends on them: tell us the facts."
        ),
        condition=False,
    ),
    FindingCode(
        "relation.no_forced_registration",
        passes=N_(
            "{place}: enterprises may not push anyone into registering as self-employed to escape "
            "their duties."
        ),
        condition=False,
    ),
    FindingCode(
        "relation.contract",
        passes=N_("There is a written labour contract, or part-time work agreed orally."),
        fails=N_("There is no written labour contract: the enterprise must conclude one with you."),
        unknown=N_(
            "In a labour relation the enterprise must conclude a written contract with you (an "
            "oral agreement is enough in part-time work): tell us whether there is one."
        ),
        condition=False,
    ),
    FindingCode(
        "relation.agreement",
        passes=N_("There is a written agreement; the enterprise {strength} conclude one."),
        fails=N_(
            "There is no written agreement: in {place} the enterprise {strength} conclude one with "
            "you, with the rights and duties of both."
        ),
        unknown=N_(
            "In {place} the enterprise {strength} conclude a written agreement with you: tell us "
            "whether there is one."
        ),
        condition=False,
    ),
    FindingCode(
        "relation.part_time_day",
        passes=N_("At most {limit} hours a day on average with one employer: part-time work."),
        fails=N_("More than {limit} hours a day with one employer: not part-time work."),
        unknown=N_(
            "Part-time work is at most {limit} hours a day on average with one employer; the hours "
            "were not told."
        ),
        condition=False,
    ),
    FindingCode(
        "relation.part_time_week",
        passes=N_("At most {limit} hours a week with one employer: part-time work."),
        fails=N_("More than {limit} hours a week with one employer: not part-time work."),
        unknown=N_(
            "Part-time work is at most {limit} hours a week with one employer; the hours were not "
            "told."
        ),
        condition=False,
    ),
    FindingCode(
        "relation.several_employers",
        passes=N_(
            "In part-time work you may have several employers; a later contract must not impair an "
            "earlier one."
        ),
        condition=False,
    ),
    FindingCode(
        "relation.part_time_enrolment",
        passes=N_(
            "In part-time work the employer insures you against work injury; pension and medical "
            "insurance you may pay yourself."
        ),
        condition=False,
    ),
)

_CONDITIONS = (
    FindingCode(
        "relation.enrols_alone",
        passes=N_("You enrol yourself: {why}"),
        fails=N_(
            "In a labour relation the employer must enrol you in the employee schemes. Enrolling "
            "yourself is for people without one, and for part-time work."
        ),
        unknown=N_("Whether you enrol yourself is open: {why}"),
    ),
    FindingCode(
        "employee_pension.place",
        passes=N_("Employee pension: {why}"),
        fails=N_("Employee pension: {why}"),
        unknown=N_("Employee pension: {why}"),
    ),
    FindingCode(
        "employee_medical.place",
        passes=N_("Employee medical insurance: {why}"),
        fails=N_("Employee medical insurance: {why}"),
        unknown=N_("Employee medical insurance: {why}"),
    ),
    FindingCode(
        "resident_pension.place",
        passes=N_("Resident pension: {why}"),
        fails=N_("Resident pension: {why}"),
        unknown=N_("Resident pension: {why}"),
    ),
    FindingCode(
        "resident_medical.place",
        passes=N_("Resident medical insurance: {why}"),
        fails=N_("Resident medical insurance: {why}"),
        unknown=N_("Resident medical insurance: {why}"),
    ),
    FindingCode(
        "age.minimum",
        passes=N_("You are {age} or older."),
        fails=N_("Only from the age of {age}: from {first} on."),
        unknown=N_("Whether you are old enough is open: {why}"),
    ),
    FindingCode(
        "employee_pension.before_retirement",
        passes=N_("You may pay into the employee pension: {why}"),
        fails=N_("You can no longer pay into the employee pension: {why}"),
        unknown=N_("Whether you may still pay into the employee pension is open: {why}"),
    ),
    FindingCode(
        "employee_medical.before_retirement",
        passes=N_("You may pay into employee medical insurance: {why}"),
        fails=N_("You can no longer pay into employee medical insurance: {why}"),
        unknown=N_("Whether you may still pay into employee medical insurance is open: {why}"),
    ),
    FindingCode(
        "employer.before_retirement",
        passes=N_("An employer can enrol you: {why}"),
        fails=N_("An employer can no longer enrol you: {why}"),
        unknown=N_("Whether an employer can still enrol you is open: {why}"),
    ),
    FindingCode(
        "resident_pension.before_age",
        passes=N_(
            "You are younger than {age}, the age at which the resident pension begins; the delayed "
            "retirement age does not apply to it."
        ),
        fails=N_(
            "You have reached {age}, the age at which the resident pension begins: it is drawn, "
            "not paid into; the delayed retirement age does not apply to it."
        ),
        unknown=N_("Whether you are below the age of the resident pension is open: {why}"),
    ),
    FindingCode(
        "pension.no_employee_pension",
        passes=N_("You do not draw an employee pension."),
        fails=N_(
            "You draw an employee pension already: nobody pays on into a pension that is drawn, "
            "and nobody draws two."
        ),
        unknown=N_("Nobody draws two pensions: tell us whether you draw an employee pension."),
    ),
    FindingCode(
        "pension.no_resident_pension",
        passes=N_("You do not draw a resident pension."),
        fails=N_(
            "You draw a resident pension already: nobody pays on into a pension that is drawn, and "
            "nobody draws two."
        ),
        unknown=N_("Nobody draws two pensions: tell us whether you draw a resident pension."),
    ),
    FindingCode(
        "medical.no_retiree_benefits",
        passes=N_("You do not have retiree medical benefits yet."),
        fails=N_(
            "You have retiree medical benefits already: no more contributions are due, and no "
            "other medical scheme is needed."
        ),
        unknown=N_(
            "With retiree medical benefits no contributions are due: tell us whether you have them."
        ),
    ),
    FindingCode(
        "resident_medical_tier.minors",
        passes=N_("You are younger than {age}: the tier for minors and students is for you."),
        fails=N_(
            "The tier for minors and students is not for people of {age} or older. A student "
            "enrols in it through the school; we do not ask about that."
        ),
        unknown=N_(
            "The tier for minors and students is for people younger than {age}, and for students: "
            "tell us the month of birth."
        ),
    ),
)

_NOTES = (
    FindingCode(
        "employee_pension.minimum_months",
        passes=N_("Minimum for a monthly employee pension: {why}"),
        unknown=N_("Minimum for a monthly employee pension: {why}"),
        condition=False,
    ),
    FindingCode(
        "resident_pension.minimum_years",
        passes=N_("Minimum for a monthly resident pension: {why}"),
        unknown=N_("Minimum for a monthly resident pension: {why}"),
        condition=False,
    ),
    FindingCode(
        "employee_medical.retirement_years",
        passes=N_("Years for retiree medical benefits: {why}"),
        unknown=N_("Years for retiree medical benefits: {why}"),
        condition=False,
    ),
    FindingCode(
        "employee_medical.years_in_province",
        passes=N_("Of the years for retiree medical benefits {years} have to be in the province."),
        condition=False,
    ),
    FindingCode(
        "employee_medical.gap",
        passes=N_(
            "{place}: cover stops the month after the last payment. A break of more than {gap} "
            "months brings {wait} months of waiting after paying again; months paid back count as "
            "years only."
        ),
        unknown=N_("What a break in payment brings in {place} is not on file: ask {office}."),
        condition=False,
    ),
    FindingCode(
        "employee_medical.transfer",
        passes=N_("{place}: {why}"),
        unknown=N_("{place}: {why}"),
        condition=False,
    ),
    FindingCode(
        "resident_medical.wait",
        passes=N_("Waiting period: {why}"),
        unknown=N_("Waiting period: {why}"),
        condition=False,
    ),
    FindingCode(
        "pension.both_schemes",
        passes=N_(
            "You have paid into both pensions. Months paid in both count once, and what you paid "
            "into the resident pension for them is returned. At retirement the two are joined: "
            "with the minimum months in the employee pension (the resident account moves, its "
            "years do not count there), else in the resident pension (account and years move)."
        ),
        condition=False,
    ),
    FindingCode(
        "strength.employee_pension",
        passes=N_("{place} on joining the employee pension as a flexible worker: {strength}."),
        condition=False,
    ),
    FindingCode(
        "strength.employee_medical",
        passes=N_(
            "{place} on joining employee medical insurance as a flexible worker: {strength}."
        ),
        condition=False,
    ),
    FindingCode(
        "strength.resident_pension",
        passes=N_(
            "{place} on joining the resident pension, for people outside the employee pension: "
            "{strength}."
        ),
        condition=False,
    ),
    FindingCode(
        "strength.resident_medical",
        passes=N_(
            "{place} on joining resident medical insurance, for people outside employee medical "
            "insurance: {strength}."
        ),
        condition=False,
    ),
    FindingCode(
        "strength.enterprise_part",
        passes=N_(
            "{place}: the enterprise {strength} people whose work it manages in joining, as their "
            "circumstances allow."
        ),
        condition=False,
    ),
)

ELIGIBILITY: tuple[FindingCode, ...] = (*_RELATION, *_CONDITIONS, *_NOTES)
