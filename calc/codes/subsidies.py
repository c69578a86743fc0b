"""Codes of findings about subsidies: who gets them, and how they are claimed."""

from __future__ import annotations

from calc.codes.model import FindingCode
from calc.messages import N_

_ACCIDENT_INSURANCE = (
    FindingCode(
        "accident_insurance_subsidy.offered",
        fails=N_("{place} has no accident-insurance subsidy: its documents contain none."),
        unknown=N_(
            "What {place} pays as accident-insurance subsidy is not on file for {day}: ask "
            "{office}."
        ),
    ),
    FindingCode(
        "accident_insurance_subsidy.provincial_basis",
        passes=N_("The province's rule that this subsidy rests on is in force."),
        fails=N_(
            "The province's rule that this subsidy rests on is reported to have ended on {day}; in "
            "strict mode that closes it."
        ),
        unknown=N_(
            "The province's rule that this subsidy rests on is reported to have ended on {day}; no "
            "document that ends it in {place} is on file: ask whether {place} still pays."
        ),
    ),
    FindingCode(
        "accident_insurance_subsidy.age_minimum",
        passes=N_("You have reached the lowest working age, {years} years."),
        fails=N_("The subsidy is for people from {years} years on; you reach that age in {month}."),
        unknown=N_(
            "The subsidy is for people from {years} years on: tell us your month of birth (born)."
        ),
    ),
    FindingCode(
        "accident_insurance_subsidy.before_retirement",
        passes=N_("You have not reached the retirement age."),
        fails=N_(
            "The subsidy is for people below the retirement age; you reached yours in {month}."
        ),
        unknown=N_("The subsidy is for people below the retirement age: tell us {keys}."),
    ),
    FindingCode(
        "accident_insurance_subsidy.occupation",
        passes=N_("Your work ({occupation}) is of a kind that {place} pays it for: {listed}."),
        fails=N_("{place} pays it for {listed} only; your work is {occupation}."),
        unknown=N_("{place} pays it for {listed}. {ask}"),
    ),
    FindingCode(
        "accident_insurance_subsidy.employment_registration",
        passes=N_("Your employment is registered."),
        fails=N_(
            "Employment must be registered: have it registered at the public employment service."
        ),
        unknown=N_("Employment must be registered: tell us whether yours is."),
    ),
    FindingCode(
        "accident_insurance_subsidy.platform_registration",
        passes=N_("The platform is registered in {place}."),
        fails=N_("The platform must be registered in {place}; yours is registered elsewhere."),
        unknown=N_("In {place} the platform must be: {rule}. {ask}"),
    ),
    FindingCode(
        "accident_insurance_subsidy.policy_months",
        passes=N_("The policy runs for {months} months; at least {minimum} are needed."),
        fails=N_("The policy must run for at least {minimum} months; yours runs for {months}."),
        unknown=N_(
            "The policy must run for at least {minimum} months: tell us how long yours runs."
        ),
    ),
    FindingCode(
        "accident_insurance_subsidy.managers",
        passes=N_("You are no manager of the platform; managers would be left out."),
        fails=N_("Managers of the platform do not receive it."),
        unknown=N_("Managers of the platform do not receive it: tell us whether you are one."),
    ),
    FindingCode(
        "accident_insurance_subsidy.other_injury_subsidy",
        passes=N_("You draw no other injury subsidy."),
        fails=N_("It is not paid beside another injury subsidy."),
        unknown=N_("It is not paid beside another injury subsidy: tell us whether you draw one."),
    ),
    FindingCode(
        "accident_insurance_subsidy.once_per_policy_year",
        passes=N_("It was not claimed for this policy year yet."),
        fails=N_("It is paid once for each policy year, and was claimed for this one."),
        unknown=N_(
            "It is paid once for each policy year: tell us whether it was claimed for this one."
        ),
    ),
    FindingCode(
        "accident_insurance_subsidy.amount",
        passes=N_(
            "{share} of the premium, at most {cap} yuan a person a year: {amount} yuan for a "
            "premium of {premium}. The most is reached at a premium of {full} yuan."
        ),
        unknown=N_(
            "{share} of the premium, at most {cap} yuan a person a year; the most is reached at a "
            "premium of {full} yuan. Tell us the premium."
        ),
        condition=False,
    ),
    FindingCode(
        "accident_insurance_subsidy.branch_at_workplace",
        passes=N_(
            "In {place}, where you work, a platform with a local branch counts as well: ask there "
            "whether yours has one."
        ),
        condition=False,
    ),
)

_SOCIAL_INSURANCE = (
    FindingCode(
        "social_insurance_subsidy.on_file",
        unknown=N_(
            "What {place} pays as social-insurance subsidy is not on file for {day}: ask {office}."
        ),
    ),
    FindingCode(
        "social_insurance_subsidy.group",
        passes=N_("You are in a group that receives it: {group}."),
        fails=N_("{groups} {why}"),
        unknown=N_("{groups} {ask}"),
    ),
    FindingCode(
        "social_insurance_subsidy.months_left",
        passes=N_("{used} of {maximum} months are used; {left} are left."),
        fails=N_("It is paid for at most {maximum} months, and {used} are used."),
        unknown=N_("It is paid for at most {maximum} months. {ask}"),
    ),
    FindingCode(
        "social_insurance_subsidy.until_retirement",
        passes=N_(
            "When first approved you had less than {years} years to the retirement age, so that it "
            "can run until then; if there was no break, {left} months are left."
        ),
    ),
    FindingCode(
        "social_insurance_subsidy.employment_registration",
        passes=N_("Your employment is registered."),
        fails=N_(
            "Employment must be registered: have it registered at the public employment service."
        ),
        unknown=N_("Employment must be registered: tell us whether yours is."),
    ),
    FindingCode(
        "social_insurance_subsidy.before_retirement",
        passes=N_("You have not reached the retirement age."),
        fails=N_("It is paid until the retirement age; you reached yours in {month}."),
        unknown=N_("It is paid until the retirement age: tell us {keys}."),
    ),
    FindingCode(
        "social_insurance_subsidy.flexible_employment",
        fails=N_(
            "It is for people in flexible employment who pay for themselves; with a labour "
            "relation the employer enrols you."
        ),
    ),
    FindingCode(
        "social_insurance_subsidy.ceiling",
        passes=N_(
            "At most {share} of the contributions to pension and medical insurance that were "
            "really paid. This is a ceiling and no promise; the office decides."
        ),
        condition=False,
    ),
    FindingCode(
        "social_insurance_subsidy.local_amount",
        passes=N_("{place} pays no more than {amount} yuan {period}."),
        condition=False,
    ),
    FindingCode(
        "social_insurance_subsidy.local_amount_pension_only",
        passes=N_("For pension insurance alone {place} pays no more than {amount} yuan {period}."),
        condition=False,
    ),
    FindingCode(
        "social_insurance_subsidy.local_amount_pension_only_carried",
        passes=N_(
            "For pension insurance alone {place} paid no more than {amount} yuan {period} until "
            "{last}; later amounts are not on file, so this one is carried: ask {office}."
        ),
        condition=False,
    ),
    FindingCode(
        "social_insurance_subsidy.local_amount_carried",
        passes=N_(
            "{place} paid no more than {amount} yuan {period} until {last}; later amounts are not "
            "on file, so this one is carried: ask {office}."
        ),
        condition=False,
    ),
    FindingCode(
        "social_insurance_subsidy.local_amount_missing",
        passes=N_("What {place} pays at most is not on file: ask {office}."),
        condition=False,
    ),
    FindingCode(
        "social_insurance_subsidy.base_cap",
        passes=N_("A base above {share} of the average wage counts as {share}."),
        condition=False,
    ),
)

_TRAINING = (
    FindingCode(
        "training_subsidy.entitlement",
        passes=N_(
            "Vocational training can be subsidised here; no amount is on file: ask {office}."
        ),
        unknown=N_(
            "Whether vocational training is subsidised in {place} is not on file: ask {office}."
        ),
    ),
    FindingCode("training_subsidy.terms", passes=N_("On these terms: {terms}."), condition=False),
    FindingCode(
        "training_subsidy.times_per_year",
        passes=N_("At most {times} times a year."),
        condition=False,
    ),
    FindingCode(
        "training_subsidy.certificate",
        passes=N_("A certificate has to be earned."),
        condition=False,
    ),
)

SUBSIDIES: tuple[FindingCode, ...] = (*_ACCIDENT_INSURANCE, *_SOCIAL_INSURANCE, *_TRAINING)
