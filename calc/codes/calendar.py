"""Codes of findings about the payment calendar."""

from __future__ import annotations

from calc.codes.model import FindingCode
from calc.messages import N_

CALENDAR: tuple[FindingCode, ...] = (
    FindingCode(
        "calendar.start",
        passes=N_(
            "Starting in {month}, it costs {amount} yuan to the end of {year}. The next payments: "
            "{dates}."
        ),
        condition=False,
    ),
    FindingCode(
        "calendar.due_days",
        passes=N_(
            "Due days are our convention, not the place's rule: paid {frequency}, {timing}, the "
            "due day is the last day of the month of payment, or the place's last payment day of "
            "the year if that is earlier."
        ),
        condition=False,
    ),
    FindingCode(
        "calendar.withheld",
        passes=N_(
            "The employer withholds your share each month; the rhythm of payment is not yours to "
            "choose. The last day of the month stands for the day on which that is done."
        ),
        condition=False,
    ),
    FindingCode(
        "calendar.last_payment_day",
        passes=N_("{place}: nothing is taken for {scheme} of {year} after {day}."),
        condition=False,
    ),
    FindingCode(
        "calendar.rhythm",
        unknown=N_(
            "{place}: for {scheme} the rhythms on file are {offered}, and {wanted} is not among "
            "them; the calendar pays {used}. Ask {office}."
        ),
        condition=False,
    ),
    FindingCode(
        "calendar.rhythm_not_on_file",
        unknown=N_(
            "{place}: the rhythms in which {scheme} may be paid are not on file; {wanted} is "
            "used as you chose it. Ask {office}."
        ),
        condition=False,
    ),
    FindingCode(
        "calendar.make_up",
        passes=N_(
            "{item}: months paid before {published}: {count}. They were paid on what was known "
            "then; {amount} yuan more are owed. {due}."
        ),
        unknown=N_(
            "{item}: months paid before {published}: {count}. They were paid on what was known "
            "then; {amount} yuan more come to it, provisionally: no source on file says that "
            "the difference is collected here. Ask {office}. {due}."
        ),
        condition=False,
    ),
    FindingCode(
        "calendar.credit",
        unknown=N_(
            "{item}: months paid before {published}: {count}. They were paid on what was known "
            "then, {amount} yuan too much: a credit. Ask {office} whether it is paid back or "
            "counted against later months."
        ),
        condition=False,
    ),
    FindingCode(
        "calendar.to_be_settled",
        passes=N_(
            "{place}: {scheme} is paid on bounds carried since {since}; once new ones are "
            "published, the difference is settled ({rule})."
        ),
        unknown=N_(
            "{place}: {scheme} is paid on bounds carried since {since}; whether a difference is "
            "collected once new ones are published is not on file."
        ),
        condition=False,
    ),
    FindingCode(
        "calendar.window_not_on_file",
        unknown=N_(
            "{place}: the days on which the residents' premium for {year} is collected are not on "
            "file; no due day is shown. Ask {office}."
        ),
        condition=False,
    ),
    FindingCode(
        "calendar.window_over",
        unknown=N_(
            "{place}: the premium for {year} was collected from {first} to {last}, before you "
            "join in {month}; ask {office} whether it is still taken, and on what terms."
        ),
        condition=False,
    ),
    FindingCode(
        "calendar.not_priced",
        unknown=N_("No payment calendar: a value that the year needs is not on file."),
        condition=False,
    ),
    FindingCode(
        "resident_medical.next_coverage_year",
        passes=N_("{place}: coverage in {year} costs {premium} yuan. {window}."),
        unknown=N_(
            "{place}: what coverage in {year} costs is not on file. {window}. Ask {office}, or "
            "enter it with --set {key}=…"
        ),
        condition=False,
    ),
)
