"""Codes of notes about estimates: what was assumed, left out, or would change them."""

from __future__ import annotations

from calc.codes.model import FindingCode
from calc.messages import N_

PROJECTION: tuple[FindingCode, ...] = tuple(
    FindingCode(code, passes=text, condition=False)
    for code, text in (
        (
            "projection.already_retired",
            N_("Nothing to project: the month of retirement is not after the first month paid."),
        ),
        (
            "projection.beyond_bounds",
            N_(
                "No estimate: this life or these assumptions lie beyond the tables of the law or "
                "what amounts may become."
            ),
        ),
        (
            "projection.beyond_divisors",
            N_(
                "No estimate: a pension from {due} on lies beyond the age of {age} up to which the "
                "divisor is on file; ask about moving to the resident pension."
            ),
        ),
        (
            "projection.history_too_long",
            N_("No estimate: {months} months paid before are more than the life so far has."),
        ),
        (
            "projection.from_today",
            N_(
                "What was paid before and is not told counts as nothing, an index as today's: what "
                "you tell would add to the pension."
            ),
        ),
        (
            "projection.from_now_on",
            N_(
                "The pension holds what was paid before; “paid back” and the yearly return count "
                "only what you pay from now on, and so look better than the whole life does."
            ),
        ),
        (
            "projection.base_growth_unbounded",
            N_(
                "A growth of the base was entered: the floor and ceiling, which move with wages, "
                "are not held against it."
            ),
        ),
        (
            "projection.deemed_index",
            N_(
                "Deemed months take the average index of the paid ones; the office sets it when "
                "the pension is granted."
            ),
        ),
        (
            "projection.no_transitional",
            N_(
                "The coefficient for deemed months is not on file: they count as years, without a "
                "transitional pension."
            ),
        ),
        (
            "projection.resident_account_joined",
            N_(
                "The resident account is moved into the employee scheme, its years do not count "
                "there; months paid in both are taken to be none."
            ),
        ),
        (
            "projection.employee_account_joined",
            N_(
                "{months} months of the employee pension are below its minimum: their account "
                "moves into the resident scheme and the years count there, from the age of the "
                "resident pension on (it can be asked for at the employee age)."
            ),
        ),
        (
            "projection.employee_pension_due",
            N_(
                "{months} months already meet the minimum of the employee pension: that pension is "
                "due instead, only one is paid, and this estimate leaves it out."
            ),
        ),
        (
            "projection.city_base",
            N_(
                "{place} also takes a calculation base of the city, which is not on file: the "
                "province's stands in for it until it is entered."
            ),
        ),
        (
            "projection.bridging",
            N_(
                "At the statutory month {statutory} {months} of the {minimum} months needed are "
                "still missing: the estimate goes on paying until they are reached, and draws "
                "from {due} on."
            ),
        ),
        (
            "projection.late",
            N_(
                "Later than the statutory month needs an employer's agreement; what holds without "
                "an employer is not on file: ask."
            ),
        ),
        (
            "projection.resident_interest",
            N_(
                "The interest of resident accounts is not on file: that of employee accounts "
                "stands in as an assumption."
            ),
        ),
        (
            "projection.resident_rule",
            N_(
                "Tier and subsidy stay as they are, and every year from this one to the year "
                "before the age is paid; additions for high age are left out."
            ),
        ),
        (
            "projection.addition",
            N_("{place}: the addition for each year beyond fifteen is counted as it is today."),
        ),
        (
            "projection.resident_short",
            N_(
                "At the age of the resident pension {years} of the {minimum} years needed are "
                "still missing: the pension shown is due only once they are made up; ask how."
            ),
        ),
    )
)
