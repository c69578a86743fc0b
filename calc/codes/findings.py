"""Codes of findings about bases, tiers, plans and prices."""

from __future__ import annotations

from calc.codes.model import FindingCode
from calc.messages import N_

_NOTES = (
    FindingCode(
        "registration.unknown",
        unknown=N_(
            "The place of household registration is not given: options there are not listed. "
            "Tell us where you are registered."
        ),
        condition=False,
    ),
    FindingCode(
        "registration.elsewhere",
        passes=N_(
            "The household registration lies in a place that is not on file: options there are "
            "not listed; ask that place."
        ),
        condition=False,
    ),
    FindingCode(
        "year.before_enrolment",
        passes=N_(
            "You enrol from {month}: no month of {year} is paid as a flexible worker or employee. "
            "Ask for the year with --year {next}."
        ),
        condition=False,
    ),
    FindingCode(
        "year.cut_by_retirement",
        passes=N_(
            "Of {year} {count} months are counted, up to the month before the statutory month of "
            "retirement, {month}. Whoever goes on paying afterwards, because years are short, pays "
            "more than the cost of the year shows."
        ),
        condition=False,
    ),
    FindingCode(
        "base.unknown",
        passes=N_(
            "Neither a base nor an income is given: priced at the floor of {place}, {base} yuan a "
            "month."
        ),
        condition=False,
    ),
    FindingCode(
        "base.held",
        passes=N_(
            "{wish} yuan a month lies outside the bounds of {place} ({floor} to {ceiling}); the "
            "base is held at {base}."
        ),
        condition=False,
    ),
    FindingCode(
        "base.stands_in_for_wage",
        passes=N_(
            "The wage is not given: the base you chose, {wish} yuan, stands in for it; counted in "
            "{place} as {base} yuan a month."
        ),
        condition=False,
    ),
    FindingCode(
        "base.lifted",
        passes=N_(
            "The chosen base of {wish} yuan lay within the bounds known when the year began; the "
            "bounds of {place} are now {floor} to {ceiling}, so that {base} is owed."
        ),
        condition=False,
    ),
    FindingCode(
        "base.fixed_here",
        passes=N_(
            "{place} does not let you choose this base: it is {proportion} of last year's average "
            "wage, {base} yuan; the base you gave is not used here."
        ),
        condition=False,
    ),
    FindingCode(
        "tier.nearest",
        passes=N_("{place} has tiers; {base} yuan is the one nearest to {wish} (ties go down)."),
        condition=False,
    ),
    FindingCode(
        "tier.fixed_for_the_year",
        passes=N_(
            "{place}: the first payment of the year fixes the tier, as a proportion of the average "
            "wage. The tier for {wish} yuan is now {base} yuan a month."
        ),
        condition=False,
    ),
    FindingCode(
        "tier.lowest_assumed",
        passes=N_(
            "No tier of the resident pension is given: priced at the lowest of {place} that is not "
            "reserved for hardship, {tier} yuan a year."
        ),
        condition=False,
    ),
    FindingCode(
        "price.missing",
        passes=N_(
            "Cannot be priced: {place}, {parameter} is not on file for {day}. Ask {ask}, or enter "
            "it with --set {key}=…"
        ),
        condition=False,
    ),
    FindingCode(
        "price.incomplete",
        passes=N_(
            "{place}, {parameter} is not on file for {day}: the total reads «at least». Ask {ask}, "
            "or enter it with --set {key}=…"
        ),
        condition=False,
    ),
    FindingCode(
        "retirement.track_assumed",
        passes=N_(
            "The retirement track is not given: {track} is assumed. Women who retire at 50 give "
            "retirement_track: female50."
        ),
        condition=False,
    ),
    FindingCode(
        "retirement.track_unknown",
        unknown=N_(
            "Sex and retirement track are not given: the months until retirement cannot be "
            "counted, the whole year is priced."
        ),
        condition=False,
    ),
    FindingCode(
        "work_injury.class_unknown",
        passes=N_(
            "The employer's work-injury class is not given: the employer's share of it is left out."
        ),
        condition=False,
    ),
)

_CONDITIONS = (
    FindingCode(
        "base.within_bounds",
        passes=N_(
            "The base of {wish} yuan lies within the bounds of {place}: {floor} to {ceiling}."
        ),
        fails=N_(
            "The chosen base of {wish} yuan lies outside the bounds of {place}: {floor} to "
            "{ceiling} yuan a month."
        ),
    ),
    FindingCode(
        "base.is_a_tier",
        passes=N_("The base of {wish} yuan is a tier of {place}."),
        fails=N_(
            "{place} has tiers, and {wish} yuan is none of them; the neighbouring tiers are "
            "{neighbours}."
        ),
    ),
    FindingCode(
        "medical_plan.offered",
        fails=N_("{place} does not offer the plan «{plan}»; it offers: {offered}."),
    ),
    FindingCode(
        "resident_medical_tier.offered",
        fails=N_("{place} does not offer the tier «{tier}»; it offers: {offered}."),
    ),
    FindingCode(
        "resident_pension_tier.offered",
        fails=N_("{tier} yuan a year is no tier of {place}; the tiers are: {offered}."),
    ),
    FindingCode(
        "resident_pension_tier.hardship",
        passes=N_("The tier of {tier} yuan is reserved for hardship groups, and you are in one."),
        fails=N_("The tier of {tier} yuan is reserved for hardship groups."),
        unknown=N_(
            "The tier of {tier} yuan is reserved for hardship groups: tell us whether you are in "
            "one (hardship)."
        ),
    ),
    FindingCode(
        "relation.employer_enrols",
        passes=N_(
            "There is a labour relation: the employer must enrol you in the employee schemes."
        ),
        fails=N_(
            "There is no labour relation, so that no employer enrols you; as things stand you "
            "enrol yourself."
        ),
        unknown=N_(
            "Whether an employer must enrol you depends on the relation to the platform or firm: "
            "tell us the relation or the facts of the work."
        ),
    ),
)

PRICING: tuple[FindingCode, ...] = (*_NOTES, *_CONDITIONS)
