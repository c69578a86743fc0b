"""Codes that are names: items of a cost, payers, statuses of a value, marks in the table."""

from __future__ import annotations

from collections.abc import Mapping

from calc.codes.model import NameCode
from calc.messages import N_

ITEMS: Mapping[str, NameCode] = {
    code.code: code
    for code in (
        NameCode("employee_pension", N_("employee pension")),
        NameCode("employee_medical", N_("employee medical insurance")),
        NameCode("employee_medical.large_amount_supplement", N_("large-amount medical supplement")),
        NameCode("employee_medical.long_term_care", N_("long-term care insurance")),
        NameCode("employee_medical.maternity", N_("maternity insurance")),
        NameCode("unemployment", N_("unemployment insurance")),
        NameCode("work_injury", N_("work-injury insurance")),
        NameCode("resident_pension", N_("resident pension")),
        NameCode("resident_medical", N_("resident medical insurance")),
        NameCode("resident_pension.subsidy", N_("government subsidy to the resident pension")),
        NameCode(
            "resident_medical.fiscal_subsidy", N_("fiscal subsidy to resident medical insurance")
        ),
    )
}

PAYERS: Mapping[str, NameCode] = {
    code.code: code
    for code in (
        NameCode("worker", N_("the worker")),
        NameCode("employer", N_("the employer")),
        NameCode("platform", N_("the platform")),
        NameCode("government", N_("the government")),
    )
}

STATUSES: Mapping[str, NameCode] = {
    code.code: code
    for code in (
        NameCode("in_force", N_("in force")),
        NameCode("carried_forward", N_("carried forward")),
        NameCode("stand_in", N_("at least (stands in)")),
        NameCode("entered", N_("entered by you")),
        NameCode("missing", N_("not on file")),
    )
}

MARKS: Mapping[str, NameCode] = {
    code.code: code
    for code in (
        NameCode(
            "lowest_cost",
            N_(
                "lowest cost of the year among the surest options that cover both pension and "
                "medical insurance and are priced completely: the open ones; where none is open, "
                "those with the fewest conditions to be clarified"
            ),
        ),
        NameCode(
            "most_cover",
            N_(
                "employee pension and employee medical insurance together: the widest cover on "
                "offer"
            ),
        ),
    )
}
