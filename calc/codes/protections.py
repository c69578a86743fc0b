"""Codes of findings about protections against injury and the conditions of work."""

from __future__ import annotations

from calc.codes.model import FindingCode
from calc.messages import N_

_OCCUPATIONAL_INJURY = (
    FindingCode(
        "occupational_injury.province",
        passes=N_(
            "Occupational-injury protection for platform workers holds in {place} since {day}."
        ),
        fails=N_("Occupational-injury protection has not begun in {place} on {on}{start}."),
        unknown=N_(
            "Whether occupational-injury protection holds in {place} on {on} is not on file: ask "
            "{office}."
        ),
    ),
    FindingCode(
        "occupational_injury.trade",
        passes=N_("Your work ({occupation}) is in a trade that it covers."),
        fails=N_("It covers these trades: {trades}; your work ({occupation}) is in none of them."),
        unknown=N_("It covers these trades: {trades}. Tell us your occupation."),
    ),
    FindingCode(
        "occupational_injury.platform",
        passes=N_("{platform} takes part in it."),
        fails=N_("{platform} is not among the platforms on file that take part on {on}."),
        unknown=N_("{listed} {ask}"),
    ),
    FindingCode(
        "occupational_injury.fee",
        passes=N_("The platform pays {fee} yuan for each order; you pay nothing. {month}"),
        unknown=N_(
            "The platform pays for each order, {fees} yuan depending on the platform; you pay "
            "nothing. Tell us the platform."
        ),
        condition=False,
    ),
    FindingCode(
        "occupational_injury.fee_may_float",
        passes=N_("Since {day} the fee may float with the platform's injuries."),
        condition=False,
    ),
    FindingCode(
        "occupational_injury.in_document",
        passes=N_("The document of {place} provides for this protection."),
        condition=False,
    ),
    FindingCode(
        "occupational_injury.employee",
        passes=N_(
            "With a labour relation you are under the employer's work-injury insurance, for which "
            "you pay nothing."
        ),
        condition=False,
    ),
)

_WORK_INJURY = (
    FindingCode(
        "work_injury.courier_outlets",
        passes=N_(
            "{place} has courier outlets join work-injury insurance before other insurances; the "
            "outlet pays, you pay nothing."
        ),
        fails=N_("This is for people who work for courier outlets."),
        unknown=N_("This is for people who work for courier outlets: tell us your occupation."),
    ),
    FindingCode(
        "work_injury.truck_drivers",
        fails=N_("This is for truck drivers."),
        unknown=N_(
            "{place} brings truck drivers into work-injury insurance as nation and province "
            "arrange; from when on is not on file. {ask}"
        ),
    ),
    FindingCode(
        "commercial_cover.encouraged",
        passes=N_(
            "{place} encourages platforms to buy commercial cover ({kinds}): ask yours whether it "
            "has."
        ),
        condition=False,
    ),
)

_WORK_CONDITIONS = (
    FindingCode(
        "work_conditions.on_file",
        unknown=N_("What the documents of {place} say on work conditions is not on file for {on}."),
    ),
    FindingCode(
        "work_conditions.applies",
        passes=N_("These conditions hold for employees and for people managed by the enterprise."),
        fails=N_(
            "These conditions hold for employees and for people managed by the enterprise, not "
            "for independents: there civil law and what was agreed hold."
        ),
        unknown=N_(
            "These conditions hold for employees and for people managed by the enterprise: tell us "
            "the relation or the facts of the work."
        ),
    ),
    FindingCode(
        "work_conditions.minimum_wage",
        passes=N_("{pay} yuan a month reaches the minimum wage of {county}: {wage}."),
        fails=N_("{pay} yuan a month is below the minimum wage of {county}: {wage}."),
        unknown=N_("Pay for normal work reaches the monthly minimum wage. {ask}"),
        condition=False,
    ),
    FindingCode(
        "work_conditions.minimum_wage_hourly",
        passes=N_("{pay} yuan an hour reaches the hourly minimum wage of {county}: {wage}."),
        fails=N_("{pay} yuan an hour is below the hourly minimum wage of {county}: {wage}."),
        unknown=N_("Pay for normal work reaches the hourly minimum wage. {ask}"),
        condition=False,
    ),
    FindingCode(
        "work_conditions.break",
        passes=N_("After {hours} hours on end there is a break of at least {minutes} minutes."),
        fails=N_(
            "After {hours} hours on end a break of at least {minutes} minutes is due; yours is "
            "{rest}."
        ),
        unknown=N_(
            "After {hours} hours on end a break of at least {minutes} minutes is due (in "
            "{listed}). {ask}"
        ),
        condition=False,
    ),
    FindingCode(
        "work_conditions.holiday_pay",
        passes=N_("Work on public holidays is paid above normal: {factor} times."),
        fails=N_("Work on public holidays must be paid above normal; yours is {factor} times."),
        unknown=N_("Work on public holidays must be paid above normal. {ask}"),
        condition=False,
    ),
    FindingCode(
        "work_conditions.quota",
        passes=N_(
            "A quota must be one that at least {share} of the people in the post can meet within "
            "statutory working time."
        ),
        condition=False,
    ),
    FindingCode(
        "work_conditions.no_deposit",
        passes=N_(
            "No deposit may be taken and nobody may be kept from working for several platforms or "
            "be discriminated against."
        ),
        condition=False,
    ),
    FindingCode(
        "work_conditions.overtime",
        passes=N_("Overtime stays within the legal limit."),
        condition=False,
    ),
    FindingCode(
        "work_conditions.hours_agreed",
        passes=N_("Working time and rest are agreed with you, in the contract or agreement."),
        condition=False,
    ),
    FindingCode(
        "work_conditions.heat",
        passes=N_("In hot weather the enterprise adjusts working time."),
        condition=False,
    ),
    FindingCode(
        "work_conditions.hotline",
        passes=N_("Complaints: call {number}."),
        condition=False,
    ),
    FindingCode(
        "work_conditions.disputes",
        passes=N_("Disputes: {where}."),
        condition=False,
    ),
    FindingCode(
        "work_conditions.model_agreements",
        passes=N_("There are model contracts and agreements for: {occupations}."),
        condition=False,
    ),
)

PROTECTIONS: tuple[FindingCode, ...] = (*_OCCUPATIONAL_INJURY, *_WORK_INJURY, *_WORK_CONDITIONS)
