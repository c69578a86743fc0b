"""An applicant's answers in words, for paper and files: key, name, value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calc.applicant import ELSEWHERE
from calc.i18n import Lang, render, translate
from calc.messages import N_, Message, Yuan
from calc.money import parse_yuan
from calc.parameters.lookup import Parameters
from calc.records import frozen
from calc.report.names import label_text

NAMES: Mapping[str, str] = {
    "id": N_("reference"),
    "workplace": N_("place of work"),
    "household_registration": N_("place of household registration"),
    "born": N_("born"),
    "sex": N_("sex"),
    "retirement_track": N_("retirement track"),
    "relation": N_("relation"),
    "relation_facts.lawful_parties": N_("both sides are lawful parties to a labour relation"),
    "relation_facts.rules_apply": N_("the enterprise's rules apply"),
    "relation_facts.paid_under_management": N_("works for pay under its management"),
    "relation_facts.part_of_business": N_("the work is part of its business"),
    "relation_facts.platform_manages_work": N_("the platform manages the work"),
    "relation_facts.written_agreement": N_("written agreement"),
    "relation_facts.registered_self_employed": N_("registered as self-employed"),
    "relation_facts.hours_per_day": N_("hours a day"),
    "relation_facts.hours_per_week": N_("hours a week"),
    "occupation": N_("occupation"),
    "platform": N_("platform or firm"),
    "monthly_income": N_("monthly income"),
    "pension_base": N_("chosen pension base"),
    "medical_base": N_("chosen medical base"),
    "payment_frequency": N_("rhythm of payment"),
    "payment_timing": N_("paid in advance or in arrears"),
    "enrolled_from": N_("enrols from"),
    "medical_plan": N_("medical plan"),
    "resident_medical_tier": N_("tier of resident medical insurance"),
    "resident_pension_tier": N_("tier of the resident pension"),
    "drawing": N_("pension drawn already"),
    "retiree_medical_benefits": N_("draws retiree medical benefits"),
    "hardship": N_("in a hardship group"),
    "work_injury_class": N_("work-injury class of the employer"),
    "history.employee_pension_months": N_("months paid into the employee pension"),
    "history.deemed_months": N_("deemed contribution months"),
    "history.average_contribution_index": N_("average contribution index so far"),
    "history.individual_account": N_("balance of the individual account"),
    "history.resident_pension_months": N_("months paid into the resident pension"),
    "history.resident_account": N_("balance of the resident account"),
    "history.employee_medical_months": N_("months paid into employee medical insurance"),
    "history.resident_medical_missed_years": N_("missed years of resident medical insurance"),
    "history.resident_medical_repaid_years": N_("repaid years of resident medical insurance"),
    "groups.hard_to_employ": N_("group that is hard to employ"),
    "groups.graduated_on": N_("graduated in"),
    "groups.subsidy_months_used": N_("months of subsidy used"),
    "accident_insurance.premium": N_("premium of the accident policy"),
    "accident_insurance.starts_on": N_("accident policy starts in"),
    "accident_insurance.months": N_("months of the accident policy"),
    "accident_insurance.platform_registered_in": N_("platform registered in"),
    "accident_insurance.employment_registered": N_("employment is registered"),
    "accident_insurance.claimed_this_year": N_("accident subsidy claimed this year"),
    "accident_insurance.other_injury_subsidy": N_("another injury subsidy"),
    "accident_insurance.is_manager": N_("is a manager of the platform"),
    "work.orders_per_month": N_("orders a month"),
    "work.monthly_pay": N_("pay of a month"),
    "work.hourly_pay": N_("pay of an hour"),
    "work.continuous_hours": N_("hours on end"),
    "work.rest_minutes": N_("minutes of rest"),
    "work.holiday_pay_factor": N_("holiday pay as a multiple of normal pay"),
    "work.county": N_("county of work"),
}
"""Every key of INTERFACE by the name it has on paper, in the order in which it is shown."""

WORDS: Mapping[str, str] = {
    ELSEWHERE: N_("elsewhere (not on file)"),
    "male": N_("male"),
    "female": N_("female"),
    "employee": N_("labour relation"),
    "managed": N_("not fully a labour relation, but managed by the enterprise"),
    "independent": N_("independent"),
    "livestreamer": N_("livestreamer"),
    "domestic_service": N_("domestic service"),
    "other": N_("other work"),
    "advance": N_("in the first month of the period"),
    "arrears": N_("in the last month of the period"),
    "employee_pension": N_("employee pension"),
    "resident_pension": N_("resident pension"),
    "none": N_("none of these"),
}
"""Values that are words and stand in no parameter file."""

PLACES = ("workplace", "household_registration", "accident_insurance.platform_registered_in")
FREE_TEXT = ("id", "platform", "work.county")
AMOUNTS = (
    "monthly_income",
    "pension_base",
    "medical_base",
    "resident_pension_tier",
    "history.individual_account",
    "history.resident_account",
    "accident_insurance.premium",
    "work.monthly_pay",
    "work.hourly_pay",
)
ASKED_FIRST = (
    "household_registration",
    "born",
    "sex",
    "relation",
    "occupation",
    "monthly_income",
    "history.employee_pension_months",
)
"""Answers that change most of a comparison; a sheet says which of them were not given."""
AMOUNT = N_("{amount} yuan")


@frozen
class NamedAnswer:
    """One answer in words; ``key`` is that of INTERFACE, nested ones joined by a dot."""

    key: str
    name: str
    text: str


def answer_name(key: str, lang: Lang) -> str:
    """The name of an applicant's key on paper."""
    return translate(NAMES[key], lang) if key in NAMES else key


def named_answers(
    applicant: Mapping[str, object], parameters: Parameters, lang: Lang
) -> list[NamedAnswer]:
    """What was given, in words and in a fixed order.

    Args:
        applicant: ``Applicant.to_dict()``: keys of INTERFACE, money as yuan text.
        parameters: Names of places and words.
        lang: Language of names and values; free text stays as it was written.
    """
    given = dict(_flat(applicant))
    order = [*(key for key in NAMES if key in given), *(key for key in given if key not in NAMES)]
    return [
        NamedAnswer(key, answer_name(key, lang), answer_text(key, given[key], parameters, lang))
        for key in order
    ]


def not_given(applicant: Mapping[str, object], lang: Lang) -> list[str]:
    """The names of the answers that change most and were not given."""
    given = dict(_flat(applicant))
    facts = any(key.startswith("relation_facts.") for key in given)
    return [
        answer_name(key, lang)
        for key in ASKED_FIRST
        if key not in given
        and not (key == "relation" and facts)
        and not (key == "monthly_income" and "pension_base" in given)
    ]


def _flat(values: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def answer_text(key: str, value: object, parameters: Parameters, lang: Lang) -> str:
    """One answer in words."""
    if isinstance(value, bool):
        return label_text(parameters.definitions.token("yes" if value else "no"), lang)
    text = str(value)
    if key in FREE_TEXT:
        return text
    if key in AMOUNTS:
        return render(Message(AMOUNT, {"amount": Yuan(parse_yuan(text))}), lang)
    if key in PLACES:
        place = parameters.place(text)
        if place is not None:
            return label_text(place.label, lang)
    if text[:1].isdigit():
        return text  # a number or a month; "12" is also the word for December
    if text in WORDS:
        return translate(WORDS[text], lang)
    return label_text(parameters.definitions.token(text), lang)
