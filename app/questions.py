"""The questions, as data: what is asked, in plain words, and which answers are offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from calc.messages import N_

Kind = Literal[
    "place", "month", "choice", "short", "on_file", "yuan", "whole", "decimal", "yes_no", "text"
]


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        key: The applicant's key that it answers; nested ones joined by a dot.
        kind: How it is answered. ``on_file``: a value that the law on file offers at the places.
        text: The question.
        help: What it is good for, or how to find the answer.
        choices: For ``choice``: value and what it says.
        elsewhere: For ``place``: whether a place that is not on file can be the answer.
    """

    key: str
    kind: Kind
    text: str
    help: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together."""

    name: str
    title: str
    questions: tuple[Question, ...]


BASIC = (
    Question("workplace", "place", N_("Where do you work?")),
    Question(
        "household_registration",
        "place",
        N_("Where are you registered (hukou)?"),
        elsewhere=True,
    ),
    Question("born", "month", N_("When were you born?")),
    Question("sex", "choice", N_("Sex"), choices={"male": N_("male"), "female": N_("female")}),
    Question(
        "occupation",
        "choice",
        N_("What work do you do?"),
        choices={
            "food_delivery": N_("food delivery"),
            "instant_delivery": N_("instant delivery, errands"),
            "express_courier": N_("express courier"),
            "ride_hailing": N_("ride-hailing driver"),
            "freight_driver": N_("freight driver"),
            "livestreamer": N_("livestreamer"),
            "ecommerce": N_("online shop"),
            "domestic_service": N_("domestic service"),
            "other": N_("something else"),
        },
    ),
    Question(
        "relation",
        "choice",
        N_("Who manages your work?"),
        choices={
            "employee": N_("A firm: I have a labour contract, or work under its rules for a wage"),
            "managed": N_("A platform: I choose my hours, it sets rules, orders and penalties"),
            "independent": N_("Nobody: I work for myself"),
        },
    ),
    Question(
        "monthly_income",
        "yuan",
        N_("What do you earn in a month? (yuan)"),
        help=N_("Sets the contribution base where you can choose it; left out: the lowest base."),
    ),
)

PAYING = Group(
    "paying",
    N_("What and how you want to pay"),
    (
        Question("pension_base", "yuan", N_("Chosen pension base (yuan a month)")),
        Question("medical_base", "yuan", N_("Chosen medical base (yuan a month)")),
        Question("medical_plan", "on_file", N_("Plan of the employee medical insurance")),
        Question("resident_medical_tier", "on_file", N_("Tier of the resident medical insurance")),
        Question(
            "resident_pension_tier", "on_file", N_("Tier of the resident pension (yuan a year)")
        ),
        Question(
            "payment_frequency",
            "choice",
            N_("How often do you pay?"),
            choices={
                "monthly": N_("monthly"),
                "quarterly": N_("quarterly"),
                "half_yearly": N_("half-yearly"),
                "yearly": N_("yearly"),
            },
        ),
        Question(
            "payment_timing",
            "choice",
            N_("When in the period?"),
            choices={
                "advance": N_("in its first month"),
                "arrears": N_("in its last month"),
            },
        ),
        Question("enrolled_from", "month", N_("Enrolled since (this year)")),
    ),
)
HISTORY = Group(
    "history",
    N_("What you have paid so far, and retirement"),
    (
        Question(
            "retirement_track",
            "choice",
            N_("Original retirement age"),
            choices={
                "male60": N_("men 60"),
                "female55": N_("women 55"),
                "female50": N_("women 50"),
            },
        ),
        Question("history.employee_pension_months", "whole", N_("Months of employee pension paid")),
        Question("history.deemed_months", "whole", N_("Months deemed paid")),
        Question(
            "history.average_contribution_index",
            "decimal",
            N_("Average contribution index"),
            help=N_("On the statement of rights of the social-insurance office, such as 0.6"),
        ),
        Question("history.individual_account", "yuan", N_("Balance of the pension account (yuan)")),
        Question("history.resident_pension_months", "whole", N_("Months of resident pension paid")),
        Question(
            "history.resident_account", "yuan", N_("Balance of the resident pension account (yuan)")
        ),
        Question(
            "history.employee_medical_months",
            "whole",
            N_("Months of employee medical insurance paid"),
        ),
        Question(
            "history.resident_medical_missed_years",
            "whole",
            N_("Years of resident medical insurance missed"),
        ),
        Question("history.resident_medical_repaid_years", "whole", N_("Of these, years paid back")),
        Question(
            "drawing",
            "choice",
            N_("Do you draw a pension already?"),
            choices={
                "none": N_("no"),
                "employee_pension": N_("yes, the employee pension"),
                "resident_pension": N_("yes, the resident pension"),
            },
        ),
        Question(
            "retiree_medical_benefits",
            "yes_no",
            N_("Do you have retiree medical benefits already?"),
        ),
    ),
)
GROUPS = Group(
    "groups",
    N_("Groups that a subsidy is for"),
    (
        Question("hardship", "yes_no", N_("Are you in a hardship group recognised by the office?")),
        Question(
            "groups.hard_to_employ",
            "on_file",
            N_("Do you belong to one of these groups of people who have it hard to find work?"),
        ),
        Question("groups.graduated_on", "month", N_("Graduated from college in")),
        Question(
            "groups.subsidy_months_used", "whole", N_("Months of this subsidy received before")
        ),
    ),
)
RELATION = Group(
    "relation",
    N_("Facts of the work, if you are not sure who manages it"),
    (
        Question(
            "relation_facts.lawful_parties",
            "yes_no",
            N_("Is the firm registered, and are you of working age?"),
        ),
        Question("relation_facts.rules_apply", "yes_no", N_("Do the firm's rules apply to you?")),
        Question(
            "relation_facts.paid_under_management",
            "yes_no",
            N_("Do you work under its management for pay?"),
        ),
        Question(
            "relation_facts.part_of_business", "yes_no", N_("Is the work part of its business?")
        ),
        Question(
            "relation_facts.platform_manages_work",
            "yes_no",
            N_("Does a platform's algorithm or do its rules manage the work?"),
        ),
        Question("relation_facts.written_agreement", "yes_no", N_("Is there a written agreement?")),
        Question(
            "relation_facts.registered_self_employed",
            "yes_no",
            N_("Are you registered as self-employed?"),
        ),
        Question("relation_facts.hours_per_day", "decimal", N_("Hours a day for one employer")),
        Question("relation_facts.hours_per_week", "decimal", N_("Hours a week for one employer")),
        Question("platform", "text", N_("Name of the platform or firm")),
        Question("work_injury_class", "whole", N_("Its work-injury class (1 to 8)")),
    ),
)
ACCIDENT = Group(
    "accident",
    N_("Accident insurance that was bought"),
    (
        Question("accident_insurance.premium", "yuan", N_("Premium (yuan)")),
        Question("accident_insurance.starts_on", "month", N_("Cover starts in")),
        Question("accident_insurance.months", "whole", N_("Months of cover")),
        Question(
            "accident_insurance.platform_registered_in",
            "place",
            N_("Where is the platform registered?"),
            elsewhere=True,
        ),
        Question(
            "accident_insurance.employment_registered",
            "yes_no",
            N_("Is your employment registered?"),
        ),
        Question(
            "accident_insurance.claimed_this_year",
            "yes_no",
            N_("Was the subsidy claimed for this policy year?"),
        ),
        Question(
            "accident_insurance.other_injury_subsidy",
            "yes_no",
            N_("Do you receive another injury subsidy?"),
        ),
        Question("accident_insurance.is_manager", "yes_no", N_("Are you a manager?")),
    ),
)
WORK = Group(
    "work",
    N_("Pay and working time"),
    (
        Question("work.orders_per_month", "whole", N_("Orders a month")),
        Question("work.monthly_pay", "yuan", N_("Pay a month (yuan)")),
        Question("work.hourly_pay", "yuan", N_("Pay an hour (yuan)")),
        Question("work.continuous_hours", "decimal", N_("Hours without a break")),
        Question("work.rest_minutes", "whole", N_("Minutes of the break")),
        Question("work.holiday_pay_factor", "decimal", N_("Pay on holidays, times normal pay")),
        Question("work.county", "text", N_("County or district")),
    ),
)
GROUPS_OF_QUESTIONS = (PAYING, HISTORY, GROUPS, RELATION, ACCIDENT, WORK)
ALL = (*BASIC, *(question for group in GROUPS_OF_QUESTIONS for question in group.questions))
BY_KEY: Mapping[str, Question] = {question.key: question for question in ALL}


def applicant_of(answers: Mapping[str, str]) -> dict[str, object]:
    """The mapping that ``calc.compare`` takes, from flat answers (``work.county``: text)."""
    applicant: dict[str, object] = {}
    for key, value in answers.items():
        if not value:
            continue
        head, dot, tail = key.partition(".")
        if not dot:
            applicant[key] = value
            continue
        inner = applicant.setdefault(head, {})
        assert isinstance(inner, dict)
        inner[tail] = value
    return applicant


def answers_of(applicant: Mapping[str, object]) -> dict[str, str]:
    """Flat answers from an applicant's ``to_dict()``; the other way of ``applicant_of``."""
    answers: dict[str, str] = {}
    for key, value in applicant.items():
        if isinstance(value, Mapping):
            answers |= {f"{key}.{inner}": text for inner, text in answers_of(value).items()}
        elif isinstance(value, bool):
            answers[key] = "true" if value else "false"
        elif value is not None:
            answers[key] = str(value)
    return answers
