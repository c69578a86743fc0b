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
            "projection.from_today",
            N_(
                "Estimate from today only: what was paid before is not told; it would add to the "
                "pension."
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
                "At the statutory month {months} of the {minimum} months needed are still missing: "
                "the estimate goes on paying until they are reached, and draws from then on."
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
                "The interest of resident accounts is not on file: that of employee accounts stands "
                "in as an assumption."
            ),
        ),
        (
            "projection.resident_short",
            N_(
                "At the age of the resident pension {years} of the {minimum} years needed are still "
                "missing: ask whether they can be paid afterwards."
            ),
        ),
    )
)
